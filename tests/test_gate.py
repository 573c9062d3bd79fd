"""The two promises of the gate: a sign is answered at once whatever else is broken, and nobody meets silence."""

import asyncio
from typing import Any

import pytest
from conftest import Talk
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import ConversationPaused

from bot.channels.collected import CollectedReplies
from bot.gate import Gate

EMERGENCY = "since this morning i cant feel it when i pee"


class Broken:
    """Stands in for a part that fails, hangs or says nothing."""

    def __init__(self, how: str) -> None:
        self.how = how

    async def __call__(self, *args: Any, **kwargs: Any) -> None:
        if self.how == "raises":
            raise RuntimeError("the patient said something private")
        if self.how == "hangs":
            await asyncio.Event().wait()


@pytest.mark.parametrize("how", ["raises", "hangs", "says nothing"])
async def test_when_a_turn_breaks_then_a_plain_sentence_with_the_number_is_said(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    broken = Talk(talk.agent, talk.store, turn_limit=0.2)
    monkeypatch.setattr(talk.agent, "handle_message", Broken(how))
    await broken.say("is ice any good")
    assert broken.kinds == ["error"]
    assert "999" in broken.text


@pytest.mark.parametrize("how", ["raises", "hangs"])
async def test_when_a_turn_breaks_then_routine_advice_is_not_lost(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    broken = Talk(talk.agent, talk.store, turn_limit=0.2)
    monkeypatch.setattr(talk.agent, "handle_message", Broken(how))
    await broken.say("ive had this back pain for three months now, is ice any good")
    assert broken.kinds == ["escalation", "error"]


async def test_what_a_person_wrote_is_never_logged(
    talk: Talk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(talk.agent, "handle_message", Broken("raises"))
    await talk.say("is ice any good for mrs blenkinsop")
    assert "RuntimeError" in caplog.text
    assert "private" not in caplog.text
    assert "blenkinsop" not in caplog.text


async def test_an_emergency_needs_no_model(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talk.agent, "processor", None)
    await talk.say(EMERGENCY)
    assert talk.level == "emergency"


async def test_an_emergency_does_not_wait_for_the_lock(talk: Talk) -> None:
    async with talk.agent.lock_store.lock(talk.sender):
        output = CollectedReplies("test")
        message = UserMessage(EMERGENCY, output, talk.sender, input_channel="test")
        answering = asyncio.create_task(talk.gate.handle(message))
        while not output.replies:
            await asyncio.sleep(0)
        assert output.replies[0]["custom"]["level"] == "emergency"
        assert not answering.done()  # it still waits to be recorded
    await answering
    assert await talk.slot("triage_level") == "emergency"


async def test_a_recording_that_takes_long_keeps_nobody_waiting(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    may_go_on = asyncio.Event()
    save = talk.store.save

    async def slow(tracker: Any) -> None:
        await may_go_on.wait()
        await save(tracker)

    monkeypatch.setattr(talk.store, "save", slow)
    monkeypatch.setattr("bot.gate.RECORD_WAIT", 0.01)
    await talk.say(EMERGENCY)
    assert talk.level == "emergency"
    may_go_on.set()
    await asyncio.gather(*talk.gate._recordings)
    assert await talk.slot("triage_level") == "emergency"


async def test_an_emergency_needs_no_database(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(talk.store, "save", Broken("raises"))
    monkeypatch.setattr(talk.store, "retrieve", Broken("raises"))
    await talk.say(EMERGENCY)
    assert talk.level == "emergency"


async def test_a_failing_database_is_said_and_not_hidden_behind_an_empty_memory(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(talk.store, "retrieve", Broken("raises"))
    monkeypatch.setattr(talk.store, "_live", {})
    await talk.say("is ice any good")
    assert talk.kinds == ["error"]


async def test_a_paused_conversation_is_answered_all_the_same(talk: Talk) -> None:
    await talk.say("hello")
    tracker = await talk.store.retrieve(talk.sender)
    tracker.update(ConversationPaused())
    await talk.store.save(tracker)
    await talk.say("is ice any good")
    assert talk.kinds == ["error"]
    await talk.say(EMERGENCY)
    assert talk.level == "emergency"


async def test_a_reply_that_cannot_be_sent_does_not_lose_the_turn(talk: Talk) -> None:
    class Unreachable(CollectedReplies):
        async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
            raise ConnectionError

    message = UserMessage("is ice any good", Unreachable("test"), talk.sender, input_channel="test")
    await Gate(talk.agent, talk.store).handle(message)
    assert await talk.slot("last_card")


async def test_what_was_said_in_an_emergency_is_recorded(talk: Talk) -> None:
    await talk.say(EMERGENCY)
    assert await talk.slot("triage_level") == "emergency"
    assert await talk.slot("red_flags") == ["bladder_bowel"]
    assert [turn["from"] for turn in talk.store.transcript(talk.sender)] == ["user", "bot"]


async def test_a_button_works_only_in_the_conversation_that_offered_it(talk: Talk) -> None:
    await talk.say("my back has gone into spasm")
    stranger = Talk(talk.agent, talk.store)
    await stranger.say("/screen_none")
    assert "Where is the spasm" not in stranger.text
    await talk.say("/screen_none")
    assert "Where is the spasm" in talk.text
