"""Each kind of sign in each state of the conversation: it is answered at once, in all of them."""

from collections.abc import Awaitable, Callable

import pytest
from conftest import Talk

SIGNS = {
    "bladder_bowel": "hang on ive just wet myself and didnt feel a thing",
    "saddle_numbness": "its gone all numb between my legs",
    "leg_weakness": "my left leg just gave way on the stairs and it wont hold me up",
    "chest_pain": "and now theres a crushing pain in my chest",
    "self_harm": "i cant do this any more i want to kill myself",
    "overdose": "ive taken twenty paracetamol since breakfast",
    "trauma": "this all started when a van ran me over on sunday",
    "fever": "ive got a temperature of 39.4 and im shivering",
}

State = Callable[[Talk], Awaitable[None]]


async def idle(talk: Talk) -> None:
    """The first message."""


async def greeted(talk: Talk) -> None:
    await talk.say("hello")


async def asked_about_signs(talk: Talk) -> None:
    await talk.say("my back has gone into spasm")


async def asked_where(talk: Talk) -> None:
    await asked_about_signs(talk)
    await talk.press("None of these")


async def asked_since_when(talk: Talk) -> None:
    await asked_where(talk)
    await talk.press("Lower back")


async def asked_what_set_it_off(talk: Talk) -> None:
    await asked_since_when(talk)
    await talk.press("Today or a few days")


async def answered(talk: Talk) -> None:
    await talk.say("should i use ice")


async def not_understood(talk: Talk) -> None:
    await talk.say("what is the capital of peru")


async def about_to_delete(talk: Talk) -> None:
    await talk.say("delete my data")


async def handed_over(talk: Talk) -> None:
    await talk.say("can i talk to a real person")


STATES = [
    idle,
    greeted,
    asked_about_signs,
    asked_where,
    asked_since_when,
    asked_what_set_it_off,
    answered,
    not_understood,
    about_to_delete,
    handed_over,
]


@pytest.mark.parametrize("flag", SIGNS)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
async def test_a_sign_is_answered_in_every_state(talk: Talk, state: State, flag: str) -> None:
    await state(talk)
    await talk.say(SIGNS[flag])
    assert talk.kinds == ["escalation"]
    assert flag in talk.replies[0]["custom"]["flags"]
    assert talk.level == ("urgent" if flag == "fever" else "emergency")
    assert await talk.slot("requested_slot") is None


@pytest.mark.parametrize("flag", ["bladder_bowel", "fever"])
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
async def test_a_sign_is_answered_when_every_action_fails(
    talk: Talk, state: State, flag: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await state(talk)

    async def failing(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(talk.agent.processor.action_endpoint, "request", failing)
    await talk.say(SIGNS[flag])
    assert talk.kinds == ["escalation"]


async def test_after_an_emergency_no_self_care_is_given_and_the_talk_stays_open(talk: Talk) -> None:
    await talk.say(SIGNS["leg_weakness"])
    for question in ("which stretches can i do", "is heat ok", "tell me more", "my back is in spasm"):
        await talk.say(question)
        assert talk.kinds == ["escalation"], question
        assert "999" in talk.text
    await talk.say("can i talk to a person")
    assert talk.kinds == ["handoff"]


async def test_after_an_urgent_sign_an_answer_begins_with_a_reminder(talk: Talk) -> None:
    await talk.say(SIGNS["fever"])
    await talk.say("how long does a spasm last")
    assert talk.kinds == ["answer"]
    assert talk.text.startswith("You told me about a fever")
    assert talk.level == "urgent"


async def test_the_form_never_ends_with_advice_when_its_questions_failed(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the actions down, starting a form runs straight to its end rule unless that asks for the slots."""
    await asked_about_signs(talk)
    payload = next(b["payload"] for b in talk.replies[0]["buttons"] if b["title"] == "None of these")

    async def failing(*args: object, **kwargs: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(talk.agent.processor.action_endpoint, "request", failing)
    await talk.say(payload)
    assert talk.kinds == ["error"]
