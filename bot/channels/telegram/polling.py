"""Long polling: Telegram is asked for what has happened, for a server that it cannot reach.

An update is acknowledged by asking for the one behind it, and that only once it is kept.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.channels.messenger.health import Health
from bot.channels.telegram.reading import KINDS, Reader
from bot.channels.telegram.sending import Bot
from bot.channels.telegram.set_up import explained, introduce, pause_after, until_done

logger = logging.getLogger(__name__)

WAIT = 30  # seconds that Telegram holds a request back until something happens
MARGIN = 10.0  # seconds more before the connection counts as dead

Take = Callable[[dict[str, Any]], Awaitable[None]]


async def poll(bot: Bot, reader: Reader, take: Take, health: Health) -> None:
    """Introduces the bot and takes what has happened, for ever.

    Args:
        bot: makes the other requests.
        reader: learns the name of the bot.
        take: keeps one update; what it has returned from is acknowledged.
        health: is told how it goes.
    """

    async def told() -> None:
        await introduce(bot, reader)
        await bot.delete_webhook()  # with one, Telegram does not answer to polling
        logger.info("Telegram is asked for messages")

    await until_done(told, health)
    asking = HTTPXRequest(connection_pool_size=1, read_timeout=WAIT + MARGIN)
    try:
        offset, failures = 0, 0
        while True:
            try:
                if failures:
                    await bot.delete_webhook()  # somebody may have set one again
                for update in await _updates(asking, bot.base_url, offset):
                    await take(update)
                    offset = update["update_id"] + 1
            except Exception as error:  # nothing may end the asking for good
                failures += 1
                health.trouble(explained(error))
                await asyncio.sleep(pause_after(error, failures))
            else:
                failures = 0
                health.fine()
    finally:
        await asking.shutdown()


async def _updates(asking: HTTPXRequest, base: str, offset: int) -> list[dict[str, Any]]:
    """What has happened since, as JSON: the library's own method fails as a whole at one update of unknown shape."""
    wanted = {"offset": offset, "timeout": WAIT, "allowed_updates": json.dumps(KINDS)}
    updates: Any = await asking.post(f"{base}/getUpdates?{urlencode(wanted)}")
    if not all(isinstance(update["update_id"], int) for update in updates):
        raise TelegramError("no updates")
    return list(updates)
