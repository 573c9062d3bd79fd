"""The channel over the wire: what Telegram posts, and what it is asked to do."""

from __future__ import annotations

import asyncio
import itertools
import secrets
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from conftest import Running
from rasa.core.agent import Agent
from sanic import Sanic

from bot import knowledge, server
from bot.channels.messenger import backoff
from bot.channels.parts import Parts
from bot.channels.telegram import TelegramChannel
from bot.gate import Gate
from bot.runtime.conversation_store import ConversationStore

from .conftest import TOKEN, BotApi
from .updates import ANN, BROKEN, OF_NO_CONCERN, SIZED, in_group, message, press

SECRET = "the-secret-of-the-webhook"
TOKEN_HEADER = "X-Telegram-Bot-Api-Secret-Token"
HEADER = {TOKEN_HEADER: SECRET}
WEBHOOK = "/webhooks/telegram/webhook"
SIGN = "my back went and now I can't feel myself pee"
NUMBERS = itertools.count(1_000)


class Serving(Running):
    """A server with the channel, and the Bot API that it speaks to."""

    def __init__(self, gate: Gate, *, polling: bool = False, token: str = TOKEN) -> None:
        self.api = BotApi()
        self.api.token = token

        async def app() -> Sanic:
            await self.api.start()
            own = {"bot_token": TOKEN, "api": self.api.address, "public_url": "http://127.0.0.1:1"}
            settings = {**own, "webhook_secret": SECRET, "secret": "a secret of the tests"}
            self.channel = TelegramChannel.made(
                settings, Parts(gate, knowledge.clinic(), loopback=True, telegram_polling=polling)
            )
            app = Sanic("telegram")
            app.ctx.gate = gate
            app.config.REQUEST_MAX_SIZE = server.BODY_LIMIT
            server.register_channels(app, [self.channel])
            app.error_handler.add(Exception, server._explain)
            return app

        super().__init__(app)
        self.http = httpx.Client(base_url=self.address, timeout=30)

    def post(self, update: Any = None, **options: Any) -> httpx.Response:
        return self.http.post(WEBHOOK, **{"json": update, "headers": HEADER, **options})

    def quiet(self) -> None:
        """Waits until nothing is under way."""
        self.run(self._quiet())

    async def _quiet(self) -> None:
        messenger = self.channel._messenger
        while answering := [task for task in messenger._under_way if task.get_name() == "answer"]:
            await asyncio.wait(answering)
        await messenger._outbox.empty()

    async def healthy(self) -> None:
        """Waits until the channel is set up."""
        while self.channel.health.as_dict()["status"] != "ok":
            await asyncio.sleep(0.01)


class Person:
    """Somebody who writes to the bot in private."""

    def __init__(self, serving: Serving) -> None:
        self.serving, self.api = serving, serving.api
        self.id = secrets.randbelow(10**9)
        self._messages = itertools.count(1)

    def who(self) -> dict[str, Any]:
        return {"from": {**ANN, "id": self.id}, "chat": {"id": self.id, "type": "private"}}

    def does(self, **update: Any) -> None:
        """Posts an update, and waits for what follows."""
        assert self.serving.post({"update_id": next(NUMBERS), **update}).status_code == 200
        self.serving.quiet()

    def says(self, text: str | None = None, **more: Any) -> None:
        self.does(message=message(text, **{"message_id": next(self._messages), **self.who(), **more}))

    def presses(self, title: str) -> None:
        """Presses a button of the last message that has it."""
        sent = next(sent for sent in reversed(self.sent()) if title in _titles(sent))
        button = next(b for row in sent["reply_markup"]["inline_keyboard"] for b in row if b["text"] == title)
        under = {"message_id": 9, "date": 1, **self.who(), "text": "x", "reply_markup": sent["reply_markup"]}
        self.does(callback_query=press(button["callback_data"], message=under, **{"from": self.who()["from"]}))

    def sent(self) -> list[dict[str, Any]]:
        """What was sent to this person, the latest last."""
        methods = {"sendMessage", "editMessageText"}
        return [sent for name, sent in self.api.requests if name in methods and sent["chat_id"] == self.id]

    @property
    def heard(self) -> list[str]:
        return [sent["text"] for sent in self.sent()]


def _titles(sent: dict[str, Any]) -> list[str]:
    return [b["text"] for row in sent.get("reply_markup", {}).get("inline_keyboard", []) for b in row]


