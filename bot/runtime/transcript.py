"""What was said in a conversation, numbered, as a page shows it.

The number of a message is its place in the conversation, counted from 1. It is never stored: whoever reads the events
from the beginning comes to the same numbers, before and after a restart.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from rasa.shared.core.events import BotUttered, UserUttered

Message = dict[str, Any]


class Row(NamedTuple):
    """What a transcript reads of an event in the database."""

    id: int
    timestamp: float
    type_name: str
    data: str


class DeletedError(Exception):
    """What was read of a conversation is not in the database any more."""


class Transcript:
    """One reading of a conversation, which can go on where it ended.

    Attributes:
        last: the number of the last message read.
        read: the last event read, to know whether it is still there.
    """

    def __init__(self) -> None:
        self.last = 0
        self.read: Row | None = None
        self._sends: set[str] = set()
        self._answered: str | None = None  # the send of the turn that is read

    def take(self, rows: Iterable[Row]) -> list[Message]:
        """Reads on.

        Args:
            rows: the next events: what was said, and the ``action_listen`` that ends each turn.

        Returns:
            The messages among them. A user's has the ``id`` of its send; the guide's have it in ``to`` where they
            answer that send, and no ``to`` where they came by themselves.
        """
        messages = []
        for row in rows:
            message = self._message(row.type_name, json.loads(row.data))
            if message is not None:
                messages.append(message)
            self.read = row
        self.last += len(messages)
        return messages

    def _message(self, type_name: str, event: dict[str, Any]) -> Message | None:
        if type_name == UserUttered.type_name:
            return self._said(event)
        if type_name == BotUttered.type_name:
            return as_message(event.get("text"), event.get("data") or {}, to=self._answered)
        self._answered = None
        return None

    def _said(self, event: dict[str, Any]) -> Message | None:
        self._answered = send = event.get("message_id")
        if send and send in self._sends:
            return None  # sent again after a turn that broke off
        self._sends.add(send or "")
        text = event.get("text") or ""
        # A button is shown by the words on it; the id is that of the send, so that a page knows what arrived.
        message = {"from": "user", "id": send, "text": (event.get("metadata") or {}).get("title") or text}
        return {**message, "payload": text} if text.startswith("/") else message


def as_message(text: str | None, data: dict[str, Any], *, to: str | None = None) -> Message:
    """A reply as a page is given it: ``data`` holds its buttons and ``custom``, ``to`` is the send it answers."""
    return {
        "from": "bot",
        **({"to": to} if to else {}),
        "text": text or "",
        "buttons": data.get("buttons") or [],
        "custom": data.get("custom") or {},
    }
