"""Sends what is to be sent: for each person in its order, and again until the service has taken it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from bot.channels.messenger.backoff import growing
from bot.channels.messenger.health import Health
from bot.channels.messenger.incoming import Call
from bot.channels.messenger.ledger import Button, Ledger, Send
from bot.channels.messenger.service import Later, Refused

logger = logging.getLogger(__name__)

KEEP_LIMIT = 2.0  # seconds a message waits for the database before it goes out all the same
FIRST_PAUSE = 0.5  # seconds before a request is tried again; doubled each time
LONGEST_PAUSE = 10.0
TRIES = 5  # of a request that fails for a reason nobody foresaw

Deliver = Callable[[dict[str, Any], Call], Awaitable[None]]


class Outbox:
    """One queue for each person.

    Args:
        ledger: keeps what is not sent yet.
        deliver: makes one request; raises Later, Refused.
        health: is told how it goes.
    """

    def __init__(self, ledger: Ledger, deliver: Deliver, health: Health) -> None:
        self._ledger, self._deliver, self._health = ledger, deliver, health
        self._queues: dict[str, _Queue] = {}
        self._timers: dict[str, list[tuple[asyncio.TimerHandle, Send]]] = {}
        self._keeping: dict[str, asyncio.Future[bool]] = {}  # by the key of the request

    async def put(self, sends: list[Send], buttons: Iterable[Button] = (), *, at_once: bool = False) -> None:
        """Keeps requests and has them made; those that were kept before are not made again.

        Args:
            sends: for one person, in their order.
            buttons: those on them.
            at_once: makes them while they are being kept: a warning sign waits for no database.
        """
        if not sends:
            return
        keeping = asyncio.ensure_future(asyncio.to_thread(self._ledger.keep, sends, buttons))
        self._keeping.update((send.key, keeping) for send in sends)
        keeping.add_done_callback(lambda done: self._kept(sends, done))
        if not at_once:
            try:
                if not await asyncio.wait_for(asyncio.shield(keeping), KEEP_LIMIT):
                    return
            except Exception:  # logged by _kept when it is known; an answer is worth more than the record of it
                logger.warning("a message is sent before it is kept")
        self.take(sends)

    def take(self, sends: Iterable[Send]) -> None:
        """Makes requests that are kept already, each when it is due."""
        for send in sends:
            wait = (send.due or 0) - time.time()
            if wait <= 0:
                self._queue(send)
                continue
            timer = asyncio.get_running_loop().call_later(wait, self._queue, send)
            running = [(handle, other) for handle, other in self._timers.get(send.person, []) if not handle.cancelled()]
            self._timers[send.person] = [*running, (timer, send)]

    async def cancel_timers(self, person: str) -> None:
        """Drops what is due later."""
        for timer, _ in self._timers.pop(person, []):
            timer.cancel()
        try:
            await asyncio.to_thread(self._ledger.cancel_timers, person)
        except Exception as error:
            logger.error("timers could not be dropped: %s", type(error).__name__)

    async def empty(self) -> None:
        """Waits until everything that is due has been sent."""
        while working := [queue.worker for queue in self._queues.values() if queue.worker is not None]:
            await asyncio.wait(working)

    def stop(self) -> None:
        """Makes no further request; what is left is in the database."""
        for queue in self._queues.values():
            if queue.worker is not None:
                queue.worker.cancel()
        for timers in self._timers.values():
            for timer, _ in timers:
                timer.cancel()

    def _kept(self, sends: list[Send], keeping: asyncio.Future[bool]) -> None:
        for send in sends:
            self._keeping.pop(send.key, None)
        if not keeping.cancelled() and keeping.exception():
            logger.error("a message could not be kept: %s", type(keeping.exception()).__name__)

    def _queue(self, send: Send) -> None:
        queue = self._queues.setdefault(send.person, _Queue())
        queue.add(send)
        if queue.worker is None:
            queue.worker = asyncio.create_task(self._work(send.person, queue))

    async def _work(self, person: str, queue: _Queue) -> None:
        failures = 0
        while queue.sends:
            send = queue.sends[0]
            queue.under_way = send
            try:
                await self._deliver(send.address, send.call)
            except Refused as refused:
                logger.error("a message was refused: %s", refused.why)
                self._health.fine()
            except Later as later:
                failures += 1
                queue.under_way = None
                self._health.trouble(later.why)
                await queue.pause(later.seconds, failures)
                continue
            except Exception as error:
                failures += 1
                logger.error("a message could not be sent: %s", type(error).__name__)
                if failures < TRIES:
                    queue.under_way = None
                    await queue.pause(None, failures)
                    continue
            else:
                self._health.fine()
            failures = 0
            queue.under_way = None
            queue.sends.remove(send)
            await self._sent(send)
        del self._queues[person]

    async def _sent(self, send: Send) -> None:
        try:
            if send.key in self._keeping:  # a row that is written after this would be sent again
                await asyncio.wait({self._keeping[send.key]}, timeout=KEEP_LIMIT)
            await asyncio.to_thread(self._ledger.sent, send)
        except Exception as error:
            logger.error("that a message was sent could not be kept: %s", type(error).__name__)


class _Queue:
    """What is to be sent to one person."""

    def __init__(self) -> None:
        self.sends: list[Send] = []
        self.under_way: Send | None = None
        self.worker: asyncio.Task[None] | None = None
        self._hurry = asyncio.Event()

    def add(self, send: Send) -> None:
        """Puts an urgent request before the others, behind the one under way; it also ends a pause."""
        if not send.urgent:
            self.sends.append(send)
            return
        place = next(
            (i for i, other in enumerate(self.sends) if not other.urgent and other is not self.under_way),
            len(self.sends),
        )
        self.sends.insert(place, send)
        self._hurry.set()

    async def pause(self, seconds: float | None, failures: int) -> None:
        """Waits before the next try: as long as the service wants, else longer each time, until something is urgent."""
        if seconds is not None:
            await asyncio.sleep(seconds)
            return
        self._hurry.clear()
        try:
            await asyncio.wait_for(self._hurry.wait(), growing(failures, FIRST_PAUSE, LONGEST_PAUSE))
        except asyncio.TimeoutError:
            return
