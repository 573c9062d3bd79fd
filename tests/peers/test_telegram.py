"""What a running server makes of updates that are forged, doubled, late, broken, or of a kind that is not for it."""

from __future__ import annotations

import time
from typing import Any

import pytest

from peers.programs import until
from peers.telegram import TelegramPerson, TelegramWorld

USER = {"id": 4711, "is_bot": False, "first_name": "Sam"}
PRIVATE = {"id": 4711, "type": "private", "first_name": "Sam"}
GROUP = {"id": -4711, "type": "supergroup", "title": "Backs"}
CHANNEL = {"id": -1004711, "type": "channel", "title": "Backs"}
MEMBER = {"user": USER, "status": "member"}
GONE = {"user": USER, "status": "kicked", "until_date": 0}
NAMED = {"id": "1", "from": USER}
MOVED = {"chat": PRIVATE, "from": USER, "date": 1, "old_chat_member": MEMBER, "new_chat_member": GONE}
BOOST = {"boost_id": "b", "add_date": 1, "expiration_date": 2, "source": {"source": "premium", "user": USER}}
POLL: dict[str, Any] = {
    "id": "1",
    "question": "Better today?",
    "options": [{"text": "Yes", "voter_count": 1}, {"text": "No", "voter_count": 0}],
    "total_voter_count": 1,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
}


def message(chat: dict[str, Any], **content: Any) -> dict[str, Any]:
    """A message of no matter whom."""
    return {"message_id": 1, "date": 1, "from": USER, "chat": chat, "text": "where are you", **content}


#: Every kind of update there is but those that are answered.
OTHER_KINDS: dict[str, dict[str, Any]] = {
    "message in a group": {"message": message(GROUP)},
    "edited_message without words": {
        "edited_message": message(PRIVATE, text=None, location={"longitude": 1, "latitude": 2})
    },
    "channel_post": {"channel_post": message(CHANNEL)},
    "edited_channel_post": {"edited_channel_post": message(CHANNEL)},
    "business_connection": {
        "business_connection": {**NAMED, "user": USER, "user_chat_id": 4711, "date": 1, "is_enabled": True}
    },
    "business_message": {"business_message": message(PRIVATE)},
    "edited_business_message": {"edited_business_message": message(PRIVATE)},
    "deleted_business_messages": {
        "deleted_business_messages": {"business_connection_id": "1", "chat": PRIVATE, "message_ids": [1]}
    },
    "message_reaction": {
        "message_reaction": {"chat": PRIVATE, "message_id": 1, "date": 1, "old_reaction": [], "new_reaction": []}
    },
    "message_reaction_count": {
        "message_reaction_count": {"chat": CHANNEL, "message_id": 1, "date": 1, "reactions": []}
    },
    "inline_query": {"inline_query": {**NAMED, "query": "ice", "offset": ""}},
    "chosen_inline_result": {"chosen_inline_result": {"result_id": "1", "from": USER, "query": "ice"}},
    "shipping_query": {"shipping_query": {**NAMED, "invoice_payload": "x", "shipping_address": {}}},
    "pre_checkout_query": {
        "pre_checkout_query": {**NAMED, "currency": "GBP", "total_amount": 1, "invoice_payload": "x"}
    },
    "purchased_paid_media": {"purchased_paid_media": {"from": USER, "paid_media_payload": "x"}},
    "poll": {"poll": POLL},
    "poll_answer": {"poll_answer": {"poll_id": "1", "user": USER, "option_ids": [0]}},
    "my_chat_member": {"my_chat_member": MOVED},
    "chat_member": {"chat_member": {**MOVED, "chat": GROUP}},
    "chat_join_request": {"chat_join_request": {"chat": GROUP, "from": USER, "user_chat_id": 4711, "date": 1}},
    "chat_boost": {"chat_boost": {"chat": CHANNEL, "boost": BOOST}},
    "removed_chat_boost": {
        "removed_chat_boost": {"chat": CHANNEL, "boost_id": "b", "remove_date": 1, "source": BOOST["source"]}
    },
    "a kind of tomorrow": {"tomorrow": {"from": USER}},
}

BROKEN = ["", "{", "null", "[]", "7", '"x"', "{}", '{"update_id": "x"}', '{"update_id": 1, "message": 5}']
BROKEN += ['{"update_id": 2, "message": {}}', '{"update_id": 3, "callback_query": {"from": null}}', "\x00\xff"]


@pytest.fixture
def person(telegram: TelegramWorld) -> TelegramPerson:
    """Somebody who has been told the notice."""
    person = telegram.person()
    person.meet()
    return person


@pytest.mark.parametrize("secret", [None, "", "another-secret-of-somebody"])
def test_without_the_secret_nothing_is_read(
    telegram: TelegramWorld, person: TelegramPerson, secret: str | None
) -> None:
    before = telegram.server.books.taken_in()
    forged = telegram.deliver({"update_id": 1, "message": person.message(1, text="where are you")}, secret)
    assert forged.status_code == 403
    assert telegram.server.books.taken_in() == before


@pytest.mark.parametrize("update", OTHER_KINDS.values(), ids=OTHER_KINDS)
def test_what_is_not_for_the_guide_is_taken_and_left_alone(telegram: TelegramWorld, update: dict[str, Any]) -> None:
    number = int(time.time() * 1000)
    before = len(telegram.peer.messages(USER["id"])) + len(telegram.peer.messages(GROUP["id"]))
    assert telegram.deliver({"update_id": number, **update}).status_code == 200
    until(telegram.server.books.is_quiet, "it is done with")
    assert len(telegram.peer.messages(USER["id"])) + len(telegram.peer.messages(GROUP["id"])) == before


@pytest.mark.parametrize("body", BROKEN)
def test_what_is_broken_breaks_nothing(telegram: TelegramWorld, body: str) -> None:
    assert telegram.deliver(body).status_code < 500
    assert telegram.server.state("telegram") == "ok"


def test_the_log_has_no_trace_and_no_words(telegram: TelegramWorld, person: TelegramPerson) -> None:
    person.says("my name is Wendeline and I can't control my bladder")
    person.hears()
    log = telegram.server.log.read_text()
    assert "Traceback" not in log
    assert "Wendeline" not in log
    assert str(person.number) not in log