@pytest.fixture(scope="module")
def serve(parts: tuple[Agent, ConversationStore]) -> Iterator[Callable[..., Serving]]:
    started: list[Serving] = []

    def start(**options: Any) -> Serving:
        started.append(Serving(Gate(*parts), **options))
        return started[-1]

    yield start
    for serving in started:
        serving.http.close()
        serving.run(serving.api.stop())
        serving.stop()
    parts[1].forgetters.clear()


@pytest.fixture(scope="module")
def serving(serve: Callable[..., Serving]) -> Serving:
    """A server that is set up."""
    serving = serve()
    serving.run(serving.healthy())
    return serving


@pytest.fixture
def ann(serving: Serving) -> Person:
    """Somebody new."""
    return Person(serving)


@pytest.fixture
def known(ann: Person) -> Person:
    """Somebody who has been told the notice."""
    ann.says("hello")
    ann.api.requests.clear()
    return ann


@pytest.mark.parametrize("header", [{}, *({TOKEN_HEADER: sent} for sent in ("", "wrong", b"\xff"))])
@pytest.mark.parametrize("body", [b'{"update_id": 1}', b"{", b"x" * 2_000_000])
def test_what_is_not_from_telegram_is_refused_unread(serving: Serving, header: dict[str, Any], body: bytes) -> None:
    answer = serving.post(json=None, content=body, headers=header)
    assert answer.status_code == 403
    assert "Telegram" in answer.json()["error"]


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        (b"", 400, "JSON"),
        (b"{", 400, "JSON"),
        (b"\xff\xfe", 400, "JSON"),
        (b"[1]", 400, "object"),
        (b'"hello"', 400, "object"),
        (b"x" * 2_000_000, 413, ""),
    ],
)
def test_what_is_no_update_is_refused_with_words(serving: Serving, body: bytes, status: int, says: str) -> None:
    answer = serving.post(json=None, content=body)
    assert answer.status_code == status
    assert says in answer.json()["error"]


@pytest.mark.parametrize("kind", OF_NO_CONCERN)
def test_every_kind_of_update_is_taken(serving: Serving, kind: str) -> None:
    assert serving.post({"update_id": next(NUMBERS), kind: OF_NO_CONCERN[kind]}).status_code == 200


@pytest.mark.parametrize("update", BROKEN.values(), ids=BROKEN)
def test_a_broken_update_is_taken(serving: Serving, update: dict[str, Any]) -> None:
    assert serving.post(update).status_code == 200


def test_a_question_is_answered_behind_the_notice(ann: Person) -> None:
    ann.says("should i use ice or heat?")
    assert "Riverside Back Clinic" in ann.heard[0]
    assert "/delete" in ann.heard[0]
    assert "From:" in ann.heard[1]


def test_an_update_that_comes_again_is_answered_once(known: Person) -> None:
    update = {"update_id": next(NUMBERS), "message": message("how long does it last?", **known.who())}
    for _ in range(3):
        known.serving.post(update)
    known.serving.quiet()
    assert len(known.heard) == 1


@pytest.mark.parametrize(
    "update",
    [
        {"message": message(SIGN)},
        {"message": message(photo=[SIZED], caption=SIGN)},
        {"edited_message": message(SIGN, edit_date=2)},
        {"edited_message": message(photo=[SIZED], caption=SIGN, edit_date=2)},
        {"message": message(f"/start {SIGN}")},
        {"message": message(SIGN, entities=[{"type": "unheard of"}], reply_to_message={"broken": True})},
    ],
)
def test_a_warning_sign_is_answered_wherever_it_is_written(known: Person, update: dict[str, Any]) -> None:
    ((kind, content),) = update.items()
    known.does(**{kind: {**content, **known.who()}})
    assert "999" in known.heard[0]


def test_words_that_a_button_carries_are_heard(known: Person) -> None:
    under = {"message_id": 9, "date": 1, **known.who()}
    known.does(callback_query=press("I can't feel my legs", message=under, **{"from": known.who()["from"]}))
    assert "999" in known.heard[0]


def test_what_has_no_words_meets_a_kind_sentence(known: Person) -> None:
    known.says(voice={"file_id": "f", "file_unique_id": "u", "duration": 1})
    assert "can't listen to voice messages" in known.heard[0]


