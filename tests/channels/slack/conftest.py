"""A workspace: Slack's side of the wire, which signs what it sends and takes only what Slack would take."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
import sqlalchemy as sa
from aiohttp import WSMsgType, web
from rasa.core.channels.channel import UserMessage
from sanic import Sanic
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.signature import SignatureVerifier

from bot import knowledge, server
from bot.channels.parts import Parts
from bot.channels.slack import SlackChannel

SECRET = "the signing secret of the tests"
TOKEN = "xoxb-the-token-of-the-tests"
WEBHOOK = "/webhooks/slack/webhook"
ANSWER = {"text": "Ice first.", "buttons": [], "custom": {"kind": "answer", "level": "none"}}


class FakeSlack:
    """The Web API and the door to Socket Mode. ``failures`` are answered by method before anything is taken."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.failures: dict[str, list[web.Response]] = {}
        self.sockets: list[web.WebSocketResponse] = []
        self.acknowledged: list[dict[str, Any]] = []
        self.connected = asyncio.Event()
        self.api = ""

    async def take(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        body = await request.json() if request.can_read_body and "json" in request.content_type else {}
        if self.failures.get(method):
            return self.failures[method].pop(0)
        if method == "apps.connections.open":
            return web.json_response({"ok": True, "url": self.api.replace("http", "ws").replace("api/", "socket")})
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return web.json_response({"ok": False, "error": "invalid_auth"})
        if not _is_valid(body):
            return web.json_response({"ok": False, "error": "invalid_blocks"})
        self.calls.append((method, body))
        opened = {"channel": {"id": f"D{body['users']}"}} if method == "conversations.open" else {}
        return web.json_response({"ok": True, "ts": f"{len(self.calls)}.1", **opened})

    async def open_socket(self, request: web.Request) -> web.WebSocketResponse:
        opened = web.WebSocketResponse()
        await opened.prepare(request)
        await opened.send_json({"type": "hello", "num_connections": 1})
        self.sockets.append(opened)
        self.connected.set()
        async for message in opened:
            if message.type == WSMsgType.TEXT:
                self.acknowledged.append(message.json())
        return opened

    def made(self, method: str) -> list[dict[str, Any]]:
        """What was asked of one method."""
        return [body for called, body in self.calls if called == method]

    @property
    def said(self) -> list[str]:
        """The texts of the messages, from their blocks."""
        return [
            "\n\n".join(block["text"]["text"] for block in body["blocks"] if block["type"] == "section")
            for body in self.made("chat.postMessage")
        ]

    @property
    def buttons(self) -> dict[str, dict[str, Any]]:
        """The buttons of the last message, by what stands on them."""
        return _buttons(self.made("chat.postMessage")[-1])


def failed(status: int = 200, error: str = "", **headers: str) -> web.Response:
    """An answer of the Web API that is none."""
    body = {"ok": False, "error": error} if error else {}
    return web.json_response(body, status=status, headers={name.replace("_", "-"): v for name, v in headers.items()})


class Workspace:
    """People in Slack, and the guide they write to."""

    def __init__(self, channel: SlackChannel, slack: FakeSlack, http: httpx.AsyncClient, gate: Any) -> None:
        self.channel, self.slack, self.http, self.gate = channel, slack, http, gate
        self._count = 0

    async def post(self, body: str, *, kind: str = "application/json", **headers: str) -> httpx.Response:
        """Something that Slack signs, unless ``headers`` say otherwise; returns when it is acted on."""
        now = str(int(time.time()))
        signature = SignatureVerifier(SECRET).generate_signature(timestamp=now, body=body)
        signed = {"x-slack-request-timestamp": now, "x-slack-signature": signature, "content-type": kind}
        response = await self.http.post(WEBHOOK, content=body.encode(), headers={**signed, **headers})
        await self.quiet()
        return response

    async def event(self, event: Any, *, id: str | None = None, **headers: str) -> httpx.Response:
        return await self.post(json.dumps(self.event_body(event, id)), **headers)

    def event_body(self, event: Any, id: str | None = None) -> dict[str, Any]:
        self._count += 1
        return {
            "type": "event_callback",
            "token": "old",
            "team_id": "T1",
            "api_app_id": "A1",
            "event_id": id or f"Ev{self._count}",
            "event": event,
            "authorizations": [{"enterprise_id": None, "team_id": "T1", "user_id": "UBOT", "is_bot": True}],
        }

    async def interaction(self, payload: Any) -> httpx.Response:
        body = urlencode({"payload": json.dumps(payload)})
        return await self.post(body, kind="application/x-www-form-urlencoded")

    async def slash(self, text: str, **more: str) -> httpx.Response:
        self._count += 1
        form = {"command": "/backspasm", "text": text, "user_id": "U1", "team_id": "T1", "channel_id": "C1"}
        body = urlencode({**form, "trigger_id": f"t{self._count}", **more})
        return await self.post(body, kind="application/x-www-form-urlencoded")

    async def says(self, text: str, **more: Any) -> httpx.Response:
        return await self.event(self.message(text, **more))

    def message(self, text: str, **more: Any) -> dict[str, Any]:
        self._count += 1
        where = {"channel": "D1", "channel_type": "im"}
        return {"type": "message", "user": "U1", "text": text, "ts": f"{self._count}.0", **where, **more}

    async def presses(self, title: str, **more: Any) -> httpx.Response:
        """Presses a button of the last message that has it."""
        self._count += 1
        number, sent = next(
            (number, body)
            for number, (method, body) in reversed(list(enumerate(self.slack.calls, start=1)))
            if method == "chat.postMessage" and title in _buttons(body)
        )
        ts = f"{number}.1"
        return await self.interaction(
            {
                "type": "block_actions",
                "user": {"id": "U1"},
                "team": {"id": "T1"},
                "trigger_id": f"p{self._count}",
                "container": {"type": "message", "message_ts": ts, "channel_id": "D1"},
                "message": {"ts": ts, "text": sent["text"], "blocks": sent["blocks"], "bot_id": "B1"},
                "actions": [{**_buttons(sent)[title], "action_ts": f"{self._count}.9"}],
                **more,
            }
        )

    async def meets(self) -> None:
        """Has been told the notice."""
        await self.says("hello")
        self.slack.calls.clear()
        self.gate.heard.clear()

    async def quiet(self) -> None:
        """Waits until nothing is under way."""
        messenger = self.channel._messenger
        while answering := [task for task in messenger._under_way if task.get_name() == "answer"]:
            await asyncio.wait(answering)
        await messenger._outbox.empty()


class FakeGate:
    """Hears messages and gives one answer; whatever the guide would say is not Slack's business."""

    def __init__(self, engine: sa.engine.Engine) -> None:
        self.heard: list[UserMessage] = []
        self.answer = ANSWER
        self.store = SimpleNamespace(engine=engine, forgetters=[], said_in=self._said_in, answer_to=lambda *_: [])

    async def handle(self, message: UserMessage) -> None:
        self.heard.append(message)
        await message.output_channel.send_response(message.sender_id, self.answer)

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.heard]

    def _said_in(self, person: str, message: str, edition: str) -> str | None:
        sends = [said for said in self.heard if said.sender_id == person and said.message_id.startswith(message)]
        return sends[-1].text if sends else None


