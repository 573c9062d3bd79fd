"""The channel of the widget, on the page at ``/`` and on a clinic's website (docs/website.md).

Nobody can read or write another person's talk: the server makes the sessions, each bound to a signed token, which is
the only key to it, and the id inside is unguessable. Every send has an id of its own, and a repeated id gets the same
answer again, so that a phone that lost the network may try again without saying a thing twice.
"""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakValueDictionary

import jwt
from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, empty, json, raw

from bot import paths
from bot.channels.collected import CollectedReplies
from bot.channels.inbound import BadRequest, NotAllowed, TooLong, count_field, json_object, text_field
from bot.channels.live import INTERVAL, Live, LiveOutput
from bot.channels.origins import Origins
from bot.channels.parts import Parts
from bot.channels.secret import kept_secret
from bot.channels.widget import Assets
from bot.clinic.config import Clinic
from bot.gate import Gate, Pressed
from bot.runtime.conversation_store import ConversationStore
from bot.runtime.transcript import DeletedError, Message, as_message

logger = logging.getLogger(__name__)

TEXT_LIMIT = 4_000  # characters; the page says so before it is reached
ID_LIMIT = 64
REMEMBERED_SENDS = 5_000  # answers kept for a send that is repeated; older ones are read from the transcript
LOOK_UP_LIMIT = 1.0  # seconds: a warning sign must not wait for a database
ALGORITHM = "HS256"

PRIVATE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
STREAM = {**PRIVATE, "Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no"}
LOADED = {
    "Cache-Control": "public, max-age=300, must-revalidate",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Accept-Encoding",
}

#: The buttons of the page itself, beside those of the replies, and what these carry.
_OF_THE_PAGE = re.compile(
    r"""/feedback_(?:good|bad)(?:\s*\{\s*"card"\s*:\s*"[A-Za-z0-9_-]{1,64}"\s*\})?|/talk_to_person|/start_again"""
)

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]


@dataclass(frozen=True)
class WidgetFiles:
    """Where the widget is: its script, and the folder with its texts in other languages."""

    script: Path = paths.WIDGET
    words: Path = paths.WIDGET_WORDS


