"""Times that a statement names, as timers that a channel can draw."""

from __future__ import annotations

import re
from typing import Any

from pydantic import Field, validator

from bot.files import Edited

_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_NUMBERS = {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0}
_NUMBER = rf"\d+(?:\.\d+)?|{'|'.join(_NUMBERS)}"
_UNIT = rf"(?:{'|'.join(_SECONDS)})s?"
_TIME = re.compile(
    rf"(?:(?P<least>{_NUMBER})(?: (?P<least_unit>{_UNIT}))? to )?"
    rf"(?P<most>{_NUMBER}) (?P<unit>{_UNIT})(?P<half> and a half)?"
)


class Phase(Edited):
    """One stretch of a timer, such as ice on."""

    label: str = Field(..., description="what to do meanwhile, two or three words", min_length=1, max_length=24)
    time: str = Field(..., description='in the words of the statement: "20 minutes", "15 to 30 seconds"')

    @validator("time")
    def _readable(cls, time: str) -> str:  # noqa: N805 - pydantic hands over the class
        if not _TIME.fullmatch(time):
            raise ValueError("write a time such as 20 minutes, 15 to 30 seconds or an hour and a half")
        return time

    @property
    def seconds(self) -> tuple[int, int]:
        """The least and the most that the time allows; the same number twice where it names one."""
        found = _TIME.fullmatch(self.time)
        assert found, "checked by the validator"
        most = _number(found["most"]) + (0.5 if found["half"] else 0)
        unit = _seconds(found["unit"])
        least = _number(found["least"]) * _seconds(found["least_unit"] or found["unit"]) if found["least"] else None
        return int(least or most * unit), int(most * unit)


class Timer(Edited):
    """Phases one after the other, once or round and round until it is stopped."""

    phases: list[Phase] = Field(..., min_items=1)
    repeats: bool = Field(False, description="true for breathing: it goes round until the person stops it")

    def as_dict(self) -> dict[str, Any]:
        """``{"repeats", "phases": [{"label", "seconds", "least"}]}``; times in seconds."""
        phases = [
            {"label": phase.label, "seconds": most, "least": least}
            for phase in self.phases
            for least, most in [phase.seconds]
        ]
        return {"repeats": self.repeats, "phases": phases}


def _number(word: str) -> float:
    return _NUMBERS.get(word) or float(word)


def _seconds(unit: str) -> int:
    return _SECONDS[unit.rstrip("s")]
