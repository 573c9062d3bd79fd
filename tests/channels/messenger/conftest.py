"""A service that takes what is sent to it, and can be told to fail."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from rasa.core.agent import Agent

from bot import knowledge
from bot.channels.messenger.incoming import Call, Incoming
from bot.channels.messenger.ledger import Ledger
from bot.channels.messenger.messenger import Messenger
from bot.channels.messenger.sealing import Seal
from bot.gate import Gate
from bot.runtime.conversation_store import ConversationStore

SEAL = Seal("a secret of the tests")


class FakeService:
    """Remembers what it was sent. ``failures`` are raised one after the other before it takes anything."""

    name = "fake"
    company = "Fakebook"
    commands = "/{}"

    def __init__(self) -> None:
        self.sent: list[tuple[dict[str, Any], Call]] = []
        self.failures: list[Exception] = []
        self.buttons: dict[str, str] = {}
        self.typed = 0

    def draw(self, response: dict[str, Any], tokens: Sequence[str], place: dict[str, Any]) -> list[Call]:
        titles = [button["title"] for button in response["buttons"]]
        self.buttons.update(zip(titles, tokens, strict=True))
        return [{"call": "say", "text": response["text"], "kind": response["custom"]["kind"], "buttons": titles}]

    def mark(self, place: dict[str, Any], token: str, title: str) -> list[Call]:
        return [{"call": "mark", "title": title}]

    def answer_press(self, place: dict[str, Any], words: str = "") -> list[Call]:
        return [{"call": "toast", "words": words}]

    async def send(self, address: dict[str, Any], call: Call) -> None:
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append((address, call))

    async def typing(self, incoming: Incoming) -> None:
        self.typed += 1

    @property
    def said(self) -> list[str]:
        """The texts of what was sent."""
        return [call["text"] for _, call in self.sent if call["call"] == "say"]

    @property
    def kinds(self) -> list[str]:
        """The kinds of what was sent."""
        return [call["kind"] for _, call in self.sent if call["call"] == "say"]


class Chat:
    """A person who writes to the guide through a service."""

    def __init__(self, gate: Gate, service: FakeService, ledger: Ledger) -> None:
        self.gate, self.service, self.ledger = gate, service, ledger
        self.messenger = Messenger(service, gate=gate, clinic=knowledge.clinic(), seal=SEAL, ledger=ledger)
        self.person = self.messenger.person(secrets.token_hex(4))
        self._updates = 0

    async def does(self, kind: str = "text", *, update: str | None = None, **what: Any) -> None:
        """Does something, and waits until the answer is sent."""
        self._updates += 1
        await self.messenger.receive(update or f"{self.person}/{self._updates}", self.incoming(kind, **what))
        await self.quiet()

    def incoming(self, kind: str, **what: Any) -> Incoming:
        """Something of this person."""
        return Incoming(kind, self.person, {"chat": 7}, **what)  # type: ignore[arg-type]

    async def says(self, text: str, **what: Any) -> None:
        await self.does(text=text, **what)

    async def presses(self, title: str) -> None:
        await self.does("press", token=self.service.buttons[title])

    async def meets(self) -> None:
        """Has been told the notice."""
        await self.says("hello")
        self.service.sent.clear()

    async def quiet(self) -> None:
        """Waits until nothing is under way."""
        while answering := self.answering:
            await asyncio.wait(answering)
        await self.messenger._outbox.empty()

    @property
    def answering(self) -> list[asyncio.Task[None]]:
        """What is being answered."""
        return [task for task in self.messenger._under_way if task.get_name() == "answer"]


@pytest.fixture
def engine(tmp_path: Path) -> sa.engine.Engine:
    """A database of its own."""
    return sa.create_engine(f"sqlite:///{tmp_path}/messenger.db", connect_args={"check_same_thread": False})


@pytest.fixture
async def chat(parts: tuple[Agent, ConversationStore], engine: sa.engine.Engine) -> AsyncIterator[Chat]:
    """A person whom the guide does not know yet."""
    agent, store = parts
    chat = Chat(Gate(agent, store), FakeService(), Ledger(engine, "fake", SEAL))
    yield chat
    await chat.quiet()
    store.forgetters.clear()


@pytest.fixture
async def known(chat: Chat) -> Chat:
    """A person who has been told the notice."""
    await chat.meets()
    return chat
