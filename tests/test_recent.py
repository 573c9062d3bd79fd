"""What is kept in memory of a conversation, and for how long."""

import pytest

from bot.recent import LENGTH, MESSAGES, Recent, Talk
from bot.safety import Context, Level
from bot.signs import Signs


def said(*texts: str) -> Talk:
    talk = Talk()
    for text in texts:
        talk = talk.with_message(text)
    return talk


def user(text: str) -> dict[str, object]:
    return {"event": "user", "text": text}


def no_slot(_: str) -> None:
    return None


def test_only_the_last_messages_are_kept_and_only_their_ends() -> None:
    talk = said("the first", "my back is bad", "x" * 999 + "end", "it is worse at night")
    assert len(talk.said) == MESSAGES
    assert talk.said[0] == "my back is bad"
    assert len(talk.said[1]) == LENGTH
    assert talk.said[1].endswith("end")


@pytest.mark.parametrize("text", ["/affirm", "", "no", "not sure", "never mind", "typo, I meant ladder"])
def test_what_tells_nothing_is_not_kept(text: str) -> None:
    assert said("my back is bad", text).said == ("my back is bad",)


def test_a_message_that_takes_something_back_is_read_without_what_was_said_before() -> None:
    assert said("my back is bad").context("typo, I meant ladder").before == ()


def test_what_is_about_somebody_else_does_not_count_with_what_is_about_the_writer() -> None:
    talk = said("my husband has hurt his back", "it is bad")
    assert talk.context("what helps my own back").before == ("it is bad",)
    assert talk.context("he fell").before == talk.said
    assert talk.context("since the fall").before == talk.said


def test_the_signs_of_the_person_spoken_of_count() -> None:
    talk = Talk((), Signs({"fever": Level.urgent}, {"trauma": Level.urgent}, about_other=True))
    assert talk.context("my own leg is numb").flags == {"fever"}
    assert talk.context("his leg is numb").flags == {"trauma"}
    assert talk.context("a leg is numb").flags == {"fever", "trauma"}


def test_a_talk_is_read_from_the_events_of_the_present_session() -> None:
    events = [user("i crashed the car"), {"event": "session_started"}, user("hello there"), user("/affirm"), user("no")]
    assert Talk.of(events, no_slot).said == ("hello there",)
    assert Talk.of([], no_slot) == Talk()
    assert Talk().context("hello") == Context()


def test_the_open_question_is_known() -> None:
    slots = {"expecting": "check", "pending_flag": "fever"}
    assert Talk.of([], slots.get).open_check == "fever"
    assert Talk.of([], {**slots, "expecting": "delete"}.get).open_check is None


def test_a_conversation_is_forgotten_after_its_session() -> None:
    now = [0.0]
    recent = Recent(minutes=60, clock=lambda: now[0])
    recent.remember("a", said("my back is bad"))
    now[0] = 3600
    assert "a" in recent
    now[0] = 3601
    assert "a" not in recent
    assert recent.talk("a") == Talk()


def test_the_longest_silent_goes_first_when_there_are_too_many() -> None:
    recent = Recent(senders=2)
    for sender in ("a", "b", "a", "c"):
        recent.remember(sender, said("my back is bad"))
    assert [sender in recent for sender in "abc"] == [True, False, True]


def test_forgetting() -> None:
    recent = Recent()
    recent.remember("a", said("my back is bad"))
    recent.forget("a")
    recent.forget("a")
    assert "a" not in recent
