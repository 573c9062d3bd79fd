"""Conversations over the wire: user and bot turns in the YAML files beside this one.

A turn says what a person writes (``user``) or which button they press (``press``), and what the reply is held to:
``kind``, ``level``, ``flags``, ``card`` (one of), ``sources`` (documents), ``says`` and ``never_says`` (texts, any
case), ``buttons`` (titles), ``has`` (facts beside the usual ones: ``timer``, ``step``, ``call``, a ``picture``); with
``never_`` before it, what must not occur.
"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import httpx
import pytest
from ruamel.yaml import YAML

FILES = sorted(Path(__file__).parent.glob("*.yml"))
TALKS = [
    pytest.param(turns, id=f"{file.stem}: {name}")
    for file in FILES
    for name, turns in YAML(typ="safe").load(file.read_text(encoding="utf-8")).items()
]


class Wire:
    """A conversation over the rest channel."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._sender = f"wire-{secrets.token_hex(8)}"
        self._buttons: dict[str, str] = {}

    def send(self, message: str) -> list[dict[str, Any]]:
        """Sends a message and returns the messages of the answer."""
        answer = self._client.post("/webhooks/rest/webhook", json={"sender": self._sender, "message": message})
        assert answer.status_code == 200, answer.text
        messages = answer.json()
        buttons = {b["title"]: b["payload"] for m in messages for b in m.get("buttons", [])}
        self._buttons = buttons
        return messages

    def press(self, title: str) -> list[dict[str, Any]]:
        """Presses a button of the last answer."""
        assert title in self._buttons, f"no button {title!r} in {list(self._buttons)}"
        return self.send(self._buttons[title])


@pytest.mark.parametrize("turns", TALKS)
def test_conversation(client: httpx.Client, turns: list[dict[str, Any]]) -> None:
    wire = Wire(client)
    for number, turn in enumerate(turns, start=1):
        messages = wire.press(turn["press"]) if "press" in turn else wire.send(turn["user"])
        hold(turn.get("bot", {}), messages, f"turn {number}: {turn.get('user') or turn.get('press')}")


def hold(expected: dict[str, Any], messages: list[dict[str, Any]], where: str) -> None:
    """Holds the messages of one answer to what is expected of it."""
    texts = [m["text"] for m in messages if "text" in m]
    customs = [m["custom"] for m in messages if "custom" in m]
    # The wire's shape: each text is followed by its facts.
    assert [("text" in m, "custom" in m) for m in messages] == [(True, False), (False, True)] * len(texts), where
    assert texts, f"{where}: silence"
    said = "\n".join(texts)
    found = {
        "kind": [c["kind"] for c in customs],
        "level": [c["level"] for c in customs],
        "card": [c["card"] for c in customs],
        "flags": [flag for c in customs for flag in c["flags"]],
        "sources": [s["doc"] for c in customs for s in c["sources"]],
        "buttons": [b["title"] for m in messages for b in m.get("buttons", [])],
        "has": [fact for c in customs for fact, value in c.items() if value],
    }
    for key, values in found.items():
        for wanted in _as_list(expected.get(key)):
            assert wanted in values, f"{where}: {key} {wanted!r} not in {values}\n{said}"
        for unwanted in _as_list(expected.get(f"never_{key}")):
            assert unwanted not in values, f"{where}: {key} {unwanted!r} in {values}\n{said}"
    for words in _as_list(expected.get("says")):
        assert words.lower() in said.lower(), f"{where}: {words!r} not said in\n{said}"
    for words in _as_list(expected.get("never_says")):
        assert words.lower() not in said.lower(), f"{where}: {words!r} said in\n{said}"


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
