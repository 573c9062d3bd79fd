"""The question that settles a possible sign, and what its answers lead to."""

from typing import Any

import pytest
from conftest import Talk

from bot.safety import Flag, Level, Screening, Status


@pytest.fixture
async def asked(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> Talk:
    """A conversation in which one message made a check question necessary."""
    flag = Flag("saddle_numbness", Level.emergency, Status.possible, 0, 3, "odd", "bot", "a rule", "a reason")
    possible = Screening(Level.none, True, (flag,))
    monkeypatch.setattr("bot.gate.screen", lambda text: possible)
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
    assert len(second[0]["buttons"]) == 5
