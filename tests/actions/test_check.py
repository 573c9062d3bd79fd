"""The question that settles a possible sign, and what its answers lead to."""

from typing import Any

import pytest
from conftest import Talk

from bot.safety import Flag, Level, Screening, Status
from bot.safety.assertion import ASKED_OF_NOBODY
from bot.safety.verdict import SOUNDS_HARMLESS


@pytest.fixture
async def asked(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> Talk:
    """A conversation in which one message made a check question necessary."""
    flag = Flag("saddle_numbness", Level.emergency, Status.possible, 0, 3, "odd", "bot", "a rule", "a reason")
    possible = Screening(Level.none, True, (flag,))
    monkeypatch.setattr("bot.gate.screen", lambda text, context: possible)
    await talk.say("should i use ice, it feels odd down there")
    monkeypatch.undo()
    assert talk.kinds == ["check"]
    assert talk.replies[0]["custom"]["flags"] == ["saddle_numbness"]
    return talk


@pytest.mark.parametrize("answer", ["Yes", "Not sure"])
async def test_yes_and_not_sure_escalate(asked: Talk, answer: str) -> None:
    await asked.press(answer)
    assert asked.kinds == ["escalation"]
    assert asked.level == "emergency"
    assert await asked.slot("triage_level") == "emergency"


@pytest.mark.parametrize("answer", ["yeah it is", "a bit", "i dont know", "no but it tingles"])
async def test_typed_answers_that_are_no_clear_no_escalate(asked: Talk, answer: str) -> None:
    await asked.say(answer)
    assert asked.kinds == ["escalation"]


@pytest.mark.parametrize("answer", ["no", "nope, all normal", "not at all"])
async def test_after_a_no_the_question_before_is_answered(asked: Talk, answer: str) -> None:
    await asked.say(answer)
    assert asked.kinds == ["smalltalk", "answer"]
    assert "ice" in asked.text.lower()
    assert await asked.slot("triage_level") == "none"
    assert await asked.slot("denied_flags") == ["saddle_numbness"]


async def test_a_check_passed_over_is_asked_once_more_and_then_counts_as_not_sure(asked: Talk) -> None:
    await asked.say("how long does a spasm last")
    assert asked.kinds == ["check"]
    assert asked.text.startswith("I'll come to that")
    await asked.say("is heat ok")
    assert asked.kinds == ["escalation"]
    assert asked.level == "emergency"


@pytest.mark.parametrize("answer", ["between my legs", "when i wipe", "only in the mornings", "when I wipe, maybe"])
async def test_a_place_or_a_time_answers_the_open_question(asked: Talk, answer: str) -> None:
    await asked.say(answer)
    assert asked.kinds == ["escalation"]
    assert "saddle_numbness" in asked.replies[0]["custom"]["flags"]
    assert await asked.slot("triage_level") == "emergency"


@pytest.mark.parametrize("answer", ["no more than usual", "not any more", "no, everything feels normal"])
async def test_other_words_for_no_settle_it(asked: Talk, answer: str) -> None:
    await asked.say(answer)
    assert asked.kinds[0] == "smalltalk"
    assert await asked.slot("denied_flags") == ["saddle_numbness"]


async def test_a_yes_needs_no_database(asked: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(asked.store, "retrieve", broken)
    monkeypatch.setattr(asked.store, "save", broken)
    await asked.say("yeah but only on the left")
    assert asked.kinds == ["escalation"]
    assert asked.level == "emergency"


async def test_both_legs_make_an_emergency_of_a_numb_leg(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    flag = Flag("leg_numbness", Level.urgent, Status.possible, 0, 3, "odd", "bot", "a rule", "a reason")
    monkeypatch.setattr("bot.gate.screen", lambda text, context: Screening(Level.none, True, (flag,)))
    await talk.say("should i use ice, it feels odd")
    monkeypatch.undo()
    await talk.say("both")
    assert talk.level == "emergency"


async def test_what_only_the_classifier_takes_for_a_no_does_not_settle_it(
    asked: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.gate.read_answer", lambda text, asked: None)
    monkeypatch.setattr("bot.components.escalation_policy.read_answer", lambda text, asked: None)
    monkeypatch.setattr("actions.check_no.read_answer", lambda text, asked: None)
    await asked.say("no")
    assert asked.kinds == ["check"]
    assert asked.text.startswith("I'll come to that")


async def test_an_emergency_said_no_to_is_asked_about_once_more_when_its_words_come_up_again(
    asked: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await asked.say("no")
    flag = Flag("saddle_numbness", Level.emergency, Status.possible, 0, 3, "odd", "bot", "a rule", "a reason")
    monkeypatch.setattr("bot.gate.screen", lambda text, context: Screening(Level.none, True, (flag,)))
    await asked.say("it feels odd down there now")
    assert asked.kinds == ["check"]
    await asked.press("No")
    await asked.say("it feels odd down there now")
    assert "check" not in asked.kinds


async def test_an_escalation_can_be_taken_back_by_one_direct_no(talk: Talk) -> None:
    await talk.say("i wet myself")
    await talk.press("That's not what I meant")
    await talk.press("No")
    assert await talk.slot("triage_level") == "none"
    assert await talk.slot("red_flags") == []


async def test_of_two_signs_only_the_one_taken_back_goes(talk: Talk) -> None:
    await talk.say("i wet myself and i have a fever of 39.5")
    await talk.press("That's not what I meant")
    await talk.press("No")
    assert await talk.slot("red_flags") == ["fever"]
    assert await talk.slot("triage_level") == "urgent"


async def test_a_button_names_a_sign_and_an_unknown_one_asks_again(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talk.store, "offered_payloads", lambda sender: {'/has_sign{"flag": "nonsense"}'})
    await talk.say('/has_sign{"flag": "nonsense"}')
    assert talk.kinds == ["screen"]


async def test_a_card_that_is_gone_is_said_to_be_gone(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    payload = '/answer_card{"card": "taken_out"}'
    monkeypatch.setattr(talk.store, "offered_payloads", lambda sender: {payload})
    await talk.say(payload)
    assert talk.kinds == ["fallback"]


async def test_more_next_repeat_and_source_without_an_answer_before(talk: Talk) -> None:
    await talk.say("say that again please")
    assert talk.kinds == ["smalltalk"]
    await talk.say("where do you get your information from")
    assert "five web pages" in talk.text


async def test_repeat_says_the_same_again(talk: Talk) -> None:
    first = await talk.say("should i use ice")
    again: Any = await talk.say("can you repeat that")
    assert again[0]["text"] == first[0]["text"]
    assert again[0]["custom"] == first[0]["custom"]


async def test_a_second_miss_offers_topics_and_a_person(talk: Talk) -> None:
    first = await talk.say("what is the capital of peru")
    second = await talk.say("who won the cup in 1966")
    assert first[0]["text"] != second[0]["text"]
    assert len(second[0]["buttons"]) == 6


async def say_with(
    talk: Talk,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    *,
    flag: str,
    rule: str,
    level: Level = Level.emergency,
    score: float | None = None,
    why: str = "a reason",
) -> Talk:
    """Says something in which a sign is possible, found by that rule."""
    found = Flag(flag, level, Status.possible, 0, 3, text[:3], "bot", rule, why, score)
    monkeypatch.setattr("bot.gate.screen", lambda text, context: Screening(Level.none, True, (found,)))
    monkeypatch.setattr("bot.gate.eased", lambda screening, text: screening)
    await talk.say(text)
    monkeypatch.undo()
    return talk


async def test_when_a_question_only_sounds_like_a_sign_then_it_is_asked_about_and_answered_once(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await say_with(talk, monkeypatch, "how long does a back spasm last", flag="bladder_bowel", rule="learned")
    assert talk.kinds == ["check", "answer"]
    assert await talk.slot("expecting") == "check"
    await talk.press("No")
    assert "answer" not in talk.kinds


@pytest.mark.parametrize(
    ("flag", "rule", "given"),
    [
        ("self_harm", "learned", {"score": 0.3}),  # hardly sounds like it
        ("prolonged", "a rule", {"level": Level.routine}),  # not pressing
        ("skin_redness", "a rule", {"why": ASKED_OF_NOBODY}),
        ("trauma", "a rule", {"why": f"affirmed{SOUNDS_HARMLESS}"}),
    ],
)
async def test_a_check_that_may_be_needless_holds_back_no_answer(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, flag: str, rule: str, given: dict[str, Any]
) -> None:
    await say_with(talk, monkeypatch, "how long does a back spasm last", flag=flag, rule=rule, **given)
    assert talk.kinds == ["check", "answer"]


@pytest.mark.parametrize(
    ("text", "flag", "rule"),
    [
        ("how long does a back spasm last", "bladder_bowel", "a rule"),  # heard by a rule, not by likeness alone
        ("how long does a back spasm last", "self_harm", "learned"),
        ("how do i do the childs pose", "bladder_bowel", "learned"),  # nothing to do while a sign is possible
        ("my back is sore", "bladder_bowel", "learned"),
    ],
)
async def test_when_the_sign_comes_first_then_nothing_is_answered_beside_the_check(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, text: str, flag: str, rule: str
) -> None:
    await say_with(talk, monkeypatch, text, flag=flag, rule=rule)
    assert talk.kinds == ["check"]
