"""A likeness to a warning sign in a question that the guide surely answers."""

from __future__ import annotations

import pytest

from bot.safety import Flag, Level, Screening, Status
from bot.surely_asked import eased

ASKED = "how long does a back spasm last"


def heard(
    flag: str = "bladder_bowel", *, rule: str = "learned", score: float = 0.85, present: bool = True
) -> Screening:
    status = Status.present if present else Status.possible
    return Screening.of([Flag(flag, Level.emergency, status, 0, 3, "how", "bot", rule, "sounds like the sign", score)])


def test_an_alarm_becomes_a_question() -> None:
    screening = eased(heard(), ASKED)
    assert (screening.level, screening.check) == (Level.none, True)


def test_a_question_falls_away() -> None:
    screening = eased(heard(present=False), ASKED)
    assert (screening.level, screening.check) == (Level.none, False)


@pytest.mark.parametrize(
    ("screening", "text"),
    [
        (heard(rule="numb_legs"), ASKED),  # a rule heard it
        (heard(score=0.98), ASKED),  # it sounds much like the sign
        (heard(), "my back is sore and it will not let go"),  # asks nothing
        (heard(), "how long does a train to Leeds take"),  # the guide has no answer
        (heard(), "when should I go to the emergency department with my back"),  # about signs
    ],
)
def test_everything_else_stands(screening: Screening, text: str) -> None:
    assert eased(screening, text) == screening
