"""A process that dies in the middle, and the next one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import sqlalchemy as sa
from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage

from bot.channels.messenger.ledger import LEASE, Ledger, Send
from bot.channels.messenger.service import Later
from bot.gate import Gate
from bot.runtime.conversation_store import ConversationStore
from tests.channels.messenger.conftest import SEAL, Chat, FakeService


class Processes:
    """Processes of one channel, one after the other, for the same person."""

    def __init__(self, parts: tuple[Agent, ConversationStore], engine: sa.engine.Engine) -> None:
        self._parts, self._engine = parts, engine
        self._now = 1_000_000.0
        self.current = self._start()
        self.person = self.current.person

    def _start(self) -> Chat:
        agent, store = self._parts
        ledger = Ledger(self._engine, "fake", SEAL, clock=lambda: self._now)
        return Chat(Gate(agent, store), FakeService(), ledger)

    async def dies(self) -> Chat:
        """Ends the process as ``kill -9`` does, and starts the next one once the silence is noticed."""
        old = self.current.messenger
        tasks = [*old._under_way, *(queue.worker for queue in old._outbox._queues.values() if queue.worker)]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._now += LEASE + 1
        self.current = self._start()
        self.current.person = self.person
        outbox, taken_over = self.current.messenger._outbox, asyncio.Event()
        take = outbox.take

        def take_and_tell(sends: list[Send]) -> None:
            take(sends)
            asyncio.get_running_loop().call_soon(taken_over.set)  # when the updates are under way, too

        outbox.take = take_and_tell  # type: ignore[method-assign, assignment]
        self.current.messenger.start()
        await taken_over.wait()
        await self.current.quiet()
        return self.current


@pytest.fixture
async def processes(parts: tuple[Agent, ConversationStore], engine: sa.engine.Engine) -> AsyncIterator[Processes]:
    """A person who has been told the notice by the process that runs."""
    processes = Processes(parts, engine)
    await processes.current.meets()
    yield processes
    await processes.dies()
    parts[1].forgetters.clear()


async def test_a_turn_that_was_cut_off_is_answered_by_the_next_process(processes: Processes) -> None:
    begun = asyncio.Event()

    async def hang(_: UserMessage) -> None:
        begun.set()
        await asyncio.Event().wait()

    chat = processes.current
    chat.messenger.listen(hang)
    await chat.messenger.receive("update", chat.incoming("text", text="should I use ice or heat"))
    await begun.wait()

    chat = await processes.dies()
    assert chat.service.kinds == ["answer"]
    await chat.messenger.receive("update", chat.incoming("text", text="should I use ice or heat"))
    await chat.quiet()
    assert chat.service.kinds == ["answer"]
    assert not (await processes.dies()).service.sent


async def test_an_answer_that_was_not_sent_is_sent_by_the_next_process(processes: Processes) -> None:
    chat = processes.current
    chat.service.failures = [Later("down", 3600)]
    await chat.messenger.receive("update", chat.incoming("text", text="should I use ice or heat"))
    while chat.service.failures or chat.answering:
        await asyncio.sleep(0)

    chat = await processes.dies()
    assert chat.service.kinds == ["answer"]
    assert not (await processes.dies()).service.sent


async def test_an_answer_of_which_a_part_was_sent_is_not_told_twice(processes: Processes) -> None:
    chat = processes.current
    done = chat.ledger.done
    chat.ledger.done = lambda key: None  # type: ignore[method-assign]
    await chat.says("should I use ice or heat")
    assert chat.service.kinds == ["answer"]
    chat.ledger.done = done  # type: ignore[method-assign]
    assert not (await processes.dies()).service.said


async def test_a_process_that_stops_finishes_what_is_under_way(processes: Processes) -> None:
    chat = processes.current
    await chat.messenger.receive("update", chat.incoming("text", text="should I use ice or heat"))
    await chat.messenger.stop()
    assert chat.service.kinds == ["answer"]
    assert not (await processes.dies()).service.sent


async def test_an_album_that_was_cut_off_meets_one_sentence(
    processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat, begun = processes.current, asyncio.Event()

    async def hang(*_: Any, **__: Any) -> None:
        begun.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(chat.messenger, "say", hang)
    photos = chat.incoming("media", media="photo", album="the same")
    await chat.messenger.receive("first", photos)
    await begun.wait()
    await chat.messenger.receive("second", photos)

    chat = await processes.dies()
    assert chat.service.kinds == ["fallback"]


async def test_a_timer_outlives_a_crash(processes: Processes) -> None:
    chat = processes.current
    await chat.says("when do i ice it and for how long")
    await chat.presses("Start a timer: 20 minutes")
    running = [send.due for _, send in chat.messenger._outbox._timers[chat.person]]
    chat = await processes.dies()
    assert [send.due for _, send in chat.messenger._outbox._timers[chat.person]] == running
