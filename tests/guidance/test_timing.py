"""Times in the words of a statement, as seconds that a channel can count."""

import pytest
from pydantic import ValidationError

from bot.guidance.timing import Phase, Timer


@pytest.mark.parametrize(
    ("time", "least", "most"),
    [
        ("20 minutes", 1200, 1200),
        ("1 second", 1, 1),
        ("1.5 hours", 5400, 5400),
        ("an hour and a half", 5400, 5400),
        ("15 to 30 seconds", 15, 30),
        ("30 seconds to one minute", 30, 60),
        ("20 to 30 minutes", 1200, 1800),
    ],
)
def test_a_time_is_read_as_people_write_it(time: str, least: int, most: int) -> None:
    assert Phase(label="Ice on", time=time).seconds == (least, most)


@pytest.mark.parametrize("time", ["20", "a while", "20 minutes or so", "minutes", "half past ten"])
def test_when_a_time_cannot_be_read_then_it_says_how_to_write_one(time: str) -> None:
    with pytest.raises(ValidationError, match="15 to 30 seconds"):
        Phase(label="Ice on", time=time)


def test_a_channel_gets_the_seconds_of_each_phase() -> None:
    timer = Timer(phases=[{"label": "Breathe in", "time": "5 seconds"}, {"label": "Hold", "time": "15 to 30 seconds"}])
    assert timer.as_dict() == {
        "repeats": False,
        "phases": [
            {"label": "Breathe in", "seconds": 5, "least": 5},
            {"label": "Hold", "seconds": 30, "least": 15},
        ],
    }
