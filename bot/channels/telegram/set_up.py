"""What Telegram has to be told when the server starts: who we are, which commands there are, and where we are.

It is tried until it works; meanwhile the other channels serve.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from telegram.error import BadRequest, Conflict, TelegramError

from bot.channels.messenger import backoff
from bot.channels.messenger.commands import COMMANDS
from bot.channels.messenger.health import Health
from bot.channels.telegram.api import Api, what_to_do
from bot.channels.telegram.reading import KINDS, Reader

logger = logging.getLogger(__name__)


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

    await backoff.until_done(told, health, explained)


def explained(error: Exception) -> backoff.Explanation:
    """What stands in the way, in words that say what to do where something can be done."""
    if isinstance(error, Conflict):
        return (
            "somebody else asks for the messages of this bot: stop the other server that polls with the same token, "
            "or give each its own bot",
            None,
        )
    if isinstance(error, BadRequest):
        return f"Telegram does not take the settings of the bot ({error.message}): check BACKSPASM_PUBLIC_URL", None
    return backoff.explained(what_to_do(error) if isinstance(error, TelegramError) else error)
