"""Slack's Web API as the messenger needs it: calls become requests, and its errors what to do about them."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.channels.messenger.incoming import Call, Incoming
from bot.channels.messenger.service import Later, Refused

#: What Bolt and its client log may hold tokens, or what was written; what matters of it is said here.
SILENT = logging.getLogger("bot.channels.slack.silent")
SILENT.setLevel(logging.CRITICAL + 1)

LIMIT = 10  # seconds that a request may take
REMEMBERED = 5_000  # conversations known without asking
_NAMED = ("chat.postMessage", "chat.postEphemeral")  # the calls that go where the person is

_TOKEN = "copy the Bot User OAuth Token again into BACKSPASM_SLACK_TOKEN"
_UNTAKEN = {
    "invalid_auth": f"Slack does not know the token: {_TOKEN}",
    "not_authed": f"Slack does not know the token: {_TOKEN}",
    "token_revoked": f"the token was revoked: install the app in the workspace again and {_TOKEN}",
    "token_expired": f"the token has expired: turn token rotation off in the app's settings and {_TOKEN}",
    "account_inactive": f"the app was removed from the workspace: install it again and {_TOKEN}",
    "not_allowed_token_type": f"the token is none of a bot: {_TOKEN}, which begins with xoxb-",
    "missing_scope": "the app lacks a permission: take over deploy/slack-manifest.yml and install the app again",
    "no_permission": "the app lacks a permission: take over deploy/slack-manifest.yml and install the app again",
    "access_denied": "the workspace keeps the app from writing: ask its owner to allow it",
    "org_login_required": "the workspace is being moved",
    "team_access_not_granted": "the app may not be used in this workspace: ask its owner to allow it",
}
_BUSY = ("ratelimited", "rate_limited", "internal_error", "fatal_error", "service_unavailable", "request_timeout")
_UNDRAWN = ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long")


class Sender:
    """Makes the requests.

    Args:
        token: of the bot.
        api: another address of the Web API.
    """

    def __init__(self, token: str, api: str | None = None) -> None:
        # Requests are made once, and tried again by whoever makes them.
        self.client = AsyncWebClient(
            token, base_url=api or AsyncWebClient.BASE_URL, timeout=LIMIT, retry_handlers=[], logger=SILENT
        )
        self._conversations: OrderedDict[str, str] = OrderedDict()  # by the user's id

    async def test(self) -> None:
        """Whether Slack takes the token. Raises Later, Refused."""
        await self._made("auth.test", {})

    async def send(self, address: dict[str, Any], call: Call) -> None:
        """Carries out a call. Raises Later, Refused."""
        arguments = {name: value for name, value in call.items() if name != "call"}
        if call["call"] in _NAMED and "channel" not in arguments:
            arguments["channel"] = await self._channel(address)
            if address.get("thread"):
                arguments["thread_ts"] = address["thread"]
        for drawn in _ever_simpler(arguments) if call["call"] in _NAMED else [arguments]:
            try:
                await self._made(call["call"], drawn)
            except _Undrawn:
                continue
            return
        raise Refused("Slack cannot draw it")

    async def typing(self, incoming: Incoming) -> None:
        """Shows that an answer is being written, in a thread; Slack has no other place for it."""
        address = incoming.address
        if address.get("thread"):
            status = {"channel_id": address["channel"], "thread_ts": address["thread"], "status": "is writing…"}
            await self._made("assistant.threads.setStatus", status)

    def knows(self, channel: Any) -> bool:
        """Whether a conversation is one of somebody with the guide."""
        return channel in self._conversations.values()

    async def _channel(self, address: dict[str, Any]) -> str:
        """The conversation with somebody; opened, where only the person is known."""
        if "channel" in address:
            return str(address["channel"])
        user = address["user"]
        if user not in self._conversations:
            opened = await self._made("conversations.open", {"users": user})
            self._conversations[user] = opened["channel"]["id"]
            while len(self._conversations) > REMEMBERED:
                self._conversations.popitem(last=False)
        return self._conversations[user]

    async def _made(self, method: str, arguments: dict[str, Any]) -> dict[str, Any]:
        try:
            response = await self.client.api_call(method, json=arguments)
        except SlackApiError as error:
            raise what_to_do(error) from None
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError, AttributeError) as error:
            # An AttributeError where somebody between us and Slack answers with a page of text.
            raise Later(f"Slack cannot be reached ({type(error).__name__})") from None
        return response.data if isinstance(response.data, dict) else {}


class _Undrawn(Exception):  # noqa: N818
    """Slack does not take the blocks of a message."""


def what_to_do(error: SlackApiError) -> Exception:
    """What a failed request means to whoever made it."""
    response = error.response
    # A body that is no JSON comes as the HTTP client's own response.
    status: int = getattr(response, "status_code", None) or getattr(response, "status", None) or 0
    data = getattr(response, "data", None)
    code = data.get("error", "") if isinstance(data, dict) else ""
    if status == 429 or code in _BUSY or status >= 500 or not code:
        return Later(_busy(status, code), _seconds(response.headers.get("Retry-After")))
    if code in _UNTAKEN:
        return Later(f"{_UNTAKEN[code]} ({code})")
    return _Undrawn() if code in _UNDRAWN else Refused(code)


def _busy(status: int, code: str) -> str:
    if status == 429 or "rate" in code:
        return "Slack wants a pause"
    return f"Slack is out of order ({code or status})"


def _seconds(header: str | None) -> float | None:
    try:
        return float(header) if header else None
    except ValueError:
        return None


def _ever_simpler(arguments: dict[str, Any]) -> list[dict[str, Any]]:
    """A message as drawn, without its drawing (Slack may not reach it), and as nothing but text."""
    ways = [arguments]
    if any(block["type"] == "image" for block in arguments.get("blocks", ())):
        ways.append({**arguments, "blocks": [block for block in arguments["blocks"] if block["type"] != "image"]})
    if "blocks" in arguments:
        ways.append({name: value for name, value in arguments.items() if name != "blocks"})
    return ways
