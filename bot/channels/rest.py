"""Plain HTTP for integrators: ``POST /webhooks/rest/webhook {"sender", "message"}`` answers a list.

Each reply is one message with ``text`` (and ``buttons``), followed by one ``{"custom": {...}}``. On a loopback
address the channel is open; anywhere else it is off until a token is set, and then wants it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.channels.collected import CollectedReplies
from bot.channels.inbound import BadRequest, NotAllowed, json_object, text_field
from bot.channels.parts import Parts
from bot.channels.secret import is_secret

SENDER_LIMIT = 255  # characters; the width of the database column
MESSAGE_LIMIT = 200_000  # characters that are screened; what is too long to answer is said by the gate


class RestChannel(InputChannel):
    """The channel named ``rest``.

    Args:
        token: the bearer token integrators send; ``None`` leaves the channel to loopback addresses.
        loopback: whether the server listens on a loopback address only.
    """

    def __init__(self, token: str | None = None, *, loopback: bool = True) -> None:
        self._token = token
        self._loopback = loopback

    @classmethod
    def name(cls) -> str:
        """The name in the URL."""
        return "rest"

    @classmethod
    def made(cls, settings: dict[str, Any], parts: Parts) -> RestChannel:
        """Built from its part of ``credentials.yml``."""
        return cls(settings.get("token"), loopback=parts.loopback)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes ``/`` (is it there) and ``/webhook``."""
        routes = Blueprint("rest", __name__)

        @routes.route("/", methods=["GET"])
        async def health(_: Request) -> HTTPResponse:
            return json({"status": "ok"})

        @routes.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            self._check_token(request)
            body = json_object(request)
            sender = text_field(body, "sender", limit=SENDER_LIMIT)
            text = text_field(body, "message", limit=MESSAGE_LIMIT, may_be_empty=True)
            metadata = body.get("metadata")
            if metadata is not None and not isinstance(metadata, dict):
                raise BadRequest('"metadata" has to be a JSON object.')
            output = CollectedReplies(self.name())
            await on_new_message(UserMessage(text, output, sender, input_channel=self.name(), metadata=metadata))
            return json(_as_messages(sender, output.replies))

        return routes

    def _check_token(self, request: Request) -> None:
        if self._token is None:
            if not self._loopback:
                raise NotAllowed("The rest channel is off here: set BACKSPASM_REST_TOKEN to use it.")
            return
        if not is_secret(request.token or "", self._token):
            raise NotAllowed("Send the token of the rest channel: Authorization: Bearer <token>.")


def _as_messages(sender: str, replies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = []
    for reply in replies:
        words = {"recipient_id": sender, "text": reply["text"]}
        messages.append({**words, "buttons": reply["buttons"]} if reply["buttons"] else words)
        messages.append({"recipient_id": sender, "custom": reply["custom"]})
    return messages
