"""People in Telegram, and telegram-test-api in Telegram's place."""

from __future__ import annotations

import html
import itertools
import json
import re
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx

from peers.people import Deliver, Person, Shown
from peers.programs import HERE, Program, free_port, node
from peers.proxy import Failure
from peers.worlds import World

TOKEN = "123456789:AAE-a-token-of-the-tests-0123456789"
SECRET = "a-secret-of-the-tests"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
HOOK = "/webhooks/telegram/webhook"
_TAG = re.compile(r"<[^>]+>")
_numbers = itertools.count(1_000_000)  # beside those that the peer gives


class TelegramPeer:
    """telegram-test-api.

    Attributes:
        address: where it is.
        http: what its own client for people would call.
    """

    def __init__(self, log: Path) -> None:
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        self.http = httpx.Client(base_url=self.address, timeout=30)
        self._program = Program([node(), str(HERE / "telegram_peer.js"), str(port)], log)
        self._program.wait_until(lambda: "ready" in log.read_text())

    def end(self) -> None:
        """Ends it."""
        self.http.close()
        self._program.end()

    def messages(self, chat: int) -> list[dict[str, Any]]:
        """The bot's messages in a chat, the oldest first."""
        history = self.http.post("/getUpdatesHistory", json={"token": TOKEN}).json()["result"]
        return [entry for entry in history if str(entry["message"].get("chat_id")) == str(chat)]


class TelegramWorld(World):
    """The server, telegram-test-api, and the proxy between them; see :class:`peers.worlds.World`."""

    send_call = "sendMessage"

    def __init__(self, place: Path, closing: ExitStack) -> None:
        self.peer = TelegramPeer(place / "peer.log")
        settings = {
            "BACKSPASM_TELEGRAM_TOKEN": TOKEN,
            "BACKSPASM_TELEGRAM_SECRET": SECRET,
            "BACKSPASM_TELEGRAM_API": "{api}",
            "BACKSPASM_PUBLIC_URL": "{address}",
        }
        super().__init__(place, closing, "telegram", self.peer, settings)

    def person(self) -> TelegramPerson:
        """A new person."""
        return TelegramPerson(self, next(_numbers))

    def too_many(self, seconds: int) -> Failure:
        """What Telegram says to a bot that writes too fast."""
        told = {"error_code": 429, "description": f"Too Many Requests: retry after {seconds}"}
        return Failure(429, {"ok": False, **told, "parameters": {"retry_after": seconds}})

    def broken(self) -> Failure:
        """What Telegram says when something of its own has failed."""
        return Failure(500, {"ok": False, "error_code": 500, "description": "Internal Server Error"})

    def deliver(self, update: dict[str, Any] | list[Any] | str, secret: str | None = SECRET) -> httpx.Response:
        """Posts an update as Telegram would, for those that the peer does not make."""
        headers = {SECRET_HEADER: secret} if secret is not None else {}
        content = update if isinstance(update, str) else json.dumps(update)
        return self.server.http.post(HOOK, content=content, headers={"Content-Type": "application/json", **headers})


class TelegramPerson(Person):
    """Somebody in a private chat.

    Attributes:
        number: of the person, and of their chat.
    """

    def __init__(self, world: TelegramWorld, number: int) -> None:
        super().__init__(world.server.books)
        self.number = number
        self._world = world

    def shown(self) -> dict[str, Shown]:
        """What the peer shows of the guide's."""
        return {
            str(entry["messageId"]): Shown(_read(entry["message"]), _buttons(entry["message"]), entry)
            for entry in self._world.peer.messages(self.number)
        }

    def write(self, text: str) -> None:
        """Writes something."""
        self.send(text=text)

    def prepare(self, text: str) -> Deliver:
        """A message that Telegram delivers as often as it likes."""
        self._last = next(_numbers)
        return self._delivery(message=self.message(self._last, text=text))

    def prepare_edit(self, text: str) -> Deliver:
        """The same for an edit of the message that was prepared last."""
        return self._delivery(edited_message=self.message(self._last, text=text, edit_date=int(time.time())))

    def show_photo(self, caption: str = "") -> None:
        """Sends a photo."""
        photo = {"file_id": "p", "file_unique_id": "p", "width": 640, "height": 480}
        self.send(photo=[photo], **({"caption": caption} if caption else {}))

    def speak(self) -> None:
        """Sends a voice message."""
        self.send(voice={"file_id": "v", "file_unique_id": "v", "duration": 3, "mime_type": "audio/ogg"})

    def press(self, message: Shown, title: str, *, carrying: str = "") -> None:
        """Presses a button of a message; it may carry something else than the guide gave it."""
        entry = message.raw
        markup = entry["message"].get("reply_markup")
        on = self.message(entry["messageId"], text=entry["message"].get("text"), reply_markup=markup)
        data = carrying or message.buttons[title]
        body = {"botToken": TOKEN, "from": self.sender, "message": on, "data": data}
        self._world.peer.http.post("/sendCallback", json=body).raise_for_status()

    def _delivery(self, **update: Any) -> Deliver:
        numbered = {"update_id": next(_numbers), **update}
        return lambda: self._world.deliver(numbered)

    def send(self, **content: Any) -> None:
        """Sends a message through the peer."""
        body = {"botToken": TOKEN, "from": self.sender, "chat": self.chat, "date": int(time.time()), **content}
        self._world.peer.http.post("/sendMessage", json=body).raise_for_status()

    def message(self, number: int, **content: Any) -> dict[str, Any]:
        """A message as an update has it."""
        facts = {"message_id": number, "date": int(time.time()), "from": self.sender, "chat": self.chat}
        return {**facts, **{name: value for name, value in content.items() if value is not None}}

    @property
    def sender(self) -> dict[str, Any]:
        """Who they are."""
        return {"id": self.number, "is_bot": False, "first_name": "Sam", "language_code": "en"}

    @property
    def chat(self) -> dict[str, Any]:
        """Where they write."""
        return {"id": self.number, "type": "private", "first_name": "Sam"}


def _read(message: dict[str, Any]) -> str:
    text = str(message.get("text") or "")
    return html.unescape(_TAG.sub("", text)) if message.get("parse_mode") == "HTML" else text


def _buttons(message: dict[str, Any]) -> dict[str, str]:
    rows = (message.get("reply_markup") or {}).get("inline_keyboard") or []
    return {button["text"]: button.get("callback_data", "") for row in rows for button in row}
