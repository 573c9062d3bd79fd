"""The screening as a whole: how its parts play together."""

import pytest

from bot.safety import Level, screen


def test_when_a_question_names_nobody_then_it_is_asked_about_and_no_alarm() -> None:
    screening = screen("how do physios test for a dropped foot")
    assert (screening.level, screening.check) == (Level.none, True)


def test_when_somebody_asks_how_to_die_then_that_is_the_sign() -> None:
    assert screen("what is the way to end it all").level is Level.emergency


@pytest.mark.parametrize(
    "text",
    ["is ice ok, also i wet myself this morning", "had a hot bath, my leg has gone weak", "tea is hot, i wet myself"],
)
def test_when_something_new_begins_then_no_look_alike_hides_the_sign(text: str) -> None:
    assert screen(text).level is Level.emergency