class WebChannel(InputChannel):
    """The channel named ``web``.

    Args:
        secret: what signs the tokens; ``None`` takes the one kept in ``var/``, made at the first start.
        gate: has the conversations, and deletes one.
        clinic: what the page says of the clinic, and the websites that may use the channel.
        files: the widget.
        interval: seconds between two signs of life to those who listen.
    """

    def __init__(
        self,
        secret: str | None = None,
        *,
        gate: Gate,
        clinic: Clinic,
        files: WidgetFiles = WidgetFiles(),
        interval: float = INTERVAL,
    ) -> None:
        self._secret = secret or kept_secret(paths.VAR / "web_secret")
        self._gate = gate
        self._store: ConversationStore = gate.store
        self._clinic = clinic
        self._origins = Origins(clinic.about.website.origins)
        self._files = files
        self._assets = Assets()
        self._answers: OrderedDict[tuple[str, str], asyncio.Future[list[Message]]] = OrderedDict()
        self._queues: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()  # of who has messages coming in
        self._live = Live(self._store.read_on, interval=interval)
        self._store.watchers.append(self._live.wake)

    @classmethod
    def made(cls, settings: dict[str, Any], parts: Parts) -> WebChannel:
        """Built from its part of ``credentials.yml``."""
        return cls(settings.get("secret"), gate=parts.gate, clinic=parts.clinic)

    @classmethod
    def name(cls) -> str:
        """The name in the URL."""
        return "web"

    def get_output_channel(self) -> OutputChannel:
        """Speaks to a person outside a request."""
        return LiveOutput(self._live)

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        """The routes: what a website loads, and the conversation."""
        routes = Blueprint("web", __name__)
        self._origins.guard(routes)
        self._add_files(routes)
        self._add_conversation(routes, on_new_message)

        @routes.listener("before_server_stop")
        async def stop(_: Sanic, __: Any) -> None:
            self._live.end()

        return routes

    def _add_files(self, routes: Blueprint) -> None:
        """``/config``, ``/widget.js`` and ``/words/<language>.json``, which every website may read."""

        @routes.get("/config", ctx_public=True)
        async def config(request: Request) -> HTTPResponse:
            about, region = self._clinic.about, self._clinic.region
            answer = {
                "allowed": self._origins.allow(request),
                "clinic": about.name,
                "phone": about.phone or "",
                "emergency": region.emergency,
                "country": region.name,
                "privacy": about.privacy,
                "text_limit": TEXT_LIMIT,
            }
            return json(answer, headers={**PRIVATE, "Vary": "Origin"})

        @routes.get("/widget.js", ctx_public=True)
        async def widget(request: Request) -> HTTPResponse:
            return self._file(request, self._files.script, "text/javascript; charset=utf-8")

        @routes.get("/words/<name>", ctx_public=True)
        async def words(request: Request, name: str) -> HTTPResponse:
            # The form of the name keeps out everything but the texts.
            path = self._files.words / name if re.fullmatch(r"[a-z]{2,3}\.json", name) else self._files.words / "none"
            return self._file(request, path, "application/json")

    def _file(self, request: Request, path: Path, content_type: str) -> HTTPResponse:
        asset = self._assets.get(path)
        if asset is None:
            error = f"There is no {path.name} here. It is built in the folder widget/ of the repository."
            return json({"error": error}, status=404, headers={"Cache-Control": "no-store"})
        headers = {**LOADED, "ETag": asset.etag}
        known = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
        if asset.etag.removeprefix("W/") in known or "*" in known:
            return empty(status=304, headers=headers)
        if "gzip" in request.headers.get("accept-encoding", ""):
            return raw(asset.packed, headers={**headers, "Content-Encoding": "gzip"}, content_type=content_type)
        return raw(asset.body, headers=headers, content_type=content_type)

    def _add_conversation(self, routes: Blueprint, on_new_message: OnNewMessage) -> None:
        """``/session``, ``/history``, ``/message``, ``/events`` and ``/delete``, for the websites that are let in."""
        methods = ["POST", "OPTIONS"]  # a browser asks by OPTIONS before it posts to another origin

        @routes.route("/session", methods=methods)
        async def start(_: Request) -> HTTPResponse:
            session = f"web-{secrets.token_urlsafe(24)}"
            token = jwt.encode({"sub": session}, self._secret, ALGORITHM)
            return json({"session": session, "token": token, "messages": []}, headers=PRIVATE)

        @routes.route("/history", methods=methods)
        async def history(request: Request) -> HTTPResponse:
            session = await self._open_session(json_object(request))
            messages = await asyncio.to_thread(self._store.transcript, session)
            return json({"messages": messages, "last": len(messages)}, headers=PRIVATE)

        @routes.route("/message", methods=methods)
        async def receive(request: Request) -> HTTPResponse:
            body = json_object(request)
            session = self._session(body)
            send = text_field(body, "id", limit=ID_LIMIT)
            message = _message(body, session, send)
            return json({"messages": await self._answer_once(message, on_new_message)}, headers=PRIVATE)

        @routes.route("/events", methods=methods)
        async def events(request: Request) -> None:
            body = json_object(request)
            session = await self._open_session(body)
            after = count_field(body, "after")
            stream = await request.respond(headers=STREAM, content_type="text/event-stream; charset=utf-8")
            async with aclosing(self._live.follow(session, after)) as following:
                async for event in following:
                    await stream.send(event)
            await stream.eof()

        @routes.route("/delete", methods=methods)
        async def delete(request: Request) -> HTTPResponse:
            deleting = asyncio.ensure_future(self._delete(self._session(json_object(request))))
            await asyncio.shield(deleting)  # a page that is closed at once does not end it half-way
            return json({"deleted": True}, headers=PRIVATE)

    async def _answer_once(self, message: UserMessage, on_new_message: OnNewMessage) -> list[Message]:
        send = (message.sender_id, message.message_id)
        if send not in self._answers:
            # A task of its own: a page that closes the connection does not end the turn.
            answer = asyncio.ensure_future(self._answer(message, on_new_message))
            self._answers[send] = answer
            answer.add_done_callback(lambda done: self._drop_failed(send, done))
            while len(self._answers) > REMEMBERED_SENDS:
                self._answers.popitem(last=False)
        return await asyncio.shield(self._answers[send])

    async def _answer(self, message: UserMessage, on_new_message: OnNewMessage) -> list[Message]:
        """The answer of the transcript, where the send arrived before a restart; else the turn's."""
        told = await self._told_before(message)
        if told:
            return told
        output = CollectedReplies(self.name())
        message.output_channel = output
        await on_new_message(message)
        return [as_message(reply["text"], reply, to=message.message_id) for reply in output.replies]

    async def _told_before(self, message: UserMessage) -> list[Message]:
        try:
            return await asyncio.wait_for(self._look_up(message), LOOK_UP_LIMIT)
        except DeletedError:
            raise _unknown() from None
        except Exception as error:
            # Rather said twice than not answered.
            logger.error("an earlier answer could not be looked up: %s", type(error).__name__)
            return []

    async def _look_up(self, message: UserMessage) -> list[Message]:
        """One at a time, so that messages which arrive together go on in the order in which they came."""
        queue = self._queues.setdefault(message.sender_id, asyncio.Lock())
        async with queue:
            return await asyncio.to_thread(self._store.answer_to, message.sender_id, message.message_id)

    def _drop_failed(self, send: tuple[str, str], answer: asyncio.Future[list[Message]]) -> None:
        if (answer.cancelled() or answer.exception()) and self._answers.get(send) is answer:
            del self._answers[send]

    async def _delete(self, session: str) -> None:
        """Closes the talk before anything is waited for, so that nothing new begins in it."""
        await asyncio.to_thread(self._store.close_conversation, session)
        sends = [send for send in self._answers if send[0] == session]
        under_way = [self._answers[send] for send in sends]
        if under_way:
            await asyncio.wait(under_way)  # the gate remembers what it has under way; it is to forget all of it
        await self._gate.forget(session)
        for send in sends:
            self._answers.pop(send, None)

    def _session(self, body: dict[str, Any]) -> str:
        """The session of a token of ours."""
        token = text_field(body, "token", limit=1000)
        try:
            return str(jwt.decode(token, self._secret, algorithms=[ALGORITHM])["sub"])
        except (jwt.InvalidTokenError, KeyError):
            raise _unknown() from None

    async def _open_session(self, body: dict[str, Any]) -> str:
        """The same, of a conversation that was not deleted: an old tab does not revive it."""
        session = self._session(body)
        if await asyncio.to_thread(self._store.is_closed, session):
            raise _unknown()
        return session


def _unknown() -> NotAllowed:
    return NotAllowed("This conversation is not known here. Reload the page to start a new one.")


def _message(body: dict[str, Any], session: str, send: str) -> UserMessage:
    """Typed text, or a button: its payload, with the words that stood on it for the transcript."""
    if "payload" in body:
        payload = text_field(body, "payload", limit=500)
        if not payload.startswith("/"):
            raise BadRequest('"payload" has to be what a button carried.')
        title = text_field(body, "title", limit=200)
        kind = Pressed if _OF_THE_PAGE.fullmatch(payload) else UserMessage
        return kind(payload, None, session, input_channel="web", message_id=send, metadata={"title": title})
    text = text_field(body, "text", limit=TEXT_LIMIT, may_be_empty=True, too_long=TooLong)
    return UserMessage(text, None, session, input_channel="web", message_id=send, metadata={"typed": True})
