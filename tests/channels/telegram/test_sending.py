"""Calls become requests to the Bot API, and its errors what to do about them."""

from __future__ import annotations

import logging

import pytest

from bot.channels.messenger.incoming import Incoming
from bot.channels.messenger.ledger import Ledger
from bot.channels.messenger.service import Later, Refused
from bot.channels.telegram.api import Api
from bot.channels.telegram.sending import TelegramService

from .conftest import TOKEN, BotApi

ANN = {"chat": 7}
WORDS = {"call": "say", "text": "Ice first.", "entities": [{"type": "bold", "offset": 0, "length": 3}]}
STEP = {**WORDS, "replaces": 9}
PICTURE = {"call": "picture", "file": "ice_pack.svg"}


async def test_words_go_out_with_their_entities_and_buttons_and_no_markup(
    api: BotApi, service: TelegramService
) -> None:
    keyboard = [[{"text": "Yes", "callback_data": "token"}]]
    await service.send({"chat": 7, "thread": 3}, {**WORDS, "keyboard": keyboard})
    (sent,) = api.made("sendMessage")
    assert (sent["chat_id"], sent["message_thread_id"], sent["text"]) == (7, 3, "Ice first.")
    assert sent["entities"] == WORDS["entities"]
    assert sent["reply_markup"]["inline_keyboard"] == keyboard
    assert sent["link_preview_options"] == {"is_disabled": True}
    assert "parse_mode" not in sent


@pytest.mark.parametrize(
    ("code", "description", "more", "seconds", "why"),
    [
        (429, "Too Many Requests: retry after 17", {"retry_after": 17}, 17, "more slowly"),
        (500, "Internal Server Error", {}, None, "cannot be reached"),
        (502, "Bad Gateway", {}, None, "cannot be reached"),
        (401, "Unauthorized", {}, None, "BotFather"),
        (404, "Not Found", {}, None, "BotFather"),
    ],
)
async def test_what_may_work_later_is_tried_later(
    api: BotApi, service: TelegramService, code: int, description: str, more: dict, seconds: float | None, why: str
) -> None:
    api.fails("sendMessage", code, description, **more)
    with pytest.raises(Later) as later:
        await service.send(ANN, WORDS)
    assert later.value.seconds == seconds
    assert why in later.value.why


@pytest.mark.parametrize(
    ("code", "description"),
    [
        (403, "Forbidden: bot was blocked by the user"),
        (400, "Bad Request: chat not found"),
    ],
)
async def test_what_will_never_work_is_refused(
    api: BotApi, service: TelegramService, code: int, description: str
) -> None:
    api.fails("sendMessage", code, description)
    with pytest.raises(Refused) as refused:
        await service.send(ANN, WORDS)
    assert description.partition(": ")[2] in refused.value.why.lower()


async def test_when_nobody_answers_then_it_is_tried_later(api: BotApi, ledger: Ledger) -> None:
    await api.stop()
    with pytest.raises(Later, match="cannot be reached"):
        await TelegramService(Api(TOKEN, api.address), ledger).send(ANN, WORDS)


async def test_an_answer_of_unknown_shape_does_not_have_a_message_sent_again(
    api: BotApi, service: TelegramService
) -> None:
    api.message = {"of": "a Bot API that nobody knows yet"}
    await service.send(ANN, WORDS)
    await service.send(ANN, PICTURE)
    assert (len(api.made("sendMessage")), len(api.made("sendPhoto"))) == (1, 1)


async def test_a_step_takes_the_place_of_the_one_before(api: BotApi, service: TelegramService) -> None:
    await service.send(ANN, STEP)
    (sent,) = api.made("editMessageText")
    assert (sent["message_id"], sent["text"]) == (9, "Ice first.")
    assert not api.made("sendMessage")


@pytest.mark.parametrize(
    ("description", "messages"),
    [
        ("Bad Request: message is not modified: specified new message content is the same", 0),
        ("Bad Request: message to edit not found", 1),
        ("Bad Request: message can't be edited", 1),
    ],
)
async def test_a_step_that_cannot_be_put_there_comes_as_a_message(
    api: BotApi, service: TelegramService, description: str, messages: int
) -> None:
    api.fails("editMessageText", 400, description)
    await service.send(ANN, STEP)
    assert len(api.made("sendMessage")) == messages


async def test_a_drawing_is_uploaded_once_and_told_in_words(api: BotApi, service: TelegramService) -> None:
    for _ in range(2):
        await service.send(ANN, PICTURE)
    first, second = api.made("sendPhoto")
    assert first["photo"].startswith(b"\x89PNG")
    assert "ice pack" in first["caption"].lower()
    assert second["photo"] == "kept"


async def test_a_drawing_that_telegram_has_lost_is_uploaded_again(api: BotApi, service: TelegramService) -> None:
    await service.send(ANN, PICTURE)
    api.fails("sendPhoto", 400, "Bad Request: wrong file identifier/HTTP URL specified")
    await service.send(ANN, PICTURE)
    assert api.made("sendPhoto")[-1]["photo"].startswith(b"\x89PNG")


async def test_a_drawing_that_is_missing_is_not_tried_again(service: TelegramService) -> None:
    with pytest.raises(Refused, match=r"none\.svg"):
        await service.send(ANN, {"call": "picture", "file": "none.svg"})


@pytest.mark.parametrize(
    ("method", "call", "description"),
    [
        ("answerCallbackQuery", {"call": "answer", "query": "q", "text": ""}, "query is too old"),
        ("editMessageReplyMarkup", {"call": "mark", "message": 9, "keyboard": [[]]}, "message is not modified"),
    ],
)
async def test_what_comes_too_late_is_let_go(
    api: BotApi, service: TelegramService, method: str, call: dict, description: str
) -> None:
    api.fails(method, 400, f"Bad Request: {description}")
    await service.send(ANN, call)
    assert len(api.made(method)) == 1


async def test_a_press_is_answered_with_words_where_there_are_any(api: BotApi, service: TelegramService) -> None:
    await service.send(ANN, {"call": "answer", "query": "q", "text": "You have chosen this already."})
    (sent,) = api.made("answerCallbackQuery")
    assert sent == {"callback_query_id": "q", "text": "You have chosen this already."}


async def test_typing_is_shown(api: BotApi, service: TelegramService) -> None:
    await service.typing(Incoming("text", "ann", ANN))
    assert api.made("sendChatAction") == [{"chat_id": 7, "action": "typing"}]


async def test_neither_the_token_nor_the_words_are_logged(
    api: BotApi, service: TelegramService, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        await service.send(ANN, WORDS)
        api.fails("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
        with pytest.raises(Later):
            await service.send(ANN, WORDS)
    assert TOKEN not in caplog.text
    assert "Ice first." not in caplog.text
