"""A small Bot API that takes what the guide sends, and can be told to fail."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import web

from bot.channels.messenger.ledger import Ledger
from bot.channels.messenger.sealing import Seal
from bot.channels.telegram.api import Api
from bot.channels.telegram.sending import TelegramService

from .updates import ME, PRIVATE

TOKEN = "1:token-of-the-tests"


class BotApi:
    """Remembers every request by its method. ``message`` is what it answers to one that it has sent."""

    def __init__(self) -> None:
        self.requests: list[tuple[str, dict[str, Any]]] = []
        self.failures: dict[str, list[dict[str, Any]]] = {}
        self.updates: list[dict[str, Any]] = []
        self.offsets: list[int] = []
        self.token = TOKEN
        self.message: Any = {"message_id": 1, "date": 1, "chat": PRIVATE}
        self._asked = asyncio.Event()

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._answer)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        await self._runner.cleanup()

    def fails(self, method: str, code: int, description: str, **parameters: Any) -> None:
        """Has the next request of a method fail, once."""
        failure = {"ok": False, "error_code": code, "description": description, "parameters": parameters}
        self.failures.setdefault(method, []).append(failure)

    def made(self, method: str) -> list[dict[str, Any]]:
        """The requests of a method."""
        return [request for name, request in self.requests if name == method]

    async def asked_again(self) -> None:
        """Waits until it is asked for updates once more."""
        self._asked.clear()
        await asyncio.wait_for(self._asked.wait(), 10)

    async def _answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if request.match_info["token"] != self.token:
            return web.json_response({"ok": False, "error_code": 401, "description": "Unauthorized"}, status=401)
        parameters = {name: _value(value) for name, value in (await request.post()).items()}
        self.requests.append((method, parameters))
        if self.failures.get(method):
            failure = self.failures[method].pop(0)
            return web.json_response(failure, status=failure["error_code"])
        if method == "getUpdates":
            return web.json_response({"ok": True, "result": await self._poll(parameters["offset"])})
        return web.json_response({"ok": True, "result": self._result(method)})

    def _result(self, method: str) -> Any:
        if method == "getMe":
            return ME
        if method in {"sendMessage", "sendPhoto", "editMessageText"}:
            photo = [{"file_id": "kept", "file_unique_id": "u", "width": 1, "height": 1}]
            return {**self.message, "photo": photo} if method == "sendPhoto" else self.message
        return True

    async def _poll(self, offset: int) -> list[dict[str, Any]]:
        self.offsets.append(offset)
        self._asked.set()
        self.updates = [update for update in self.updates if update["update_id"] >= offset]
        if not self.updates:
            await asyncio.sleep(0.01)  # a long poll, shortened
        return self.updates


def _value(value: Any) -> Any:
    if not isinstance(value, str):
        return value.file.read()  # an upload
    try:
        return json.loads(value)
    except ValueError:
        return value


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """A Bot API on a free port of loopback."""
    api = BotApi()
    await api.start()
    yield api
    await api.stop()


@pytest.fixture
async def asking(api: BotApi) -> Api:
    """What makes requests to it."""
    return Api(TOKEN, api.address)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Rows in a database of their own."""
    engine = sa.create_engine(f"sqlite:///{tmp_path}/telegram.db", connect_args={"check_same_thread": False})
    return Ledger(engine, "telegram", Seal("a secret of the tests"))


@pytest.fixture
async def service(asking: Api, ledger: Ledger) -> TelegramService:
    """Telegram, as the messenger sees it."""
    return TelegramService(asking, ledger)