def test_an_album_is_one_answer(known: Person) -> None:
    known.says(photo=[SIZED], media_group_id="a", caption="how long does it last?")
    known.says(photo=[SIZED], media_group_id="a")
    known.says(photo=[SIZED], media_group_id="a")
    assert len(known.heard) == 2
    assert "your words alone" in known.heard[1]


def test_a_command_is_answered_and_what_only_looks_like_one_is_read(known: Person) -> None:
    known.says("/emergency@BackBot")
    known.says("/bottom of my back hurts")
    assert "999" in known.heard[0]
    assert "is any of this new" in known.heard[1]


def test_a_press_stops_waiting_is_marked_and_answered_once(known: Person) -> None:
    known.says("my back has gone into spasm")
    known.presses("None of these")
    (answer,) = known.api.made("answerCallbackQuery")
    assert answer["callback_query_id"] == "q"
    (marked,) = known.api.made("editMessageReplyMarkup")
    assert _titles(marked) == ["✓ None of these", "One or more", "Not sure"]
    said = len(known.heard)
    known.presses("None of these")
    assert known.api.made("answerCallbackQuery")[-1]["text"] == "You have chosen this already."
    assert len(known.heard) == said


def test_a_button_tells_telegram_nothing(known: Person) -> None:
    known.says("should i use ice or heat?")
    data = [b["callback_data"] for sent in known.sent() for row in sent["reply_markup"]["inline_keyboard"] for b in row]
    assert data
    assert not any("ice" in text or "/" in text or len(text) > 64 for text in data)


def test_steps_go_on_in_place_below_the_answer_and_its_drawing(known: Person) -> None:
    known.says("how do i do the cat cow stretch")
    assert len(known.api.made("sendPhoto")) == 1
    known.presses("Next step")
    known.presses("Next step")
    known.presses("Step back")
    messages, edits = known.api.made("sendMessage"), known.api.made("editMessageText")
    assert [sent["text"].split(" of ")[0] for sent in messages[1:]] == ["Step 2"]
    assert [sent["text"].split(" of ")[0] for sent in edits] == ["Step 3", "Step 2"]


def test_a_group_is_told_where_to_write_and_nothing_else(serving: Serving) -> None:
    serving.api.requests.clear()
    for text, entities in (("I can't feel my legs", []), ("@BackBot I can't feel my legs", [("mention", 0, 8)])):
        serving.post({"update_id": next(NUMBERS), "message": in_group(text, *entities)})
    serving.quiet()
    (sent,) = serving.api.made("sendMessage")
    assert "only talk in private" in sent["text"]
    assert "999" in sent["text"]
    assert sent["reply_markup"]["inline_keyboard"][0][0]["url"] == "https://t.me/BackBot"


def test_who_has_blocked_the_bot_holds_nobody_up(known: Person) -> None:
    known.api.fails("sendMessage", 403, "Forbidden: bot was blocked by the user")
    known.says("how long does it last?")
    known.says("should i use ice or heat?")
    assert "From:" in known.heard[-1]


def test_a_staff_message_reaches_somebody_who_has_written(known: Person) -> None:
    output = known.serving.channel.get_output_channel()
    person = known.serving.channel._messenger.person(str(known.id))
    known.serving.run(output.send_response(person, {"text": "We will ring you at ten."}))
    known.serving.quiet()
    assert known.heard == ["We will ring you at ten."]


def test_when_the_token_is_wrong_then_the_server_goes_on_and_health_says_so(
    serve: Callable[..., Serving], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backoff, "FIRST_PAUSE", 0.01)
    serving = serve(token="another")

    async def troubled() -> None:
        while serving.channel.health.as_dict()["status"] != "trouble":
            await asyncio.sleep(0.01)

    serving.run(troubled())
    assert "@BotFather" in serving.channel.health.as_dict()["why"]
    assert serving.post({"update_id": 1}).status_code == 200
    serving.api.token = TOKEN
    serving.run(serving.healthy())
    assert len(serving.api.made("setWebhook")) == 1


def test_polling_answers_and_takes_no_webhook(serve: Callable[..., Serving]) -> None:
    serving = serve(polling=True)
    ann = Person(serving)
    serving.run(serving.healthy())
    update = {"update_id": next(NUMBERS), "message": message(SIGN, **ann.who())}
    serving.api.updates.append(update)

    async def answered() -> None:
        while not ann.heard:
            await asyncio.sleep(0.01)

    serving.run(answered())
    assert "999" in ann.heard[0]
    assert serving.post(update).status_code == 403
    assert not serving.api.made("setWebhook")
