"""The channel named ``slack``."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, raw

from bot import paths
from bot.channels.messenger.backoff import until_done
from bot.channels.messenger.channel import MessengerChannel
from bot.channels.messenger.making import add_life, ledger_of, seal_of
from bot.channels.messenger.messenger import Messenger
from bot.channels.messenger.pictures import png_of
from bot.channels.parts import Parts, SettingError
from bot.channels.slack import words
from bot.channels.slack.app import Door, bolt_app
from bot.channels.slack.reading import Reader
from bot.channels.slack.sending import Sender
from bot.channels.slack.service import SlackService
from bot.channels.slack.socket_mode import stay_connected
from bot.clinic.config import Clinic

logger = logging.getLogger(__name__)

SHARED = {"Cache-Control": "public, max-age=3600", "X-Content-Type-Options": "nosniff"}


class SlackChannel(MessengerChannel):
    """Slack, by the Events API or Socket Mode or both.

    Args:
        messenger: answers.
        sender: makes requests.
        clinic: who runs the guide.
        signing_secret: proves that a request comes from Slack.
        app_token: opens Socket Mode.
    """

    def __init__(
        self,
        messenger: Messenger,
        sender: Sender,
        clinic: Clinic,
        *,
        signing_secret: str | None = None,
        app_token: str | None = None,
    ) -> None:
        super().__init__(messenger)
        self._sender, self._clinic, self._app_token = sender, clinic, app_token
        reader = Reader(messenger.person, clinic)
        self._app = bolt_app(reader, sender, messenger.receive, self._acknowledged)
        self._door = Door(self._app, signing_secret)
        self._drawings = {path.stem: path for path in paths.PICTURES.glob("*.svg")}

    @classmethod
    def name(cls) -> str:
        """The name in the URL."""
        return "slack"

    @classmethod
    def made(cls, settings: dict[str, Any], parts: Parts) -> SlackChannel:
        """Built from its part of ``credentials.yml``. Raises SettingError."""
        signing_secret, app_token = settings.get("signing_secret"), settings.get("app_token")
        if not signing_secret and not app_token:
            raise SettingError(
                "Slack needs the signing secret of the app: set BACKSPASM_SLACK_SIGNING_SECRET; or, for a server that "
                "Slack cannot reach, BACKSPASM_SLACK_APP_TOKEN for Socket Mode."
            )
        seal = seal_of(settings)
        sender = Sender(settings["bot_token"], settings.get("api"))
        messenger = Messenger(
            SlackService(sender, settings.get("public_url")),
            gate=parts.gate,
            clinic=parts.clinic,
            seal=seal,
            ledger=ledger_of(cls.name(), seal, parts),
        )
        return cls(messenger, sender, parts.clinic, signing_secret=signing_secret, app_token=app_token)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes ``/webhook``, for all that Slack sends, and ``/pictures``, where it fetches the drawings."""
        routes = Blueprint("slack", __name__)
        self._messenger.listen(on_new_message)
        add_life(routes, self._messenger)

        @routes.listener("after_server_start")
        async def connect(_: Sanic, __: Any) -> None:
            self._messenger.run(self._connect())

        @routes.post("/webhook")
        async def receive(request: Request) -> HTTPResponse:
            return await self._door.answer(request)

        @routes.get("/webhook")
        async def look(_: Request) -> HTTPResponse:  # Slack looks at the certificate
            return HTTPResponse(status=200)

        @routes.get("/pictures/<name>")
        async def picture(_: Request, name: str) -> HTTPResponse:
            path = self._drawings.get(name.removesuffix(".png"))
            if path is None or not name.endswith(".png"):
                return HTTPResponse(status=404)
            return raw(await asyncio.to_thread(png_of, path), content_type="image/png", headers=SHARED)

        return routes

    async def _connect(self) -> None:
        """Tries the token until Slack takes it, then opens Socket Mode; what is wrong is said in ``/health``."""
        await until_done(self._sender.test, self.health)
        if self._app_token:
            await stay_connected(self._app, self._app_token, self.health)

    def _acknowledged(self, body: dict[str, Any]) -> dict[str, Any] | str:
        """What follows a slash command at once, for that person only; nothing after everything else."""
        if "command" not in body or self._sender.knows(body.get("channel_id")):
            return ""
        return {"response_type": "ephemeral", "text": words.answered_in_private(self._clinic)}
