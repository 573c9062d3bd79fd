"""Telegram as the messenger needs it: calls become requests to the Bot API."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import Sequence
from typing import Any

from telegram import InputFile
from telegram.error import BadRequest, TelegramError

from bot import paths
from bot.channels.messenger.incoming import Call, Incoming
from bot.channels.messenger.ledger import Ledger
from bot.channels.messenger.pictures import description_of, png_of
from bot.channels.messenger.service import Refused
from bot.channels.telegram import drawing
from bot.channels.telegram.api import Api, what_to_do

logger = logging.getLogger(__name__)

CAPTION_LIMIT = 1024  # UTF-16 units


class TelegramService:
    """Speaks to Telegram; see :class:`bot.channels.messenger.service.Service`.

    Args:
        api: makes the requests.
        ledger: knows the files that Telegram has already.
    """

    name = "telegram"
    company = "Telegram"
    commands = "/{}"

    def __init__(self, api: Api, ledger: Ledger) -> None:
        self._api, self._ledger = api, ledger

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
        """Shows that an answer is being written; Telegram does so for five seconds."""
        await self._api.ask("sendChatAction", at_once=True, action="typing", **_to(incoming.address))

    async def _say(self, address: dict[str, Any], call: Call) -> None:
        text = {
            "text": call["text"],
            "entities": call["entities"],
            "reply_markup": _keyboard(call),
            "link_preview_options": {"is_disabled": True},
        }
        if "replaces" in call and await self._replaced(address, call["replaces"], text):
            return
        await self._api.ask("sendMessage", at_once=call.get("urgent", False), **_to(address), **text)

    async def _replaced(self, address: dict[str, Any], message: int, text: dict[str, Any]) -> bool:
        """Puts a text in the place of another; false where that cannot be done any more."""
        try:
            await self._api.ask("editMessageText", chat_id=address["chat"], message_id=message, **text)
        except BadRequest as error:
            return "not modified" in error.message.lower()
        return True

    async def _show(self, address: dict[str, Any], call: Call) -> None:
        """Sends a drawing: by the name that Telegram has for it, else the file."""
        drawn = paths.PICTURES / call["file"]
        try:
            png = await asyncio.to_thread(png_of, drawn)
        except (OSError, ValueError):
            raise Refused(f"{drawn.name} is no drawing") from None
        digest = hashlib.sha256(self._api.token.encode() + png).hexdigest()  # a name is good for one bot only
        to = {**_to(address), "caption": description_of(drawn)[:CAPTION_LIMIT]}
        known = await self._known(digest)
        if known:
            try:
                await self._api.ask("sendPhoto", photo=known, **to)
                return
            except BadRequest:
                logger.info("Telegram does not have a file any more; it is sent again")
        sent = await self._api.ask("sendPhoto", photo=InputFile(png, filename=f"{drawn.stem}.png"), **to)
        await self._keep(digest, sent)

    async def _known(self, digest: str) -> str | None:
        try:
            return await asyncio.to_thread(self._ledger.file, digest)
        except Exception as error:
            logger.error("the name of a file could not be looked up: %s", type(error).__name__)
            return None

    async def _keep(self, digest: str, sent: dict[str, Any]) -> None:
        try:
            await asyncio.to_thread(self._ledger.keep_file, digest, sent["photo"][-1]["file_id"])
        except Exception as error:  # the drawing is sent; it must not be sent again for that
            logger.error("the name of a file could not be kept: %s", type(error).__name__)

    async def _mark(self, address: dict[str, Any], call: Call) -> None:
        message = {"chat_id": address["chat"], "message_id": call["message"]}
        try:
            await self._api.ask("editMessageReplyMarkup", **message, reply_markup=_keyboard(call))
        except BadRequest:
            return  # marked already, or deleted, or too old

    async def _answer(self, address: dict[str, Any], call: Call) -> None:
        try:
            query, text = call["query"], call["text"] or None
            await self._api.ask("answerCallbackQuery", at_once=True, callback_query_id=query, text=text)
        except BadRequest:
            return  # too late: the button has stopped waiting by itself


def _to(address: dict[str, Any]) -> dict[str, Any]:
    return {"chat_id": address["chat"], "message_thread_id": address.get("thread")}


def _keyboard(call: Call) -> dict[str, Any] | None:
    return {"inline_keyboard": call["keyboard"]} if call.get("keyboard") else None
