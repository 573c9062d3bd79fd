"""The channel named ``telegram``: takes updates, by webhook or by polling, and leaves the rest to the messenger."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import UserMessage
from sanic import Blueprint, Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, empty

from bot.channels.inbound import json_object
from bot.channels.messenger import words
from bot.channels.messenger.channel import MessengerChannel
from bot.channels.messenger.making import add_life, ledger_of, seal_of
from bot.channels.messenger.messenger import Messenger
from bot.channels.parts import Parts, SettingError
from bot.channels.secret import is_secret
from bot.channels.telegram.api import ADDRESS, Api
from bot.channels.telegram.polling import poll
from bot.channels.telegram.reading import Reader
from bot.channels.telegram.sending import TelegramService
from bot.channels.telegram.set_up import Webhook, set_up

PATH = "/webhooks/telegram/webhook"
TOKEN_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Forged(SanicException):
    """A request that does not come from Telegram."""

    status_code = 403
    quiet = True


class TelegramChannel(MessengerChannel):
    """Telegram.

    Args:
        settings: its part of ``credentials.yml``.
        parts: the rest of the server.

    Raises SettingError when something it needs is missing or wrong.
    """

    def __init__(self, settings: dict[str, Any], parts: Parts) -> None:
        token = str(settings["bot_token"]).strip()
        own_api = settings.get("api")
        seal = seal_of(settings)
        secret = settings.get("webhook_secret") or seal.digest("telegram webhook", token)
        if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", secret):
            raise SettingError("BACKSPASM_TELEGRAM_SECRET has to be 16 to 256 letters, digits, - or _.")
        self._webhook = None if parts.telegram_polling else Webhook(_address(settings, own=bool(own_api)), secret)
        self._api = Api(token, (own_api or ADDRESS).rstrip("/"))
        self._bot_id = token.partition(":")[0]
        ledger = ledger_of(self.name(), seal, parts)
        service = TelegramService(self._api, ledger)
        super().__init__(Messenger(service, gate=parts.gate, clinic=parts.clinic, seal=seal, ledger=ledger))
        self._reader = Reader(self._messenger.person, words.write_in_private(parts.clinic))

    @classmethod
    def made(cls, settings: dict[str, Any], parts: Parts) -> TelegramChannel:
        """Built from its part of ``credentials.yml``."""
        return cls(settings, parts)

    @classmethod
    def name(cls) -> str:
        """The name in the URL."""
        return "telegram"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """``POST /webhook``, for Telegram alone; and what goes on while the server runs."""
        routes = Blueprint("telegram", __name__)
        self._messenger.listen(on_new_message)

        # As a stream, so that of a forged request nothing is read but its headers.
        @routes.post("/webhook", stream=True)
        async def receive(request: Request) -> HTTPResponse:
            self._verify(request)
            assert request.stream is not None
            request.stream.request_max_size = request.app.config.REQUEST_MAX_SIZE  # lifted by Sanic for a stream
            await request.receive_body()
            await self._take(json_object(request))
            return empty(200)

        add_life(routes, self._messenger)

        @routes.listener("after_server_start")
        async def start(_: Sanic, __: Any) -> None:
            if self._webhook is None:
                self._messenger.run(poll(self._api, self._reader, self._take, self.health))
            else:
                self._messenger.run(set_up(self._api, self._reader, self._webhook, self.health))

        @routes.listener("after_server_stop")
        async def close(_: Sanic, __: Any) -> None:
            await self._api.close()

        return routes

    def _verify(self, request: Request) -> None:
        if self._webhook is None or not is_secret(request.headers.get(TOKEN_HEADER, ""), self._webhook.secret):
            raise Forged("This address is for Telegram. If you set the webhook yourself: restart the server instead.")

    async def _take(self, update: dict[str, Any]) -> None:
        """Keeps an update that concerns the guide; returns when it is kept."""
        update_id, incoming = self._reader.read(update)
        if incoming is not None:
            await self._messenger.receive(f"{self._bot_id}/{update_id}", incoming)


def _address(settings: dict[str, Any], *, own: bool) -> str:
    """Where Telegram sends updates.

    Args:
        settings: of the channel.
        own: whether the Bot API server is the clinic's own, which may take plain HTTP.
    """
    public_url = settings.get("public_url")
    if not public_url:
        raise SettingError(
            "Telegram has to reach this server: set BACKSPASM_PUBLIC_URL to its https address, "
            "or have Telegram asked for messages instead: uv run backspasm serve --telegram-polling"
        )
    if not re.match(r"https?://[^/\s]+" if own else r"https://[^/\s]+", public_url):
        raise SettingError(
            f"Telegram only sends to an address that begins with https://, and BACKSPASM_PUBLIC_URL is {public_url}."
        )
    return str(public_url).rstrip("/") + PATH
