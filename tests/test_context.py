"""What one message means after the ones before: signs told in two parts, taken back, ignored, or somebody else's."""

import asyncio
from typing import Any

import pytest
from conftest import Talk

from bot.runtime.conversation_store import ConversationStore

SELF_CARE = ("stretch", "ice pack", "heat pad", "20 minutes", "massage", "knee")


async def restarted(talk: Talk) -> None:
    """What a restart leaves: the database alone."""
    talk.store._live.clear()
    talk.store.recent.forget(talk.sender)


# ---- Two messages, one sign -------------------------------------------------------------------------------------

PARTS = [
    ("it goes numb", "between my legs", "saddle_numbness", "emergency"),
    ("I have been shivering", "and my leg gives way now", "leg_weakness", "emergency"),
    ("I have been shivering", "and my left foot is numb", "leg_numbness", "emergency"),
    ("my back is bad", "since the car crash", "trauma", "emergency"),
]


@pytest.mark.parametrize(("first", "second", "flag", "level"), PARTS)
async def test_two_messages_make_a_sign_together(talk: Talk, first: str, second: str, flag: str, level: str) -> None:
    await talk.say(first)
    await talk.say(second)
    assert talk.kinds == ["escalation"]
    assert talk.level == level
    assert flag in talk.replies[0]["custom"]["flags"]


@pytest.mark.parametrize(("first", "second", "flag", "level"), PARTS)
async def test_they_do_after_a_restart(talk: Talk, first: str, second: str, flag: str, level: str) -> None:
    await talk.say(first)
    await restarted(talk)
    await talk.say(second)
    assert set(talk.kinds) == {"escalation"}
    assert talk.replies[-1]["custom"]["level"] == level
    assert flag in talk.replies[-1]["custom"]["flags"]
    assert await talk.slot("triage_level") == level


async def test_a_small_word_between_them_changes_nothing(talk: Talk) -> None:
    await talk.say("my back is bad")
    await talk.say("ok")
    await talk.say("since the car crash")
    assert talk.level == "emergency"


async def test_an_old_sign_is_not_escalated_again_by_a_harmless_message(talk: Talk) -> None:
    await talk.say("i have a fever of 39.2 with my back")
    for harmless in ("how long does a spasm last", "is heat any good", "thanks"):
        await talk.say(harmless)
        assert "escalation" not in talk.kinds, harmless


