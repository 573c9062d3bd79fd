"""What the messengers promise, whichever service carries them."""

from __future__ import annotations

import asyncio
import threading
from types import SimpleNamespace
from typing import Any

import pytest

from bot.channels.messenger import messenger as messengers
from bot.channels.messenger import timers
from bot.channels.messenger.ledger import Arrival, Update
from bot.channels.messenger.service import Later, Refused

from .conftest import Chat

EMERGENCY = "my back went and now I can't feel myself pee"


async def test_the_first_answer_comes_behind_a_notice(chat: Chat) -> None:
    await chat.says("how long does a back spasm last?")
    assert chat.service.kinds == ["privacy", "answer"]
    notice = chat.service.said[0]
    for words in ("Riverside Back Clinic", "not an emergency service", "999", "Fakebook carries", "/delete"):
        assert words in notice
    await chat.says("what helps?")
    assert chat.service.kinds[2:] == ["answer"]


async def test_a_warning_sign_comes_before_the_notice(chat: Chat) -> None:
    await chat.says(EMERGENCY)
    assert chat.service.kinds == ["escalation", "privacy"]


async def test_an_update_that_is_delivered_again_is_answered_once(known: Chat) -> None:
    for _ in range(3):
        await known.says("what helps?", update="the same")
    assert known.service.kinds == ["answer"]


