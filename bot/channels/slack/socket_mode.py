"""Socket Mode: messages come through a connection that the server opens, for one that Slack cannot reach."""

from __future__ import annotations

import asyncio

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient

from bot.channels.messenger import backoff
from bot.channels.messenger.health import Health
from bot.channels.messenger.service import Later
from bot.channels.slack.sending import SILENT, what_to_do

OPENING = 10.0  # seconds that a connection may take
LOOK = 0.5  # seconds between two looks at it
RENEWAL = 5.0  # seconds without one: Slack has each renewed now and then

_WRONG_TOKEN = "Slack does not take BACKSPASM_SLACK_APP_TOKEN: copy an app-level token with connections:write ({})"


async def stay_connected(app: AsyncApp, app_token: str, health: Health) -> None:
    """Holds a connection, and opens a new one whenever it is lost; returns only when it is cancelled.

    The client's own way to reconnect goes on with an address that has expired, and says nothing of it.
    """
    failures = 0
    while True:
        handler = AsyncSocketModeHandler(app, app_token, logger=SILENT)
        client = handler.client
        client.default_auto_reconnect_enabled = client.auto_reconnect_enabled = False
        seconds = None
        try:
            client.wss_uri = await client.issue_new_wss_url()
            await asyncio.wait_for(handler.connect_async(), OPENING)
            failures = 0
            health.fine()
            await _lost(client)
            health.trouble("the connection to Slack was lost")
        except (SlackApiError, aiohttp.ClientError, asyncio.TimeoutError, OSError) as error:
            failures += 1
            why, seconds = _explained(error)
            health.trouble(why)
        finally:
            await handler.close_async()
        await backoff.wait(failures + 1, seconds)


async def _lost(client: SocketModeClient) -> None:
    """Returns when a connection is lost, and was not renewed."""
    without = 0.0
    while without < RENEWAL:
        await asyncio.sleep(LOOK)
        without = 0.0 if await client.is_connected() else without + LOOK


def _explained(error: Exception) -> backoff.Explanation:
    if not isinstance(error, SlackApiError):
        return f"Slack cannot be reached ({type(error).__name__})", None
    problem = what_to_do(error)
    if isinstance(problem, Later) and problem.seconds is not None:
        return problem.why, problem.seconds
    data = getattr(error.response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    return (_WRONG_TOKEN.format(code), None) if code else (str(problem), None)
