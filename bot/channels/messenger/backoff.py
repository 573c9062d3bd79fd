"""Waiting for a service: as long as it wants, else longer each time; what stands in the way is said in ``/health``."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any

from bot.channels.messenger.health import Health
from bot.channels.messenger.service import Later, Refused

FIRST_PAUSE = 1.0  # seconds before something is tried again; doubled each time
LONGEST_PAUSE = 60.0

#: Why something failed, and how many seconds the service wants to be left alone.
Explanation = tuple[str, float | None]


def growing(failures: int, first: float, longest: float) -> float:
    """Seconds to wait after so many failures; a little more or less, so that many do not come back at once."""
    return min(longest, first * 2 ** min(failures - 1, 10)) * random.uniform(0.8, 1.0)


async def wait(failures: int, seconds: float | None) -> None:
    """Waits ``seconds`` where the service named them."""
    await asyncio.sleep(seconds or growing(failures, FIRST_PAUSE, LONGEST_PAUSE))


def explained(error: Exception) -> Explanation:
    """What a failure of a request comes down to."""
    if isinstance(error, Later):
        return error.why, error.seconds
    if isinstance(error, Refused):
        return error.why, None
    return f"something failed that should not ({type(error).__name__})", None


async def until_done(
    work: Callable[[], Awaitable[Any]], health: Health, explain: Callable[[Exception], Explanation] = explained
) -> None:
    """Does something with a service, again and again until it works."""
    failures = 0
    while True:
        try:
            await work()
        except Exception as error:
            failures += 1
            why, seconds = explain(error)
            health.trouble(why)
            await wait(failures, seconds)
        else:
            health.fine()
            return