@pytest.fixture
def gate(tmp_path: Path) -> FakeGate:
    """A guide that answers everything alike, on a database of its own."""
    return FakeGate(sa.create_engine(f"sqlite:///{tmp_path}/slack.db", connect_args={"check_same_thread": False}))


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    """The Web API on a free port of loopback."""
    fake = FakeSlack()
    app = web.Application()
    app.router.add_post("/api/{method}", fake.take)
    app.router.add_get("/socket", fake.open_socket)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    fake.api = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}/api/"  # type: ignore[union-attr]
    yield fake
    await runner.cleanup()


@asynccontextmanager
async def opened(gate: Any, slack: FakeSlack, **settings: Any) -> AsyncIterator[Workspace]:
    """A server with Slack."""
    # The same people after a restart, and others in the next test.
    secret = f"the secret of {slack.api}"
    given = {"bot_token": TOKEN, "signing_secret": SECRET, "api": slack.api, "secret": secret}
    parts = Parts(gate, knowledge.clinic(), loopback=True)
    channel = SlackChannel.made({**given, **settings}, parts)
    app = Sanic("slack")
    app.ctx.gate = gate
    server.register_channels(app, [channel])
    app.error_handler.add(Exception, server._explain)
    free = socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{free.getsockname()[1]}"
    running = await app.create_server(sock=free, return_asyncio_server=True)
    await running.startup()
    await running.before_start()
    await running.after_start()
    async with httpx.AsyncClient(base_url=address, timeout=30, verify=False) as http:
        yield Workspace(channel, slack, http, gate)
    await running.before_stop()
    running.close()


@pytest.fixture
async def workspace(gate: FakeGate, slack: FakeSlack) -> AsyncIterator[Workspace]:
    """A workspace where the guide is new."""
    async with opened(gate, slack) as workspace:
        yield workspace


@pytest.fixture
async def known(workspace: Workspace) -> Workspace:
    """A workspace where U1 has been told the notice."""
    await workspace.meets()
    return workspace


def _buttons(body: dict[str, Any]) -> dict[str, dict[str, Any]]:
    elements = [element for block in body.get("blocks", []) for element in block.get("elements", [])]
    return {element["text"]["text"]: element for element in elements if element["type"] == "button"}


def _is_valid(body: dict[str, Any]) -> bool:
    blocks = body.get("blocks") or body.get("view", {}).get("blocks") or []
    ids = [element["action_id"] for block in blocks for element in block.get("elements", []) if "action_id" in element]
    try:
        for block in Block.parse_all(blocks):
            block.validate_json()
    except SlackObjectFormationError:
        return False
    return len(ids) == len(set(ids)) and len(blocks) <= (50 if "blocks" in body else 100)
