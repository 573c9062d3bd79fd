"""Conversations survive a restart, are forgotten on request, and do not get slower as they grow."""

import sqlite3
import time
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot import paths
from bot.runtime.conversation_store import KEPT_EVENTS, ConversationStore
from bot.runtime.transcript import DeletedError, Transcript

DOMAIN = Domain.from_path(paths.DOMAIN)


@pytest.fixture
def database(tmp_path: Path) -> str:
    return str(tmp_path / "talks.db")


def opened(database: str) -> ConversationStore:
    return ConversationStore(DOMAIN, db=database)


def turn(number: int) -> list:
    buttons = {"buttons": [{"title": "More", "payload": f"/more_{number}"}], "custom": {"kind": "answer"}}
    return [
        UserUttered(f"question {number}", {"name": "ask_cause"}, message_id=f"m{number}"),
        SlotSet("last_card", f"card_{number}"),
        ActionExecuted("action_answer"),
        BotUttered(f"answer {number}", buttons),
        ActionExecuted("action_listen"),
    ]


async def talk(store: ConversationStore, turns: int, sender: str = "anna") -> DialogueStateTracker:
    for number in range(turns):
        tracker = await store.get_or_create_tracker(sender, append_action_listen=number == 0)
        tracker.update_with_events(turn(number), DOMAIN)
        await store.save(tracker)
    return tracker


async def test_a_conversation_survives_a_restart(database: str) -> None:
    await talk(opened(database), 3)
    tracker = await opened(database).retrieve("anna")
    assert tracker is not None
    assert tracker.get_slot("last_card") == "card_2"
    assert tracker.latest_message.text == "question 2"


async def test_after_a_restart_only_what_is_new_is_added(database: str) -> None:
    await talk(opened(database), 3)
    store = opened(database)
    await talk(store, 1)
    rows = sqlite3.connect(database).execute("select count(*) from events").fetchone()[0]
    assert rows == 2 + 4 * 5 - 1  # a session start and a listen before four turns of five events


async def test_sqlite_lets_others_read_while_it_writes(database: str) -> None:
    await talk(opened(database), 1)
    assert sqlite3.connect(database).execute("pragma journal_mode").fetchone() == ("wal",)


async def test_a_long_talk_is_kept_whole_in_the_database_and_short_in_memory(database: str) -> None:
    store = opened(database)
    await talk(store, 120)
    live = await store.retrieve("anna")
    assert live is not None
    assert len(live.events) <= KEPT_EVENTS
    assert len(store.transcript("anna")) == 240


async def test_a_talk_cut_back_keeps_its_slots_and_its_form(database: str) -> None:
    store = opened(database)
    tracker = await store.get_or_create_tracker("anna")
    tracker.update_with_events(
        [SlotSet("triage_level", "urgent"), ActiveLoop("spasm_form"), SlotSet("requested_slot", "pain_place")], DOMAIN
    )
    await store.save(tracker)
    await talk(store, 60)
    live = await store.retrieve("anna")
    assert live is not None
    assert len(live.events) <= KEPT_EVENTS
    assert live.get_slot("triage_level") == "urgent"
    assert live.active_loop_name == "spasm_form"
    assert live.get_slot("requested_slot") == "pain_place"
    assert live.copy().get_slot("last_card") == "card_59"


async def test_a_turn_that_fails_leaves_no_trace(database: str) -> None:
    store = opened(database)
    await talk(store, 1)
    half_done = await store.retrieve("anna")
    assert half_done is not None
    half_done.update(SlotSet("last_card", "lost"), DOMAIN)
    again = await store.retrieve("anna")
    assert again is not None
    assert again.get_slot("last_card") == "card_0"


async def test_who_asks_to_be_forgotten_is_deleted(database: str) -> None:
    store = opened(database)
    await talk(store, 2)
    await talk(store, 1, sender="ben")
    tracker = await store.retrieve("anna")
    assert tracker is not None
    tracker.update(SlotSet("forget", True), DOMAIN)
    await store.save(tracker)
    assert await store.retrieve("anna") is None
    assert b"question 1" not in b"".join(
        row[0].encode() for row in sqlite3.connect(database).execute("select data from events where sender_id='anna'")
    )
    assert await store.retrieve("ben") is not None


