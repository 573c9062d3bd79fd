"""Long polling: Telegram is asked for what has happened, for a server that it cannot reach.

An update is acknowledged by asking for the one behind it, and that only once it is kept.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from bot.channels.messenger import backoff
from bot.channels.messenger.health import Health
from bot.channels.telegram.api import Api
from bot.channels.telegram.reading import KINDS, Reader
from bot.channels.telegram.set_up import explained, introduce

logger = logging.getLogger(__name__)

WAIT = 30  # seconds that Telegram holds a request back until something happens
MARGIN = 10.0  # seconds more before the connection counts as dead

Take = Callable[[dict[str, Any]], Awaitable[None]]


async def poll(api: Api, reader: Reader, take: Take, health: Health) -> None:
    """Introduces the bot and takes what has happened, for ever.

    Args:
        api: makes the requests.
        reader: learns the name of the bot.
        take: keeps one update; what it has returned from is acknowledged.
        health: is told how it goes.
    """

    async def told() -> None:
        await introduce(api, reader)
        await api.ask("deleteWebhook")  # with one, Telegram does not answer to polling
        logger.info("Telegram is asked for messages")

    await backoff.until_done(told, health, explained)
    offset, failures = 0, 0
    while True:
        try:
            if failures:
                await api.ask("deleteWebhook")  # somebody may have set one again
            updates = await api.ask(
                "getUpdates", limit=WAIT + MARGIN, offset=offset, timeout=WAIT, allowed_updates=KINDS
            )
            for update in updates:
                await take(update)
                offset = update["update_id"] + 1
        except Exception as error:  # nothing may end the asking for good
            failures += 1
            why, seconds = explained(error)
            health.trouble(why)
            await backoff.wait(failures, seconds)
        else:
            failures = 0
            health.fine()
