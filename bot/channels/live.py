"""Messages that come by themselves: a late answer, what another tab said, what staff write.

Listeners are only woken; each then reads on in the transcript. So nothing piles up for one that reads slowly, numbers
are the same after a restart, a message that is recorded is a message that is told, whoever recorded it, and what
another process wrote is found with the next sign of life.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rasa.core.channels.channel import OutputChannel

from bot.runtime.transcript import DeletedError, Message, Transcript

logger = logging.getLogger(__name__)

INTERVAL = 20.0  # seconds between two signs of life; proxies and Sanic itself cut a connection that is silent for 60
LISTENING = ": listening\n\n"
ALIVE = ": still here\n\n"
DELETED = "event: deleted\ndata: {}\n\n"


class Live:
    """Who listens to which conversation in this process.

    Args:
        read_on: reads what was added to a conversation since a transcript was last read; raises DeletedError.
        interval: seconds between two signs of life.
    """

    def __init__(self, read_on: Callable[[str, Transcript], list[Message]], *, interval: float = INTERVAL) -> None:
        self._read_on = read_on
        self._interval = interval
        self._bells: dict[str, set[asyncio.Event]] = {}
        self._ended = False

    def wake(self, sender: str) -> None:
        """Has everybody who listens to a conversation look for what is new."""
        for bell in self._bells.get(sender, ()):
            bell.set()

    def end(self) -> None:
        """Lets all listeners go: the server stops, and would wait for them."""
        self._ended = True
        for sender in self._bells:
            self.wake(sender)

    async def follow(self, sender: str, after: int | None = None) -> AsyncGenerator[str, None]:
        """A conversation as server-sent events, until it is deleted or the server stops.

        Args:
            sender: whose conversation.
            after: the number of the last message that is known; ``None`` for what comes from now on.
        """
        transcript = Transcript()
        with self._bell(sender) as bell:
            yield LISTENING
            while not self._ended:
                bell.clear()
                try:
                    messages = await asyncio.to_thread(self._read_on, sender, transcript)
                except DeletedError:
                    yield DELETED
                    return
                except Exception as error:
                    # The listener comes back, and is given what it missed.
                    logger.error("a conversation could not be followed: %s", type(error).__name__)
                    return
                known = transcript.last if after is None else after
                if known > transcript.last:
                    yield DELETED  # and perhaps begun anew since
                    return
                for number, message in enumerate(messages, transcript.last - len(messages) + 1):
                    if number > known:
                        yield f"id: {number}\nevent: message\ndata: {json.dumps(message, ensure_ascii=False)}\n\n"
                after = transcript.last
                if not await self._rung(bell):
                    yield ALIVE

    async def _rung(self, bell: asyncio.Event) -> bool:
        try:
            await asyncio.wait_for(bell.wait(), self._interval)
        except asyncio.TimeoutError:
            return False
        return True

    @contextmanager
    def _bell(self, sender: str) -> Iterator[asyncio.Event]:
        bell = asyncio.Event()
        self._bells.setdefault(sender, set()).add(bell)
        try:
            yield bell
        finally:
            bells = self._bells[sender]
            bells.discard(bell)
            if not bells:
                del self._bells[sender]


class LiveOutput(OutputChannel):
    """Speaks to a person outside a request, for staff and timers.

    What is said has to be recorded, as with every channel of Rasa's: a ``BotUttered`` saved under the conversation's
    lock. The record is what listeners are given, so a send by itself only has them look.
    """

    def __init__(self, live: Live) -> None:
        self._live = live

    @classmethod
    def name(cls) -> str:
        """The name of the channel."""
        return "web"

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Has the person's tabs look for the record."""
        self._live.wake(recipient_id)
