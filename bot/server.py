"""Puts the parts together: one process with the agent, its actions, the channels behind the gate, and the page."""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import socket
from pathlib import Path
from urllib.parse import urljoin

from rasa.core.agent import Agent, load_agent
from rasa.core.channels.channel import InputChannel, UserMessage
from rasa.core.utils import AvailableEndpoints
from rasa.shared.utils.common import class_from_module_path
from sanic import Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot import escalation, knowledge, paths
from bot.channels.front_page import add_page
from bot.channels.parts import Parts, SettingError
from bot.files import FileError, line_of, read_yaml
from bot.gate import Gate
from bot.runtime import reloading, setup
from bot.runtime.conversation_store import ConversationStore

logger = logging.getLogger(__name__)

ROUTE = "/webhooks/"
BODY_LIMIT = 1_000_000  # bytes of a request; Sanic answers 413 above


class StartError(Exception):
    """The server cannot start; the text says why and how to mend it."""


def read_endpoints(path: Path = paths.ENDPOINTS, database: str | None = None) -> AvailableEndpoints:
    """``endpoints.yml`` as Rasa reads it, with another SQLite file where one is given (tests, benchmarks)."""
    endpoints = AvailableEndpoints.read_endpoints(str(path))
    if database is not None:
        endpoints.tracker_store.kwargs["db"] = database
    return endpoints


async def load(model: Path, endpoints: AvailableEndpoints) -> tuple[Agent, ConversationStore]:
    """The agent with its model, and the store of conversations without Rasa's fail-safe around it.

    Raises:
        StartError: when the model cannot be used.
    """
    agent = await load_agent(str(model), endpoints=endpoints)
    if agent.processor is None:
        raise StartError(f"The model {model} cannot be loaded. Train again with: uv run backspasm train")
    store = agent.tracker_store._tracker_store
    agent.tracker_store = agent.processor.tracker_store = store
    return agent, store


def make_app(
    agent: Agent,
    store: ConversationStore,
    *,
    loopback: bool,
    credentials: Path = paths.CREDENTIALS,
    telegram_polling: bool = False,
) -> Sanic:
    """The web application: every channel of ``credentials.yml`` behind the gate, the page at ``/``, ``/health``.

    Args:
        agent: answers.
        store: keeps the conversations.
        loopback: whether nobody but this machine can reach the server.
        credentials: the channels.
        telegram_polling: has Telegram asked for messages, for a machine that Telegram cannot reach.
    """
    app = Sanic("backspasm", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = BODY_LIMIT
    app.config.FALLBACK_ERROR_FORMAT = "json"
    app.ctx.agent, app.ctx.store, app.ctx.gate = agent, store, Gate(agent, store)
    parts = Parts(app.ctx.gate, knowledge.clinic(), loopback=loopback, telegram_polling=telegram_polling)
    channels = channels_of(credentials, parts)
    register_channels(app, channels)
    add_page(app, knowledge.clinic(), knowledge.library().sources)

    @app.get("/health")
    async def health(_: Request) -> HTTPResponse:
        ready = app.ctx.agent.is_ready()
        # A messenger that cannot be reached stops nobody else, so it does not count against the server.
        states = {channel.name(): channel.health.as_dict() for channel in channels if hasattr(channel, "health")}
        answer = {"status": "ok" if ready else "no model", **({"channels": states} if states else {})}
        return json(answer, status=200 if ready else 503)

    app.error_handler.add(Exception, _explain)
    return app


def register_channels(app: Sanic, channels: list[InputChannel]) -> None:
    """Puts the gate between every channel and the agent: the one place where messages come in."""

    async def on_new_message(message: UserMessage) -> None:
        await app.ctx.gate.handle(message)

    for channel in channels:
        app.blueprint(channel.blueprint(on_new_message), url_prefix=urljoin(ROUTE, channel.url_prefix()))


def channels_of(credentials: Path, parts: Parts) -> list[InputChannel]:
    """The channels that ``credentials.yml`` names, secrets filled in from the environment.

    A channel whose ``bot_token`` is empty is off, and not even imported.

    Raises:
        FileError: when a channel is not known, or something it needs is missing.
        StartError: when Telegram is to be asked for messages, and is off.
    """
    channels: list[InputChannel] = []
    for name, settings in (read_yaml(credentials) or {}).items():
        filled = {key: value or None for key, value in (settings or {}).items()}
        if "bot_token" in filled and filled["bot_token"] is None:
            continue
        try:
            channel_class = class_from_module_path(name)
        except (ImportError, AttributeError, ValueError):
            raise FileError(
                credentials, None, f"{name} is not a channel; see bot/channels for those there are."
            ) from None
        try:
            # Rasa's own channels know nothing of our parts.
            own = hasattr(channel_class, "made")
            channels.append(channel_class.made(filled, parts) if own else channel_class.from_credentials(filled))
        except SettingError as error:
            raise FileError(credentials, line_of(credentials, (name,)), str(error)) from None
    if parts.telegram_polling and not any(channel.name() == "telegram" for channel in channels):
        raise StartError("To ask Telegram for messages, set BACKSPASM_TELEGRAM_TOKEN to the token from @BotFather.")
    return channels


def _explain(_: Request, error: Exception) -> HTTPResponse:
    """A 4xx says what to send instead; anything unforeseen says how to get help, and never how it broke."""
    if isinstance(error, SanicException) and error.status_code < 500:
        return json({"error": str(error)}, status=error.status_code)
    logger.error("a request failed: %s", type(error).__name__)
    return json({"error": escalation.sorry().text}, status=500)


def is_loopback(host: str) -> bool:
    """Whether nobody but this machine can reach an address."""
    try:
        return ipaddress.ip_address("127.0.0.1" if host == "localhost" else host).is_loopback
    except ValueError:
        return False


def check_port(host: str, port: int) -> None:
    """Raises StartError when the port cannot be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise StartError(
                f"Port {port} on {host} cannot be used ({error.strerror}). "
                f"Stop what is running there, or choose another: uv run backspasm serve --port {port + 1}"
            ) from None


def serve(model: Path, *, host: str, port: int, database: str | None = None, telegram_polling: bool = False) -> None:
    """Runs the server until it is stopped. Raises StartError, FileError."""
    check_port(host, port)
    endpoints = read_endpoints(database=database)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    agent, store = loop.run_until_complete(load(model, endpoints))
    app = make_app(agent, store, loopback=is_loopback(host), telegram_polling=telegram_polling)
    reloading.listen(app)
    setup.settle()
    app.run(host=host, port=port, workers=1, access_log=False, motd=False)