async def test_the_second_part_needs_neither_lock_nor_database(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    await talk.say("it goes numb")

    async def hangs(*args: Any) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(talk.store, "retrieve", hangs)
    monkeypatch.setattr("bot.gate.RECORD_LIMIT", 0.1)
    async with talk.agent.lock_store.lock(talk.sender):
        await talk.say("between my legs")
    assert talk.level == "emergency"


async def test_a_memory_that_fails_does_not_stop_the_screening(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any) -> None:
        raise RuntimeError("the patient said something private")

    monkeypatch.setattr(talk.store.recent, "talk", broken)
    monkeypatch.setattr(talk.store, "live", broken)
    await talk.say("i cant feel it when i pee")
    assert talk.level == "emergency"
    await talk.say("is ice ok")
    assert "999" in talk.text


async def test_a_context_that_cannot_be_used_does_not_stop_the_screening(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any) -> None:
        raise ValueError

    monkeypatch.setattr("bot.recent.Talk.context", broken)
    await talk.say("i cant feel it when i pee")
    assert talk.level == "emergency"


async def test_a_deleted_conversation_is_forgotten_at_once(talk: Talk) -> None:
    await talk.say("my back is bad")
    await talk.say("delete my data")
    await talk.press("Yes")
    assert talk.sender not in talk.store.recent
    await talk.say("since the car crash")
    assert talk.store.recent.talk(talk.sender).said == ("since the car crash",)


async def test_after_the_session_what_was_said_no_longer_counts(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    await talk.say("my back is bad")
    assert talk.store.recent.talk(talk.sender).said == ("my back is bad",)
    store: ConversationStore = talk.store
    now = store.recent._clock()
    monkeypatch.setattr(store.recent, "_clock", lambda: now + 2 * 60 * 60)
    assert store.recent.talk(talk.sender).said == ()


# ---- Taking it back ---------------------------------------------------------------------------------------------

BLADDER = "i cant control my bladder since this morning"


@pytest.mark.parametrize(
    ("sign", "correction"),
    [
        (BLADDER, "typo, I meant ladder"),
        (BLADDER, "autocorrect, not bladder"),
        (BLADDER, "sorry wrong word"),
        ("my leg keeps giving way", "I meant my mum's leg years ago"),
        ("i cant feel my legs", "misread that, I can feel fine"),
        ("i have a fever of 39.2", "oops, my mistake"),
    ],
)
async def test_a_slip_put_right_is_met_with_one_direct_question(talk: Talk, sign: str, correction: str) -> None:
    await talk.say(sign)
    await talk.say(correction)
    assert talk.kinds == ["check"]
    assert [button["title"] for button in talk.replies[0]["buttons"]] == ["Yes", "No", "Not sure"]
    await talk.say("no")
    assert await talk.slot("triage_level") == "none"
    assert await talk.slot("red_flags") == []
    await talk.say("how long does a spasm last")
    assert talk.kinds == ["answer"]


async def test_of_several_signs_the_most_serious_is_asked_about_and_the_others_stay(talk: Talk) -> None:
    await talk.say("i have a fever of 39.2")
    await talk.say(BLADDER)
    await talk.say("typo, I meant ladder")
    assert talk.replies[0]["custom"]["flags"] == ["bladder_bowel"]
    await talk.say("no")
    assert await talk.slot("red_flags") == ["fever"]
    assert await talk.slot("triage_level") == "urgent"


async def test_a_level_that_the_words_raised_outlives_another_sign(talk: Talk) -> None:
    await talk.say("my back hurts since i was in a car crash")
    await talk.say(BLADDER)
    await talk.say("typo, I meant ladder")
    await talk.press("No")
    assert await talk.slot("red_flags") == ["trauma"]
    assert await talk.slot("triage_level") == "emergency"


@pytest.mark.parametrize("answer", ["yes", "not sure", "a bit"])
async def test_a_slip_put_right_that_was_none_is_escalated_again(talk: Talk, answer: str) -> None:
    await talk.say(BLADDER)
    await talk.say("typo, I meant ladder")
    await talk.say(answer)
    assert talk.kinds == ["escalation"]
    assert await talk.slot("triage_level") == "emergency"


@pytest.mark.parametrize("bare", ["ignore that", "never mind", "forget it", "only joking", "lol jk"])
async def test_a_bare_ignore_that_cancels_nothing(talk: Talk, bare: str) -> None:
    await talk.say(BLADDER)
    await talk.say(bare)
    assert talk.kinds == ["escalation"]
    assert "999" in talk.text
    assert await talk.slot("triage_level") == "emergency"


async def test_a_no_to_something_else_does_not_answer_the_direct_question(talk: Talk) -> None:
    await talk.say(BLADDER)
    await talk.say("typo, I meant ladder")
    await talk.say("is heat ok")
    await talk.say("no")
    assert await talk.slot("triage_level") == "emergency"


# ---- Staying with the person ------------------------------------------------------------------------------------

WISH = "i want to kill myself"


@pytest.mark.parametrize("taken_back", ["only joking", "just kidding lol", "ignore that", "typo, sorry"])
async def test_a_wish_to_die_taken_back_gets_a_kind_direct_question(talk: Talk, taken_back: str) -> None:
    await talk.say(WISH)
    await talk.say(taken_back)
    assert talk.kinds == ["check"]
    assert "hurting yourself" in talk.text
    assert await talk.slot("triage_level") == "emergency"
    await talk.say("no")
    assert "116 123" in talk.text
    assert await talk.slot("triage_level") == "none"


@pytest.mark.parametrize("answer", ["not really", "not any more", "not today", "i dont know", "sometimes"])
async def test_a_no_that_leaves_a_door_open_does_not_clear_a_wish_to_die(talk: Talk, answer: str) -> None:
    await talk.say(WISH)
    await talk.say("only joking")
    await talk.say(answer)
    assert talk.kinds == ["escalation"]
    assert await talk.slot("triage_level") == "emergency"


@pytest.mark.parametrize(
    "message",
    ["what stretches can i do", "ok", "thanks", "no", "yes", "hello", "my back is in spasm", "bye", "is ice ok"],
)
async def test_after_a_wish_to_die_it_stays_with_the_person(talk: Talk, message: str) -> None:
    await talk.say(WISH)
    await talk.say(message)
    assert talk.kinds == ["escalation"]
    assert "116 123" in talk.text
    assert "999" in talk.text
    assert not [word for word in SELF_CARE if word in talk.text.lower()]
    assert "None of these" not in [button["title"] for button in talk.replies[0]["buttons"]]


async def test_it_asks_one_gentle_question_each_time_and_not_in_the_same_words(talk: Talk) -> None:
    await talk.say(WISH)
    said = []
    for message in ("what stretches can i do", "is heat ok", "how long does it last"):
        await talk.say(message)
        said.append(talk.text)
    assert len(set(said)) == 3
    assert [text.count("?") for text in said] == [1, 1, 1]


# ---- Ignored ----------------------------------------------------------------------------------------------------


async def test_ignored_advice_is_repeated_briefly_and_not_in_the_same_words(talk: Talk) -> None:
    await talk.say("i cant feel my legs")
    first, said = talk.text, []
    for message in ("which stretches can i do", "is heat ok", "thanks"):
        await talk.say(message)
        assert talk.kinds == ["escalation"]
        assert "999" in talk.text
        said.append(talk.text)
    assert len(set(said)) == 3
    assert all(len(text) < len(first) / 2 for text in said)
    assert all(text.count(". ") <= 1 for text in said[:2])


@pytest.mark.parametrize("message", ["ok", "yes", "no", "i dont know", "thank you", "hi"])
async def test_after_an_emergency_small_talk_is_met_with_the_advice(talk: Talk, message: str) -> None:
    await talk.say("i cant feel my legs")
    await talk.say(message)
    assert talk.kinds == ["escalation"]
    assert "999" in talk.text


async def test_after_an_emergency_a_conversation_can_still_be_deleted(talk: Talk) -> None:
    await talk.say("i cant feel my legs")
    await talk.say("delete my data")
    await talk.say("yes")
    assert talk.kinds == ["privacy"]
    assert talk.store.transcript(talk.sender) == []


# ---- Somebody else ----------------------------------------------------------------------------------------------

HUSBAND = "my husband can't feel his legs"


async def test_the_sign_of_somebody_else_does_not_stick_to_the_writer(talk: Talk) -> None:
    await talk.say(HUSBAND)
    assert talk.level == "emergency"
    assert await talk.slot("triage_level") == "emergency"
    await talk.say("thanks, and what helps my own stiff back?")
    assert talk.kinds == ["answer"]
    assert talk.level == "none"
    assert await talk.slot("triage_level") == "none"
    assert await talk.slot("red_flags") == []
    assert await talk.slot("other_signs") == {"leg_numbness": "emergency"}
    await talk.say("how long does it last")
    assert talk.kinds == ["answer"]


@pytest.mark.parametrize("question", ["which stretches can he do", "is ice ok", "should i use heat on him"])
async def test_a_question_that_may_be_about_that_person_gets_the_reminder(talk: Talk, question: str) -> None:
    await talk.say(HUSBAND)
    await talk.say(question)
    assert talk.kinds == ["escalation"]
    assert "999" in talk.text


async def test_the_talk_can_turn_back_to_that_person(talk: Talk) -> None:
    await talk.say(HUSBAND)
    await talk.say("what helps my own stiff back?")
    await talk.say("and which stretches can he do")
    assert talk.kinds == ["escalation"]
    assert await talk.slot("triage_level") == "emergency"


async def test_both_may_have_signs_and_neither_raises_the_other(talk: Talk) -> None:
    await talk.say("my wife has a fever of 39.4")
    await talk.say("i have numbness in my left foot")
    assert talk.level == "urgent"
    assert await talk.slot("own_signs") == {"leg_numbness": "urgent"}
    assert await talk.slot("other_signs") == {"fever": "urgent"}


async def test_the_writers_own_emergency_comes_before_a_question_about_somebody_else(talk: Talk) -> None:
    await talk.say("i cant feel my legs")
    await talk.say("which stretches can my husband do")
    assert talk.kinds == ["escalation"]


async def test_when_it_is_not_sure_whose_sign_it_is_then_it_is_the_writers(talk: Talk) -> None:
    await talk.say("my husband worries. cant pee since last night")
    assert await talk.slot("own_signs")


async def test_signs_survive_starting_again(talk: Talk) -> None:
    await talk.say("i cant feel my legs")
    await talk.say("can we start again")
    await talk.press("Yes")
    await talk.say("is ice ok")
    assert talk.kinds == ["escalation"]
