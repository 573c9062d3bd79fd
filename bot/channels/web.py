"""The channel of the chat page: sessions made by the server, each bound to a signed token.

Nobody can read or write another person's talk: the token is the only key to it, and the id inside is unguessable.
Every send has an id of its own, and a repeated id gets the same answer again, so that a phone that lost the network
may try again without saying a thing twice.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import jwt
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot import paths
from bot.channels.collected import CollectedReplies
from bot.channels.inbound import BadRequest, NotAllowed, json_object, text_field

TEXT_LIMIT = 4_000  # characters; the page says so before it is reached
ID_LIMIT = 64
REMEMBERED_SENDS = 5_000  # answers kept for a send that is repeated
ALGORITHM = "HS256"


class WebChannel(InputChannel):
    """The channel named ``web``.

    Args:
        secret: what signs the tokens; ``None`` takes the one kept in ``var/``, made at the first start.
        transcript: gives the messages of a conversation, for a page that was reloaded.
    """

    def __init__(self, secret: str | None = None, *, transcript: Callable[[str], list[Any]]) -> None:
        self._secret = secret or _kept_secret(paths.VAR / "web_secret")
        self._transcript = transcript
        self._answers: OrderedDict[tuple[str, str], asyncio.Future[list[Any]]] = OrderedDict()

    @classmethod
    def name(cls) -> str:
        """The name in the URL."""
        return "web"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes ``/session``, ``/history`` and ``/message``."""
        routes = Blueprint("web", __name__)

        @routes.route("/session", methods=["POST"])
        async def start(_: Request) -> HTTPResponse:
            session = f"web-{secrets.token_urlsafe(24)}"
            token = jwt.encode({"sub": session}, self._secret, ALGORITHM)
            return json({"session": session, "token": token, "messages": []})

        @routes.route("/history", methods=["POST"])
        async def history(request: Request) -> HTTPResponse:
            session = self._session(json_object(request))
            return json({"messages": self._transcript(session)})

        @routes.route("/message", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            body = json_object(request)
            session = self._session(body)
            send = text_field(body, "id", limit=ID_LIMIT)
            message = _message(body, session, send)
            return json({"messages": await self._answer_once((session, send), message, on_new_message)})

        return routes

    async def _answer_once(
        self,
        send: tuple[str, str],
        message: UserMessage,
        on_new_message: Callable[[UserMessage], Awaitable[Any]],
    ) -> list[Any]:
        if send not in self._answers:
            # A task of its own: a page that closes the connection does not end the turn.
            self._answers[send] = asyncio.ensure_future(_answer(message, on_new_message))
            while len(self._answers) > REMEMBERED_SENDS:
                self._answers.popitem(last=False)
        return await asyncio.shield(self._answers[send])

    def _session(self, body: dict[str, Any]) -> str:
        token = text_field(body, "token", limit=1000)
        try:
            return str(jwt.decode(token, self._secret, algorithms=[ALGORITHM])["sub"])
        except (jwt.InvalidTokenError, KeyError):
            raise NotAllowed("This conversation is not known here. Reload the page to start a new one.") from None


async def _answer(message: UserMessage, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> list[Any]:
    output = CollectedReplies(WebChannel.name())
    message.output_channel = output
    await on_new_message(message)
    return output.replies


def _message(body: dict[str, Any], session: str, send: str) -> UserMessage:
    """Typed text, or a button: its payload, with the words that stood on it for the transcript."""
    if "payload" in body:
        payload = text_field(body, "payload", limit=500)
        if not payload.startswith("/"):
            raise BadRequest('"payload" has to be what a button carried.')
        title = text_field(body, "title", limit=200)
        return UserMessage(payload, None, session, input_channel="web", message_id=send, metadata={"title": title})
    text = text_field(body, "text", limit=TEXT_LIMIT, may_be_empty=True)
    return UserMessage(text, None, session, input_channel="web", message_id=send, metadata={"typed": True})


def _kept_secret(path: Path) -> str:
    """A random secret in a file only this user can read, so that sessions outlive a restart."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()
