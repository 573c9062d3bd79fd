"""Requests to the Bot API, and what its errors mean."""

from __future__ import annotations

import logging
import warnings
from datetime import timedelta
from typing import Any

import telegram
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest
from telegram.warnings import PTBUserWarning

from bot.channels.messenger.service import Later, Refused

ADDRESS = "https://api.telegram.org"
READ_LIMIT = 10.0  # seconds
WRONG_TOKEN = "Telegram does not know the token in BACKSPASM_TELEGRAM_TOKEN: copy it again from @BotFather"

# What the library logs may hold the token, or what was written; what matters of it is said here.
logging.getLogger("telegram").setLevel(logging.CRITICAL)
warnings.filterwarnings("ignore", message="Please use 'Bot", category=PTBUserWarning)


class Api:
    """Makes each request once; who makes it tries again.

    Requests and answers are JSON: the methods of the library raise where an answer has a shape that they do not know,
    when Telegram has done already what was asked.

    Args:
        token: of the bot.
        address: of the Bot API server.
    """

    def __init__(self, token: str, address: str = ADDRESS) -> None:
        self.token = token
        self._request = HTTPXRequest(read_timeout=READ_LIMIT, pool_timeout=READ_LIMIT)
        self._polling = HTTPXRequest(connection_pool_size=1)
        there: dict[str, Any] = {"base_url": f"{address}/bot", "get_updates_request": self._polling}
        self._paced: telegram.Bot = ExtBot(
            token, request=self._request, rate_limiter=AIORateLimiter(max_retries=0), **there
        )
        self._plain = telegram.Bot(token, request=self._request, **there)

    async def ask(self, method: str, *, at_once: bool = False, limit: float = READ_LIMIT, **parameters: Any) -> Any:
        """The answer to one request. Raises TelegramError.

        Args:
            method: of the Bot API.
            at_once: whether it does not queue for the pace that Telegram asks bots to keep.
            limit: seconds to wait for the answer.
            parameters: of the method; those that are ``None`` are left out.
        """
        bot = self._plain if at_once else self._paced
        given = {name: value for name, value in parameters.items() if value is not None}
        return await bot.do_api_request(method, api_kwargs=given, read_timeout=limit)

    async def close(self) -> None:
        """Closes the connections."""
        await self._request.shutdown()
        await self._polling.shutdown()


def what_to_do(error: Exception) -> Later | Refused:
    """What an error means for the request."""
    if isinstance(error, RetryAfter):
        return Later("Telegram asks to write more slowly", seconds_of(error))
    if isinstance(error, InvalidToken):
        return Later(WRONG_TOKEN)
    if isinstance(error, (BadRequest, Forbidden, ChatMigrated)):  # the first is a NetworkError, too
        return Refused(error.message)
    if isinstance(error, NetworkError):
        return Later("Telegram cannot be reached")
    return Later("Telegram gives answers that cannot be read")


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram wants to be left alone."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