async def test_messages_that_come_together_are_answered_in_their_order(
    known: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though the second one is kept first."""
    second, take_in = threading.Event(), known.ledger.take_in

    def slow_for_the_first(update: Update) -> Arrival:
        if update.incoming.text == "where are you":
            assert second.wait(30)
        arrival = take_in(update)
        second.set()
        return arrival

    monkeypatch.setattr(known.ledger, "take_in", slow_for_the_first)
    monkeypatch.setattr(messengers, "LOOK_UP_LIMIT", 60)
    texts = ("where are you", "are you a robot")
    await asyncio.gather(*(known.messenger.receive(text, known.incoming("text", text=text)) for text in texts))
    await known.quiet()
    assert ["Riverside Walk" in said for said in known.service.said] == [True, False]


async def test_typing_is_shown(known: Chat) -> None:
    known.service.typed = 0
    await known.says("what helps?")
    assert known.service.typed == 1


async def test_a_button_is_pressed_once(known: Chat) -> None:
    await known.says("my back has gone into spasm")
    known.service.sent.clear()
    await known.presses("None of these")
    await known.presses("None of these")
    assert known.service.kinds == ["screen"]
    marks = [call for _, call in known.service.sent if call["call"] == "mark"]
    assert marks == [{"call": "mark", "title": "None of these"}]
    assert known.service.sent[-1][1]["words"] == "You have chosen this already."


async def test_the_button_of_somebody_else_does_nothing(known: Chat) -> None:
    await known.says("my back has gone into spasm")
    known.service.sent.clear()
    known.person = known.messenger.person("somebody else")
    await known.meets()
    await known.presses("None of these")
    assert known.service.kinds == ["fallback"]


@pytest.mark.parametrize(
    ("command", "kind", "words"),
    [
        ("start", "smalltalk", "back-spasm guide"),
        ("help", "smalltalk", "warning signs"),
        ("emergency", "escalation", "999"),
        ("human", "handoff", "020 7946 0123"),
        ("privacy", "privacy", "90 days"),
        ("delete", "privacy", "cannot be brought back"),
    ],
)
async def test_a_command_works_in_the_middle_of_the_form(known: Chat, command: str, kind: str, words: str) -> None:
    await known.says("my back has gone into spasm")
    await known.presses("None of these")
    known.service.sent.clear()
    await known.does("command", command=command)
    assert known.service.kinds[0] == kind
    assert words in known.service.said[0]


@pytest.mark.parametrize("command", ["start", "help", "emergency", "human", "privacy", "delete"])
async def test_a_warning_sign_behind_a_command_is_heard(known: Chat, command: str) -> None:
    await known.does("command", command=command, text="I can't feel my legs")
    assert known.service.kinds == ["escalation"]
    assert "999" in known.service.said[0]


async def test_a_deleted_conversation_is_forgotten(known: Chat) -> None:
    await known.says("my back has gone into spasm")
    await known.does("command", command="delete")
    await known.presses("Yes")
    assert "deleted" in known.service.said[-1]
    assert known.ledger.address_of(known.person) is None
    known.service.sent.clear()
    await known.presses("None of these")
    assert known.service.kinds[-1] == "fallback"  # the buttons are gone, too
    assert known.service.kinds[0] == "privacy"  # and the notice is due again
    await known.says("should I use ice or heat")
    assert known.service.kinds[-1] == "answer"


@pytest.mark.parametrize("media", ["photo", "voice", "sticker", "file", "location", "contact", "poll"])
async def test_what_cannot_be_read_meets_a_kind_sentence(known: Chat, media: str) -> None:
    await known.does("media", media=media)
    assert known.service.kinds == ["fallback"]
    assert "999" in known.service.said[0]


async def test_a_caption_is_read(known: Chat) -> None:
    await known.does("media", media="photo", text="can't feel my legs since i fell, see photo")
    assert known.service.kinds == ["escalation", "fallback"]
    assert "my words alone" not in known.service.said[1]
    assert "your words alone" in known.service.said[1]


async def test_an_album_meets_one_sentence(known: Chat) -> None:
    for _ in range(4):
        await known.does("media", media="photo", album="the same")
    assert len(known.service.said) == 1


async def test_an_edit_that_only_mends_spelling_is_not_answered(known: Chat) -> None:
    await known.says("how lnog does a spasm last", message="1")
    known.service.sent.clear()
    await known.says("How long does a spasm last?", message="1", edition="a")
    assert known.service.said == []


async def test_an_edit_that_tells_a_sign_is_answered_at_once(known: Chat) -> None:
    await known.says("how long does a spasm last", message="1")
    known.service.sent.clear()
    await known.says("how long does a spasm last? i cant feel my legs", message="1", edition="a")
    assert known.service.kinds == ["escalation"]


async def test_a_message_that_its_edit_overtook_is_not_answered_again(known: Chat) -> None:
    await known.says("How long does a spasm last?", message="1", edition="a")
    known.service.sent.clear()
    await known.says("how lnog does a spasm last", message="1")
    assert known.service.said == []


async def test_words_on_a_button_are_read_as_words(known: Chat) -> None:
    await known.does("press", token="I can't feel my legs")
    assert known.service.kinds == ["escalation"]


@pytest.mark.parametrize("failure", [Later("not reachable"), Later("too many requests", 0.01), ValueError("a bug")])
async def test_a_message_is_sent_again_until_it_is_taken(known: Chat, failure: Exception) -> None:
    known.service.failures = [failure] * 3
    await known.says("what helps?")
    assert known.service.kinds == ["answer"]


async def test_a_refused_message_does_not_hold_up_the_next(known: Chat) -> None:
    known.service.failures = [Refused("blocked")]
    await known.says("what helps?")
    await known.says("how long does a spasm last?")
    assert known.service.kinds == ["answer"]


async def test_a_timer_is_started_and_stopped_by_a_button(known: Chat) -> None:
    await known.says("when do i ice it and for how long")
    await known.presses("Start a timer: 20 minutes")
    assert "when 20 minutes are over" in known.service.said[-1]
    waiting = known.messenger._outbox._timers[known.person]
    assert len(waiting) == 3
    await known.presses("Stop the timer")
    assert all(timer.cancelled() for timer, _ in waiting)


async def test_a_timer_writes_when_a_time_is_up(known: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timers, "time", SimpleNamespace(time=lambda: 0.0))  # so that all of it is long over
    await known.says("when do i ice it and for how long")
    await known.presses("Start a timer: 20 minutes")
    assert [text.partition(" are over")[0] for text in known.service.said[-3:]] == [
        "20 minutes",
        "1 hour and 30 minutes",
        "20 minutes",
    ]


async def test_nothing_of_a_person_is_readable_in_the_database(known: Chat, engine: Any) -> None:
    await known.says("my name is Ada and my back hurts")
    with engine.begin() as connection:
        rows = [
            str(tuple(row))
            for table in ("updates", "sends", "people")
            for row in connection.exec_driver_sql(f"select * from messenger_{table}")
        ]
    assert rows
    assert not any("Ada" in row or '"chat"' in row for row in rows)
