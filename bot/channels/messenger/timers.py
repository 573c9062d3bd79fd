"""Timers as messages: for times long enough that a person puts the phone away meanwhile."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import Any

from bot.channels.messenger import words
from bot.guidance.reply import Button, Reply

SHORTEST = 60  # seconds; breathing and stretching are counted by the person
_START, _END = "/timer", "/end_timer"
END = Button("Stop the timer", _END)


@dataclass(frozen=True)
class Timing:
    """Stretches one after the other, each with what is done meanwhile and its seconds; none of them ends a timer."""

    stretches: tuple[tuple[str, int], ...] = ()

    def begun(self) -> Reply:
        """What is said when it starts."""
        label, seconds = self.stretches[0]
        return words.timer_runs(label, _in_words(seconds), END)

    def messages(self) -> list[tuple[float, Reply]]:
        """What is said at the end of each stretch, with its time in seconds since 1970."""
        due, messages = time.time(), []
        for number, (label, seconds) in enumerate(self.stretches):
            due += seconds
            rest = self.stretches[number + 1 :]
            following = (rest[0][0], _in_words(rest[0][1])) if rest else None
            messages.append((due, words.time_is_up(label, _in_words(seconds), following, END)))
        return messages


def buttons(response: dict[str, Any]) -> list[dict[str, str]]:
    """The button that starts the timer of a reply; none where there is no timer, or it is short."""
    timer = (response.get("custom") or {}).get("timer")
    if not timer or timer["repeats"] or min(phase["seconds"] for phase in timer["phases"]) < SHORTEST:
        return []
    stretches = [[phase["label"], phase["seconds"]] for phase in timer["phases"]]
    title = f"Start a timer: {_in_words(stretches[0][1])}"
    return [{"title": title, "payload": _START + json.dumps(stretches)}]


def of_payload(payload: str) -> Timing | None:
    """What a button means to a timer; ``None`` for every other button."""
    if payload == _END:
        return Timing()
    if payload.startswith(_START):
        return Timing(tuple((label, seconds) for label, seconds in json.loads(payload.removeprefix(_START))))
    return None


def _in_words(seconds: int) -> str:
    hours, minutes = divmod(round(seconds / 60), 60)
    parts = [f"{hours} hour{'s' * (hours > 1)}"] * bool(hours) + [f"{minutes} minutes"] * bool(minutes)
    return " and ".join(parts)
