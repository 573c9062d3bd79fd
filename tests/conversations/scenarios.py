"""The scenarios of the YAML files beside this one, and what a reply is held to, whichever channel it came through.

A turn says what a person writes (``user``) or which button they press (``press``), and what the reply is held to:
``kind``, ``level``, ``flags``, ``card`` (one of), ``sources`` (documents), ``says`` and ``never_says`` (texts, any
case), ``buttons`` (titles), ``has`` (facts beside the usual ones: ``timer``, ``step``, ``call``, a ``picture``); with
``never_`` before it, what must not occur.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest
from ruamel.yaml import YAML

Turn = dict[str, Any]

FILES = sorted(Path(__file__).parent.glob("*.yml"))
TALKS = [
    pytest.param(turns, id=f"{file.stem}: {name}")
    for file in FILES
    for name, turns in YAML(typ="safe").load(file.read_text(encoding="utf-8")).items()
]


@dataclass(frozen=True)
class Answer:
    """What a turn was answered with.

    Attributes:
        texts: as the person reads them.
        buttons: the titles of those that can be pressed.
        facts: of each reply (docs: the REST contract); ``None`` where the conversation was deleted, and they with it.
    """

    texts: list[str]
    buttons: list[str]
    facts: list[dict[str, Any]] | None


class Driver(Protocol):
    """A person on one channel."""

    def says(self, text: str) -> None:
        """Writes something."""

    def presses(self, title: str) -> None:
        """Presses a button of the last answer."""

    def hears(self) -> Answer:
        """Waits for the answer, and returns it."""


def play(turns: list[Turn], driver: Driver) -> None:
    """Plays a scenario, and holds each answer to what is expected of it."""
    for number, turn in enumerate(turns, start=1):
        if "press" in turn:
            driver.presses(turn["press"])
        else:
            driver.says(turn["user"])
        hold(turn.get("bot", {}), driver.hears(), f"turn {number}: {turn.get('user') or turn.get('press')}")


def hold(expected: dict[str, Any], answer: Answer, where: str) -> None:
    """Holds an answer to what is expected of it."""
    assert answer.texts, f"{where}: silence"
    said = "\n".join(answer.texts)
    found = {"buttons": answer.buttons, **_found(answer.facts)}
    for key, values in found.items():
        for wanted in _as_list(expected.get(key)):
            assert wanted in values, f"{where}: {key} {wanted!r} not in {values}\n{said}"
        for unwanted in _as_list(expected.get(f"never_{key}")):
            assert unwanted not in values, f"{where}: {key} {unwanted!r} in {values}\n{said}"
    for words in _as_list(expected.get("says")):
        assert words.lower() in said.lower(), f"{where}: {words!r} not said in\n{said}"
    for words in _as_list(expected.get("never_says")):
        assert words.lower() not in said.lower(), f"{where}: {words!r} said in\n{said}"


def _found(facts: list[dict[str, Any]] | None) -> dict[str, list[Any]]:
    if facts is None:
        return {}
    return {
        "kind": [fact["kind"] for fact in facts],
        "level": [fact["level"] for fact in facts],
        "card": [fact["card"] for fact in facts],
        "flags": [flag for fact in facts for flag in fact["flags"]],
        "sources": [source["doc"] for fact in facts for source in fact["sources"]],
        "has": [name for fact in facts for name, value in fact.items() if value],
    }


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
