"""An answer knows who asks: no medicine for a child or in pregnancy; a kind word before any tip."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.answer import ActionAnswer, ActionAnswerCard
from actions.care import who
from actions.guarded import GuardedAction
from actions.spasm_form import ActionAdvice
from actions.turn import Turn
from bot.safety import Screening


def user(text: str) -> dict[str, Any]:
    return {"event": "user", "text": text}


def tracker(*messages: str, entities: list[dict] | None = None, **slots: Any) -> Tracker:
    """A session of these messages, the last one being answered."""
    message = {
        "text": messages[-1],
        "intent": {"name": "ask_medication", "confidence": 0.9},
        "entities": entities or [],
        "screening": Screening().to_dict(),
    }
    events = [{"event": "session_started"}, *map(user, messages)]
    return Tracker("s", slots, message, events, False, None, {}, "action_listen")


def run(action: GuardedAction, session: Tracker) -> tuple[list[dict], dict[str, Any]]:
    """What an action says, and the slots it sets."""
    dispatcher = CollectingDispatcher()
    events = asyncio.run(action.work(Turn(session), dispatcher, {}))
    return dispatcher.messages, {event["name"]: event["value"] for event in events if event["event"] == "slot"}


@pytest.mark.parametrize(
    ("before", "says"),
    [
        ("i'm 30 weeks pregnant and my back has gone", "midwife or maternity unit"),
        ("my son is 9 and his back is in spasm", "under 16"),
        ("im 78 and my back has gone", "From 70 on"),
        ("i take warfarin", "blood thinner"),
        ("had back surgery last year", "After a back operation"),
        ("i have asthma", "kidney trouble, an ulcer or asthma"),
    ],
)
def test_when_told_earlier_then_no_medicine_is_told(before: str, says: str) -> None:
    said, slots = run(ActionAnswer(), tracker(before, "which painkillers can i take for a back spasm"))
    assert says in said[0]["text"]
    assert "Nurofen" not in said[0]["text"]
    assert slots["special"]


def test_when_told_in_the_same_message_then_no_medicine_is_told() -> None:
    said, _ = run(ActionAnswer(), tracker("i'm on warfarin, can i take ibuprofen for a back spasm"))
    assert "blood thinner" in said[0]["text"]
    assert "Nurofen" not in said[0]["text"]


def test_when_remembered_then_a_button_tells_no_medicine() -> None:
    button = [{"entity": "card", "value": "painkillers_otc"}]
    said, slots = run(ActionAnswerCard(), tracker("/answer_card", entities=button, special=["pregnant"]))
    assert "midwife or maternity unit" in said[0]["text"]
    assert "special" not in slots


def test_when_nothing_is_special_then_the_card_as_it_is() -> None:
    button = [{"entity": "card", "value": "painkillers_otc"}]
    said, slots = run(ActionAnswerCard(), tracker("/answer_card", entities=button))
    assert "Nurofen" in said[0]["text"]
    assert "special" not in slots


def test_when_taken_back_then_it_is_forgotten() -> None:
    said, slots = run(ActionAnswer(), tracker("i'm not pregnant", "which painkillers help", special=["pregnant"]))
    assert "Nurofen" in said[0]["text"]
    assert slots["special"] == []


def test_the_advice_after_the_form_names_no_medicine_and_begins_with_the_caution() -> None:
    said, _ = run(ActionAdvice(), tracker("i'm 30 weeks pregnant", "no idea", pain_duration="days"))
    assert said[0]["text"].startswith("In pregnancy, ask your midwife or maternity unit before you try this")
    assert "painkiller" not in said[0]["text"].lower()


def test_when_a_session_is_new_then_the_old_one_does_not_count() -> None:
    session = tracker("what can i take")
    session.events = [user("i'm pregnant"), {"event": "session_started"}, user("what can i take")]
    assert who(Turn(session)) == frozenset()


def test_when_the_gate_answered_a_message_then_it_counts_all_the_same() -> None:
    assert who(Turn(tracker("i'm pregnant and my foot is numb", "what can i take"))) == {"pregnant"}


def test_when_pregnancy_was_settled_by_a_button_then_it_counts() -> None:
    assert who(Turn(tracker("/affirm", red_flags=["pregnancy"]))) == {"pregnant"}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("i can't cope with this pain any more, i'm so fed up, what helps a back spasm", "Samaritans"),
        ("my husband hits me, do stretches help a back spasm", "0808 2000 247"),
    ],
)
def test_when_somebody_needs_a_kind_word_then_it_comes_before_any_tip(text: str, first: str) -> None:
    said, _ = run(ActionAnswer(), tracker(text))
    assert said[0]["text"].startswith("I'm so sorry")
    assert first in said[0]["text"]
    assert all("stretch" not in message["text"] for message in said[:1])


def test_when_there_is_only_distress_then_the_kind_word_is_the_answer() -> None:
    said, _ = run(ActionAnswer(), tracker("im so fed up, nobody listens"))
    assert said[0]["text"].startswith("I'm so sorry")
    assert "fallback" not in [message["custom"]["kind"] for message in said]
