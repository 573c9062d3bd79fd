"""What Telegram says has happened, and what of it concerns the guide.

Every kind of update is taken: those of today that are not meant for the guide, and those that nobody knows yet, come
to nothing. A message of a shape that the library refuses is read by its essentials, so that its words are heard.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections.abc import Callable
from typing import Any

from telegram import CallbackQuery, Chat, ChatMemberUpdated, Message, Update
from telegram.constants import ChatMemberStatus, ChatType, MessageEntityType
from telegram.ext import filters

from bot.channels.messenger.commands import COMMANDS
from bot.channels.messenger.incoming import Incoming
from bot.channels.telegram import drawing

logger = logging.getLogger(__name__)

#: What is asked for; nothing else concerns the guide.
KINDS = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER)

#: What a message may hold beside text, and its name in :data:`bot.channels.messenger.words.MEDIA`; the first counts,
#: as an animation is a document, too, and a venue a location.
_MEDIA = {
    "photo": "photo",
    "live_photo": "photo",
    "animation": "video",
    "video": "video",
    "video_note": "video",
    "voice": "voice",
    "audio": "audio",
    "sticker": "sticker",
    "document": "file",
    "venue": "location",
    "location": "location",
    "contact": "contact",
    "poll": "poll",
}
_COMMAND = re.compile(r"/(?P<name>\w+)(?:@\w+)?[.!?,]*(?:\s+(?P<words>.*))?\Z", re.DOTALL)
_OUT = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
_IN = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR)


class Reader:
    """Reads updates.

    Args:
        person: makes the id of a conversation.
        words: what a group is told.

    Attributes:
        username: of the bot, without "@"; empty until it is known.
    """

    def __init__(self, person: Callable[..., str], words: str) -> None:
        self._person, self._words = person, words
        self.username = ""

    def read(self, body: dict[str, Any]) -> tuple[str, Incoming | None]:
        """The id of an update, and what it comes down to; ``None`` where it is not for the guide. Never raises."""
        update_id = _id(body)
        try:
            return update_id, self._read(Update.de_json(body), body)
        except Exception as error:
            logger.warning("an update is read by its essentials: %s", type(error).__name__)
        try:
            return update_id, self._read(Update.de_json(_essentials(body)), body)
        except Exception as error:
            logger.error("an update cannot be read: %s", type(error).__name__)
            return update_id, None

    def _read(self, update: Update, body: dict[str, Any]) -> Incoming | None:
        if update.callback_query:
            return self._pressed(update.callback_query)
        if update.my_chat_member:
            return self._added(update.my_chat_member)
        message = update.message or update.edited_message or update.channel_post
        if message is None:
            return None
        if message.chat.type != ChatType.PRIVATE:
            return self._called(message)
        return self._written(message, update, body)

    def _written(self, message: Message, update: Update, body: dict[str, Any]) -> Incoming | None:
        """A message in private."""
        edition = _id(body) if update.edited_message else ""
        facts: dict[str, Any] = {
            "person": self._person(str((message.from_user or message.chat).id)),
            "address": _address(message),
            "message": str(message.message_id),
            "edition": edition,
        }
        # A lone half of a surrogate pair cannot be stored or sent on.
        text = (message.text or message.caption or "").encode("utf-8", "replace").decode()
        command = _COMMAND.match(text)
        if command and command["name"].lower() in COMMANDS:
            return Incoming("command", command=command["name"].lower(), text=command["words"] or "", **facts)
        media = "" if message.text else _media(body.get("message") or {}, update)
        if text and (edition or not media):
            return Incoming("text", text=text, **facts)
        if edition or not media:  # such as a place that moves, or that a message was pinned
            return None
        return Incoming("media", media=media, text=text, album=message.media_group_id or "", **facts)

    def _pressed(self, query: CallbackQuery) -> Incoming:
        message = query.message
        user = str(query.from_user.id)
        place: dict[str, Any] = {"query": query.id}
        if message is None or message.chat.type != ChatType.PRIVATE or not query.data:
            calls = tuple(drawing.answer_press(place))
            return Incoming("calls", self._person("elsewhere", user), {"chat": query.from_user.id}, calls=calls)
        place["message"] = message.message_id
        if isinstance(message, Message) and message.reply_markup:  # Telegram leaves it out after two days
            place["keyboard"] = message.reply_markup.to_dict()["inline_keyboard"]
        if query.data.startswith(drawing.STEP):
            place["step"] = True
        token = query.data.removeprefix(drawing.STEP)
        return Incoming("press", self._person(user), _address(message), token=token, place=place)

    def _added(self, change: ChatMemberUpdated) -> Incoming | None:
        """The bot was added to a group or a channel; who blocks it in private is left alone."""
        came = change.old_chat_member.status in _OUT and change.new_chat_member.status in _IN
        if not came or change.chat.type == ChatType.PRIVATE:
            return None
        return self._offer(change.chat, {"chat": change.chat.id})

    def _called(self, message: Message) -> Incoming | None:
        """A message where others read along: only whether it calls the bot is looked at."""
        by_a_bot = message.from_user is not None and message.from_user.is_bot
        if by_a_bot or not self.username:
            return None
        name = f"@{self.username}".lower()
        for entity, words in {**message.parse_entities(), **message.parse_caption_entities()}.items():
            is_command = entity.type == MessageEntityType.BOT_COMMAND and words.lower().endswith(name)
            if is_command or (entity.type == MessageEntityType.MENTION and words.lower() == name):
                return self._offer(message.chat, _address(message))
        return None

    def _offer(self, chat: Chat, address: dict[str, Any]) -> Incoming:
        calls = (drawing.offer(self._words, self.username),)
        return Incoming("calls", self._person("group", str(chat.id)), address, calls=calls)


def _address(message: Any) -> dict[str, Any]:
    thread = message.message_thread_id if getattr(message, "is_topic_message", False) else None
    return {"chat": message.chat.id, **({"thread": thread} if thread else {})}


def _media(message: dict[str, Any], update: Update) -> str:
    """What a message holds beside text; empty where it only tells of a change in the chat."""
    for name, media in _MEDIA.items():
        if name in message:
            return media
    return "" if filters.StatusUpdate.ALL.check_update(update) else "other"


def _id(body: dict[str, Any]) -> str:
    """The id of an update; of one that has none, the same for the same content."""
    number = body.get("update_id")
    if isinstance(number, int):
        return str(number)
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _essentials(body: dict[str, Any]) -> dict[str, Any]:
    """An update cut down to who wrote or pressed what. Raises where not even that is there."""
    kept: dict[str, Any] = {"update_id": 0}
    for name in ("message", "edited_message"):
        if isinstance(body.get(name), dict):
            kept[name] = {**_essential_message(body[name]), "text": _words(body[name])}
    if isinstance(body.get("callback_query"), dict):
        query = body["callback_query"]
        user = {"id": int(query["from"]["id"]), "is_bot": False, "first_name": ""}
        what = {"id": str(query["id"]), "from": user, "chat_instance": "", "data": str(query["data"])}
        kept["callback_query"] = {**what, "message": _essential_message(query["message"])}
    return kept


def _essential_message(message: dict[str, Any]) -> dict[str, Any]:
    chat = message["chat"]
    number = int(chat["id"])
    kind = str(chat.get("type") or (ChatType.PRIVATE if number > 0 else ChatType.GROUP))
    return {"message_id": int(message.get("message_id") or 0), "date": 1, "chat": {"id": number, "type": kind}}


def _words(message: dict[str, Any]) -> str:
    """The words of a message, also where they come in pieces."""
    words = message.get("text") or message.get("caption") or ""
    pieces = words if isinstance(words, list) else [words]
    return "".join(str(piece.get("text", "")) if isinstance(piece, dict) else str(piece) for piece in pieces)
