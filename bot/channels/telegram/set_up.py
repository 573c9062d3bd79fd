"""What Telegram has to be told when the server starts: who we are, which commands there are, and where we are.

It is tried until it works; meanwhile the other channels serve.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from telegram.error import BadRequest, Conflict, RetryAfter, TelegramError

from bot.channels.messenger.commands import COMMANDS
from bot.channels.messenger.health import Health
from bot.channels.telegram.api import Api, seconds_of, what_to_do
from bot.channels.telegram.reading import KINDS, Reader

logger = logging.getLogger(__name__)

FIRST_PAUSE = 1.0  # seconds before something is tried again; doubled each time
LONGEST_PAUSE = 60.0


@dataclass(frozen=True)
class Webhook:
    """Where Telegram sends what happens.

    Attributes:
        url: of this server, as Telegram reaches it.
        secret: what Telegram sends along, as proof.
    """

    url: str
    secret: str


async def introduce(api: Api, reader: Reader) -> None:
    """Learns the name of the bot, and says which commands there are. Raises TelegramError."""
    reader.username = (await api.ask("getMe"))["username"]
    commands = [{"command": command.name, "description": command.about} for command in COMMANDS.values()]
    await api.ask("setMyCommands", commands=commands)


async def set_up(api: Api, reader: Reader, webhook: Webhook, health: Health) -> None:
    """Introduces the bot, and has updates sent to the webhook; returns when it is done."""

    async def told() -> None:
        await introduce(api, reader)
        await api.ask("setWebhook", url=webhook.url, secret_token=webhook.secret, allowed_updates=KINDS)
        logger.info("Telegram sends messages to %s", webhook.url)

    await until_done(told, health)


async def until_done(work: Callable[[], Awaitable[None]], health: Health) -> None:
    """Does something with Telegram, again and again until it works."""
    failures = 0
    while True:
        try:
            await work()
        except Exception as error:
            failures += 1
            health.trouble(explained(error))
            await asyncio.sleep(pause_after(error, failures))
        else:
            health.fine()
            return


def explained(error: Exception) -> str:
    """What stands in the way, in words that say what to do where something can be done."""
    if not isinstance(error, TelegramError):
        return f"something failed that should not ({type(error).__name__})"
    if isinstance(error, Conflict):
        return (
            "somebody else asks for the messages of this bot: stop the other server that polls with the same token, "
            "or give each its own bot"
        )
    if isinstance(error, BadRequest):
        return f"Telegram does not take the settings of the bot ({error.message}): check BACKSPASM_PUBLIC_URL"
    return what_to_do(error).why


def pause_after(error: Exception, failures: int) -> float:
    """Seconds to wait before the next try."""
    if isinstance(error, RetryAfter):
        return seconds_of(error)
    return min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(failures - 1, 10)) * random.uniform(0.8, 1.0)
