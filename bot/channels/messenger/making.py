"""What the channels of the messengers are made with, from their part of ``credentials.yml``."""

from __future__ import annotations

from typing import Any

from sanic import Blueprint, Sanic

from bot import paths
from bot.channels.messenger.ledger import Ledger
from bot.channels.messenger.messenger import Messenger
from bot.channels.messenger.sealing import Seal
from bot.channels.parts import Parts, SettingError
from bot.channels.secret import kept_secret

SECRET_LENGTH = 16  # characters, at least


def seal_of(settings: dict[str, Any]) -> Seal:
    """The seal of the setting ``secret``, or of the one kept in ``var/``. Raises SettingError."""
    secret = settings.get("secret") or kept_secret(paths.VAR / "messenger_secret")
    if len(secret) < SECRET_LENGTH:
        raise SettingError(f"the secret of the messengers needs at least {SECRET_LENGTH} characters.")
    return Seal(secret)


def ledger_of(name: str, seal: Seal, parts: Parts) -> Ledger:
    """The rows of a channel, in the database of the conversations."""
    return Ledger(parts.gate.store.engine, name, seal)


def add_life(routes: Blueprint, messenger: Messenger) -> None:
    """Starts a messenger with the server, and lets it finish before the server stops."""

    @routes.listener("after_server_start")
    async def start(_: Sanic, __: Any) -> None:
        messenger.start()

    @routes.listener("before_server_stop")
    async def stop(_: Sanic, __: Any) -> None:
        await messenger.stop()
