"""The scenarios over the REST channel."""

from __future__ import annotations

import secrets
from typing import Any

import httpx
import pytest

from conversations.scenarios import TALKS, Answer, Turn, play


class Wire:
    """A conversation over the REST channel."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._sender = f"wire-{secrets.token_hex(8)}"
        self._messages: list[dict[str, Any]] = []

    def says(self, text: str) -> None:
        """Sends a message; the answer comes with the response."""
        response = self._client.post("/webhooks/rest/webhook", json={"sender": self._sender, "message": text})
        assert response.status_code == 200, response.text
        self._messages = response.json()
        # The wire's shape: each text is followed by its facts.
        shape = [("text" in message, "custom" in message) for message in self._messages]
        assert shape == [(True, False), (False, True)] * (len(shape) // 2)

    def presses(self, title: str) -> None:
        """Presses a button of the last answer."""
        buttons = self._buttons()
        assert title in buttons, f"no button {title!r} in {list(buttons)}"
        self.says(buttons[title])

    def hears(self) -> Answer:
        """The answer of the last response."""
        texts = [message["text"] for message in self._messages if "text" in message]
        facts = [message["custom"] for message in self._messages if "custom" in message]
        return Answer(texts, list(self._buttons()), facts)

    def _buttons(self) -> dict[str, str]:
        return {b["title"]: b["payload"] for message in self._messages for b in message.get("buttons", [])}


@pytest.mark.parametrize("turns", TALKS)
def test_conversation(client: httpx.Client, turns: list[Turn]) -> None:
    play(turns, Wire(client))
