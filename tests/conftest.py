"""What several tests share: the trained model, an agent behind the gate, and a running server."""

from __future__ import annotations

import asyncio
import secrets
import socket
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest

from bot.runtime import setup

setup.prepare()

from rasa.core.agent import Agent  # noqa: E402 (Rasa has to wait for the set-up)
from rasa.core.channels.channel import UserMessage  # noqa: E402
from sanic import Sanic  # noqa: E402

from bot import knowledge, server  # noqa: E402
from bot.channels.collected import CollectedReplies  # noqa: E402
from bot.channels.web import WebChannel  # noqa: E402
from bot.clinic.config import Clinic, Website  # noqa: E402
from bot.gate import Gate  # noqa: E402
from bot.runtime import training  # noqa: E402
from bot.runtime.conversation_store import ConversationStore  # noqa: E402

T = TypeVar("T")
WEB = "/webhooks/web/"
Sanic.test_mode = True  # several apps of one name in one process


@pytest.fixture(scope="session")
def model() -> Path:
    """The model of the files as they are; trained when it is not there."""
    return training.current_model() or training.train()


@pytest.fixture(scope="session")
def parts(model: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Agent, ConversationStore]:
    """An agent and its store, on a database of their own."""
    database = tmp_path_factory.mktemp("agent") / "conversations.db"
    return asyncio.run(server.load(model, server.read_endpoints(database=str(database))))


class Talk:
    """A conversation through the gate, in this process."""

    def __init__(self, agent: Agent, store: ConversationStore, **gate_options: float) -> None:
        self.agent, self.store = agent, store
        self.gate = Gate(agent, store, **gate_options)
        self.sender = f"test-{secrets.token_hex(8)}"
        self.replies: list[dict] = []

    async def say(self, text: str) -> list[dict]:
        """Says something and returns the replies, each with text, buttons and custom."""
        output = CollectedReplies("test")
        await self.gate.handle(UserMessage(text, output, self.sender, input_channel="test"))
        self.replies = output.replies
        return self.replies

    async def press(self, title: str) -> list[dict]:
        """Presses a button of the last replies."""
        payloads = {b["title"]: b["payload"] for reply in self.replies for b in reply["buttons"]}
        assert title in payloads, f"no button {title!r} in {sorted(payloads)}"
        return await self.say(payloads[title])

    @property
    def kinds(self) -> list[str]:
        """The kinds of the last replies."""
        return [reply["custom"].get("kind") for reply in self.replies]

    @property
    def level(self) -> str:
        """The level of the last replies' first."""
        return self.replies[0]["custom"]["level"]

    @property
    def text(self) -> str:
        """All text of the last replies."""
        return "\n\n".join(reply["text"] for reply in self.replies)

    async def slot(self, name: str) -> object:
        """A slot as the database has it."""
        self.store._live.pop(self.sender, None)
        tracker = await self.store.retrieve(self.sender)
        return tracker.get_slot(name) if tracker else None


@pytest.fixture
def talk(parts: tuple[Agent, ConversationStore]) -> Talk:
    """A fresh conversation."""
    return Talk(*parts)


@pytest.fixture(scope="session")
def address(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with every channel, on a free port of loopback."""
    database = tmp_path_factory.mktemp("server") / "conversations.db"

    async def app() -> Sanic:
        agent, store = await server.load(model, server.read_endpoints(database=str(database)))
        return server.make_app(agent, store, loopback=True)

    running = Running(app)
    yield running.address
    running.stop()


@pytest.fixture(scope="session")
def client(address: str) -> Iterator[httpx.Client]:
    """An HTTP client of the running server."""
    with httpx.Client(base_url=address, timeout=30) as http:
        yield http


class Running:
    """A server in a thread of this process, so that its lines count for coverage.

    Args:
        make_app: makes the application, in the loop it will run in.
    """

    def __init__(self, make_app: Callable[[], Awaitable[Sanic]]) -> None:
        self._ready = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(make_app)), daemon=True)
        self._thread.start()
        assert self._ready.wait(60), "the server did not start"

    async def _serve(self, make_app: Callable[[], Awaitable[Sanic]]) -> None:
        self._loop = asyncio.get_running_loop()
        app = await make_app()
        free = socket.create_server(("127.0.0.1", 0))  # told port 0, the server would take 8000
        running = await app.create_server(sock=free, return_asyncio_server=True)
        await running.startup()
        await running.before_start()
        await running.after_start()
        port = running.server.sockets[0].getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self._ready.set()
        while not self._stop.is_set():
            await asyncio.sleep(0.05)
        await running.before_stop()
        running.close()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Runs something in the loop of the server, and waits for it."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(30)

    def stop(self) -> None:
        """Ends the server."""
        self._stop.set()
        self._thread.join(10)


def clinic_with(*origins: str) -> Clinic:
    clinic = knowledge.clinic()
    about = clinic.about.copy(update={"website": Website(origins=origins)})
    return clinic.copy(update={"about": about})


class Served(Running):
    """A server with the web channel; a new one knows what the old one kept in the database, and nothing else."""

    def __init__(self, gate: Gate, *origins: str, **options: Any) -> None:
        self.gate = gate
        self.channel = WebChannel(
            "a secret of the tests, long enough", gate=gate, clinic=clinic_with(*origins), **options
        )

        async def app() -> Sanic:
            app = Sanic("web")
            app.ctx.gate = gate
            server.register_channels(app, [self.channel])
            app.error_handler.add(Exception, server._explain)
            return app

        super().__init__(app)
        self.http = httpx.Client(base_url=self.address + WEB, timeout=30)

    def post(self, route: str, **body: Any) -> httpx.Response:
        return self.http.post(route, json=body)

    def token(self) -> str:
        return self.post("session").json()["token"]


@pytest.fixture
def serve(parts: tuple[Agent, ConversationStore]) -> Iterator[Callable[..., Served]]:
    """Starts a server with the web channel: ``serve(*origins, **options of the channel)``."""
    started: list[Served] = []

    def start(*origins: str, **options: Any) -> Served:
        started.append(Served(Gate(*parts), *origins, **options))
        return started[-1]

    yield start
    for one in started:
        one.http.close()
        one.stop()
    parts[1].watchers.clear()
