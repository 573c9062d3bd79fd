"""A person who talks to the served bot over HTTP, and the parts of that bot which can be made to fail."""

from __future__ import annotations

import asyncio
import math
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from rasa.shared.core.events import ConversationPaused
from sanic import Sanic

from bot import knowledge
from bot.guidance.guide import Thresholds

WEBHOOK = "/webhooks/rest/webhook"


@dataclass(frozen=True)
class Said:
    """One reply as it came over the wire."""

    text: str
    buttons: dict[str, str]
    custom: dict[str, Any]


class Person:
    """One conversation with the served bot.

    Attributes:
        earlier: ids of the signs that were told in this conversation before.
        seconds: how long the last message took, from sending to the whole answer, or until nobody waited any more.
    """

    def __init__(self, http: httpx.Client) -> None:
        self._http = http
        self.sender = f"matrix-{secrets.token_hex(8)}"
        self.replies: list[Said] = []
        self.earlier: frozenset[str] = frozenset()
        self.seconds = 0.0

    def say(self, text: str, patience: float | None = None) -> list[Said]:
        """Sends a message and returns what is said in the same turn.

        Args:
            text: what is typed, or what a button carried.
            patience: seconds to wait for the answer; where nothing is said, as long as the client waits.
        """
        waits = httpx.USE_CLIENT_DEFAULT if patience is None else patience
        started = time.perf_counter()
        try:
            answer = self._http.post(WEBHOOK, json={"sender": self.sender, "message": text}, timeout=waits)
        finally:
            self.seconds = time.perf_counter() - started
        answer.raise_for_status()
        self.replies = _read(answer.json())
        return self.replies

    def reach(self, kind: str, text: str) -> None:
        """Sends a message that brings the conversation into a state, known by the kind of its last reply."""
        self.say(text)
        assert self.replies, f"{text!r} was met with silence"
        assert self.replies[-1].custom["kind"] == kind, f"{text!r} was answered with {self.replies[-1]}"

    def press(self, kind: str, title: str) -> None:
        """Presses a button of the last reply."""
        self.reach(kind, self.replies[-1].buttons[title])

    def press_any(self, kind: str) -> None:
        """Presses the first button of the last reply."""
        self.reach(kind, next(iter(self.replies[-1].buttons.values())))


class Bot:
    """The served bot: the parts behind the wire, to be made to fail and mended again."""

    def __init__(self) -> None:
        context = Sanic.get_app("backspasm").ctx
        self._agent, self._store = context.agent, context.store

    @contextmanager
    def actions_raising(self) -> Iterator[None]:
        """Every action fails."""

        async def fail(*_: Any) -> None:
            raise RuntimeError

        with _replaced(self._agent.processor.action_endpoint._executor, "run", fail):
            yield

    @contextmanager
    def actions_hanging(self) -> Iterator[None]:
        """No action ever ends."""

        async def hang(*_: Any) -> None:
            await asyncio.Event().wait()

        with _replaced(self._agent.processor.action_endpoint._executor, "run", hang):
            yield

    @contextmanager
    def database_locked(self) -> Iterator[None]:
        """Another connection holds the database and lets nobody write."""
        other = sqlite3.connect(self._store.engine.url.database, isolation_level=None)
        try:
            other.execute("BEGIN EXCLUSIVE")
            yield
            other.execute("ROLLBACK")
        finally:
            other.close()

    @contextmanager
    def without_model(self) -> Iterator[None]:
        """No model is loaded."""
        with _replaced(self._agent, "processor", None):
            yield

    @contextmanager
    def only_suggesting(self) -> Iterator[None]:
        """Every question is met with cards to choose from."""
        unsure = knowledge.guide().with_thresholds(Thresholds(scope_answer=math.inf, scope_suggest=-math.inf))
        with _replaced(knowledge, "guide", lambda: unsure):
            yield

    def pause(self, sender: str) -> None:
        """Puts the event into a conversation that makes Rasa ignore whatever is said in it."""

        async def paused() -> None:
            tracker = await self._store.retrieve(sender)
            tracker.update(ConversationPaused())
            await self._store.save(tracker)

        asyncio.run(paused())


def _read(messages: list[dict[str, Any]]) -> list[Said]:
    """The texts with their buttons, each with the facts that follow it."""
    replies = []
    for words, facts in zip(messages[::2], messages[1::2], strict=True):
        buttons = {button["title"]: button["payload"] for button in words.get("buttons") or []}
        replies.append(Said(words["text"], buttons, facts["custom"]))
    return replies


@contextmanager
def _replaced(thing: Any, name: str, value: Any) -> Iterator[None]:
    before = getattr(thing, name)
    setattr(thing, name, value)
    try:
        yield
    finally:
        setattr(thing, name, before)
