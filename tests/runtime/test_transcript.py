"""Messages of a conversation: their numbers, which send they answer, and reading on."""

import json
from typing import Any

from bot.runtime.transcript import Row, Transcript

LISTEN: tuple[str, dict[str, Any]] = ("action", {"name": "action_listen"})


def said(text: str, send: str, **metadata: str) -> tuple[str, dict[str, Any]]:
    return "user", {"text": text, "message_id": send, "metadata": metadata}


def told(text: str) -> tuple[str, dict[str, Any]]:
    return "bot", {"text": text, "data": {"buttons": [], "custom": {}}}


def rows(*events: tuple[str, dict[str, Any]], first: int = 1) -> list[Row]:
    return [Row(number, float(number), kind, json.dumps(data)) for number, (kind, data) in enumerate(events, first)]


def test_replies_name_the_send_they_answer_and_what_comes_later_names_none() -> None:
    talk = rows(LISTEN, said("hello", "a"), told("hi"), told("and?"), LISTEN, told("from staff"))
    messages = Transcript().take(talk)
    assert [(m["from"], m["text"], m.get("to")) for m in messages] == [
        ("user", "hello", None),
        ("bot", "hi", "a"),
        ("bot", "and?", "a"),
        ("bot", "from staff", None),
    ]


def test_reading_on_knows_what_was_open() -> None:
    transcript = Transcript()
    transcript.take(rows(said("hello", "a"), told("hi")))
    (late,) = transcript.take(rows(told("one thing more"), LISTEN, first=3))
    assert (transcript.last, late["to"]) == (3, "a")
    assert transcript.read is not None
    assert transcript.read.id == 4


def test_what_was_sent_again_after_a_turn_that_broke_off_is_shown_once() -> None:
    transcript = Transcript()
    messages = transcript.take(rows(said("hello", "a"), LISTEN, said("hello", "a"), told("hi"), LISTEN))
    assert [(m["text"], m.get("to")) for m in messages] == [("hello", None), ("hi", "a")]
    assert transcript.last == 2


def test_a_button_is_shown_by_its_words_and_names_its_payload() -> None:
    (message,) = Transcript().take(rows(said("/affirm", "a", title="Yes")))
    assert message == {"from": "user", "id": "a", "text": "Yes", "payload": "/affirm"}


def test_messages_without_an_id_are_all_shown() -> None:
    nameless = ("user", {"text": "hello"})
    assert len(Transcript().take(rows(nameless, nameless))) == 2