async def test_the_buttons_offered_are_known_after_a_restart(database: str) -> None:
    await talk(opened(database), 2)
    assert opened(database).offered_payloads("anna") == {"/more_0", "/more_1"}
    assert opened(database).offered_payloads("ben") == set()


async def test_a_transcript_shows_the_words_on_a_button(database: str) -> None:
    store = opened(database)
    tracker = await store.get_or_create_tracker("anna")
    pressed = UserUttered("/affirm", {"name": "affirm"}, message_id="m1", metadata={"title": "Yes"})
    tracker.update_with_events([SessionStarted(timestamp=time.time()), pressed], DOMAIN)
    await store.save(tracker)
    assert store.transcript("anna") == [{"from": "user", "id": "m1", "text": "Yes", "payload": "/affirm"}]


async def test_a_transcript_is_read_on_and_has_the_same_numbers_after_a_restart(database: str) -> None:
    store = opened(database)
    await talk(store, 2)
    transcript = Transcript()
    assert [message["text"] for message in store.read_on("anna", transcript)][-1] == "answer 1"
    assert store.read_on("anna", transcript) == []
    again = opened(database)
    tracker = await again.get_or_create_tracker("anna")
    tracker.update_with_events([BotUttered("from staff")], DOMAIN)
    await again.save(tracker)
    assert [message["text"] for message in store.read_on("anna", transcript)] == ["from staff"]
    assert transcript.last == len(again.transcript("anna")) == 5


async def test_reading_on_in_a_conversation_begun_anew_says_that_it_was_deleted(database: str) -> None:
    store = opened(database)
    await talk(store, 1)
    transcript = Transcript()
    store.read_on("anna", transcript)
    await store.delete("anna")
    await talk(store, 1)  # SQLite gives the rows the same ids again
    with pytest.raises(DeletedError):
        store.read_on("anna", transcript)


@pytest.mark.parametrize(
    ("send", "answers"),
    [("m0", ["answer 0"]), ("m1", ["answer 1"]), ("m", []), ("m%", []), ("other", []), ('m1"', []), ("question 1", [])],
)
async def test_the_answer_to_a_send_is_found_after_a_restart(database: str, send: str, answers: list[str]) -> None:
    await talk(opened(database), 3)
    assert [message["text"] for message in opened(database).answer_to("anna", send)] == answers
    assert opened(database).answer_to("ben", send) == []


async def test_a_send_whose_turn_broke_off_has_no_answer_until_it_has_one(database: str) -> None:
    store = opened(database)
    tracker = await store.get_or_create_tracker("anna")
    question, answer = UserUttered("hello", {"name": "greet"}, message_id="m1"), BotUttered("hi")
    tracker.update_with_events([question, ActionExecuted("action_listen")], DOMAIN)
    await store.save(tracker)
    assert store.answer_to("anna", "m1") == []
    tracker.update_with_events([question, answer, ActionExecuted("action_listen")], DOMAIN)
    await store.save(tracker)
    assert [message["text"] for message in store.answer_to("anna", "m1")] == ["hi"]
    assert [message["text"] for message in store.transcript("anna")] == ["hello", "hi"]


async def test_a_closed_conversation_is_gone_and_nothing_brings_it_back(database: str) -> None:
    store = opened(database)
    await talk(store, 2)
    await talk(store, 1, sender="ben")
    under_way = await store.retrieve("anna")
    assert under_way is not None
    store.close_conversation("anna")
    under_way.update_with_events(turn(2), DOMAIN)
    await store.save(under_way)
    for each in (store, opened(database)):
        assert each.is_closed("anna")
        assert await each.retrieve("anna") is None
    assert not store.is_closed("ben")
    left = sqlite3.connect(database).execute("select distinct sender_id from events").fetchall()
    assert left == [("ben",)]


async def test_what_is_kept_of_a_closed_conversation_names_nobody(database: str) -> None:
    store = opened(database)
    store.close_conversation("anna")
    store.close_conversation("anna")
    kept = sqlite3.connect(database).execute("select digest from closed_conversations").fetchall()
    assert len(kept) == 1
    assert "anna" not in kept[0][0]


async def test_who_watches_hears_of_what_is_written_and_deleted(database: str) -> None:
    store = opened(database)
    heard: list[str] = []
    store.watchers.append(heard.append)
    await talk(store, 1)
    assert set(heard) == {"anna"}
    heard.clear()
    await store.delete("anna")
    assert heard == ["anna"]
