"""Telegram as the messenger needs it: calls become requests to the Bot API, and its errors what to do about them."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from telegram import InlineKeyboardMarkup, InputFile, LinkPreviewOptions, MessageEntity
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bot import paths
from bot.channels.messenger.incoming import Call, Incoming
from bot.channels.messenger.ledger import Ledger
from bot.channels.messenger.pictures import description_of, png_of
from bot.channels.messenger.service import Later, Refused
from bot.channels.telegram import drawing

logger = logging.getLogger(__name__)

API = "https://api.telegram.org"
READ_LIMIT = 10.0  # seconds
CAPTION_LIMIT = 1024  # UTF-16 units
WRONG_TOKEN = "Telegram does not know the token in BACKSPASM_TELEGRAM_TOKEN: copy it again from @BotFather"

# What it logs may hold the token, or what was written; what matters of it is said here.
logging.getLogger("telegram").setLevel(logging.CRITICAL)

Bot = ExtBot[Any]


def bot_of(token: str, api: str = API) -> Bot:
    """A bot that keeps to Telegram's limits; its requests are made once, and tried again by whoever makes them."""
    return ExtBot(
        token,
        base_url=f"{api}/bot",
        request=HTTPXRequest(read_timeout=READ_LIMIT, pool_timeout=READ_LIMIT),
        rate_limiter=AIORateLimiter(max_retries=0),
    )


class TelegramService:
    """Speaks to Telegram; see :class:`bot.channels.messenger.service.Service`.

    Args:
        bot: makes the requests.
        ledger: knows the files that Telegram has already.
    """

    name = "telegram"
    company = "Telegram"
    commands = "/{}"

    def __init__(self, bot: Bot, ledger: Ledger) -> None:
        self._bot, self._ledger = bot, ledger

    def draw(self, response: dict[str, Any], tokens: Sequence[str], place: dict[str, Any]) -> list[Call]:
        """A reply as calls."""
        return drawing.draw(response, tokens, place)

    def mark(self, place: dict[str, Any], token: str, title: str) -> list[Call]:
        """Calls that mark a button as used."""
        return drawing.mark(place, token)

    def answer_press(self, place: dict[str, Any], words: str = "") -> list[Call]:
        """Calls that end the waiting after a press."""
        return drawing.answer_press(place, words)

    async def send(self, address: dict[str, Any], call: Call) -> None:
        """Carries out a call. Raises Later, Refused."""
        carry_out = {"say": self._say, "picture": self._show, "mark": self._mark, "answer": self._answer}[call["call"]]
        try:
            await carry_out(address, call)
        except TelegramError as error:
            raise what_to_do(error) from None

    async def typing(self, incoming: Incoming) -> None:
        """Shows that an answer is being written; for five seconds, says Telegram."""
        await self._bot.send_chat_action(action=ChatAction.TYPING, **_to(incoming.address))

    async def _say(self, address: dict[str, Any], call: Call) -> None:
        text: dict[str, Any] = {
            "text": call["text"],
            "entities": MessageEntity.de_list(call["entities"], self._bot),
            "reply_markup": self._keyboard(call),
            "link_preview_options": LinkPreviewOptions(is_disabled=True),
        }
        if "replaces" in call and await self._replaced(address, call["replaces"], text):
            return
        await self._bot.send_message(**_to(address), **text)

    async def _replaced(self, address: dict[str, Any], message: int, text: dict[str, Any]) -> bool:
        """Puts a text in the place of another; false where that cannot be done any more."""
        try:
            await self._bot.edit_message_text(chat_id=address["chat"], message_id=message, **text)
        except BadRequest as error:
            return _is_unchanged(error)
        return True

    async def _show(self, address: dict[str, Any], call: Call) -> None:
        """Sends a drawing: by the name that Telegram has for it, else the file."""
        drawn = paths.PICTURES / call["file"]
        try:
            png = await asyncio.to_thread(png_of, drawn)
        except (OSError, ValueError):
            raise Refused(f"{drawn.name} is no drawing") from None
        digest = hashlib.sha256(self._bot.token.encode() + png).hexdigest()  # a name is good for one bot only
        to = {**_to(address), "caption": description_of(drawn)[:CAPTION_LIMIT]}
        known = await self._known(digest)
        if known:
            try:
                await self._bot.send_photo(photo=known, **to)
                return
            except BadRequest:
                logger.info("Telegram does not have a file any more; it is sent again")
        sent = await self._bot.send_photo(photo=InputFile(png, filename=f"{drawn.stem}.png"), **to)
        await self._keep(digest, sent.photo[-1].file_id)

    async def _known(self, digest: str) -> str | None:
        try:
            return await asyncio.to_thread(self._ledger.file, digest)
        except Exception as error:
            logger.error("the name of a file could not be looked up: %s", type(error).__name__)
            return None

    async def _keep(self, digest: str, file: str) -> None:
        try:
            await asyncio.to_thread(self._ledger.keep_file, digest, file)
        except Exception as error:  # the drawing is sent; it must not be sent again for that
            logger.error("the name of a file could not be kept: %s", type(error).__name__)

    async def _mark(self, address: dict[str, Any], call: Call) -> None:
        keyboard = self._keyboard(call)
        try:
            await self._bot.edit_message_reply_markup(address["chat"], call["message"], reply_markup=keyboard)
        except BadRequest:
            return  # marked already, or deleted, or too old

    async def _answer(self, address: dict[str, Any], call: Call) -> None:
        try:
            await self._bot.answer_callback_query(call["query"], text=call["text"] or None)
        except BadRequest:
            return  # too late: the button has stopped waiting by itself

    def _keyboard(self, call: Call) -> InlineKeyboardMarkup | None:
        keyboard = {"inline_keyboard": call.get("keyboard", [])}
        return InlineKeyboardMarkup.de_json(keyboard, self._bot) if keyboard["inline_keyboard"] else None


def what_to_do(error: TelegramError) -> Later | Refused:
    """What an error of the Bot API means for the request."""
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


def _to(address: dict[str, Any]) -> dict[str, Any]:
    return {"chat_id": address["chat"], "message_thread_id": address.get("thread")}


def _is_unchanged(error: BadRequest) -> bool:
    return "not modified" in error.message.lower()
