"""The two promises of the gate: a sign is answered at once whatever else is broken, and nobody meets silence."""

import asyncio
from typing import Any

import pytest
from conftest import Talk
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import ConversationPaused

from bot.channels import web
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


# ---- Buttons of the page itself ---------------------------------------------------------------------------------


async def press_on_page(talk: Talk, payload: str, **body: str) -> None:
    """What the page sends when one of its buttons is pressed; ``text`` for what is typed there."""
    output = CollectedReplies("web")
    message = web._message(body or {"payload": payload, "title": "A button"}, talk.sender, "1")
    message.output_channel = output
    await talk.gate.handle(message)
    talk.replies = output.replies


@pytest.mark.parametrize(
    ("payload", "kind", "says"),
    [
        ("/feedback_good", "smalltalk", "good to hear"),
        ('/feedback_good{"card": "ice_first"}', "smalltalk", "good to hear"),
        ('/feedback_bad{"card":"ice_first"}', "smalltalk", "sorry that didn't help"),
        ("/talk_to_person", "handoff", "Riverside Back Clinic"),
        ("/start_again", "smalltalk", "tart again"),
    ],
)
async def test_the_buttons_of_the_page_work_without_having_been_offered(
    talk: Talk, payload: str, kind: str, says: str
) -> None:
    await press_on_page(talk, payload)
    assert talk.kinds == [kind]
    assert says in talk.text


@pytest.mark.parametrize(
    "payload",
    [
        "/delete_data",
        "/screen_none",
        '/talk_to_person{"card": "x"}',
        '/feedback_good{"flag": "x"}',
        '/feedback_good{"card": "x", "flag": "y"}',
        "/feedback_good /screen_none",
    ],
)
async def test_nothing_else_does(talk: Talk, payload: str) -> None:
    await press_on_page(talk, payload)
    assert not await last_said_was_a_command(talk)


async def test_what_is_typed_is_no_button_of_the_page(talk: Talk) -> None:
    await press_on_page(talk, "", text="/talk_to_person")
    assert not await last_said_was_a_command(talk)


async def test_another_channel_has_no_buttons_of_the_page(talk: Talk) -> None:
    await talk.say("/talk_to_person")
    assert not await last_said_was_a_command(talk)


async def last_said_was_a_command(talk: Talk) -> bool:
    tracker = await talk.store.retrieve(talk.sender)
    assert tracker is not None
    return tracker.latest_message.text.startswith("/")


# ---- Deleting for good ------------------------------------------------------------------------------------------


async def test_what_is_under_way_does_not_bring_back_a_forgotten_conversation(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.say("is ice any good")
    turn_begun, may_go_on = asyncio.Event(), asyncio.Event()
    save = talk.store.save

    async def slow(tracker: Any) -> None:
        turn_begun.set()
        await may_go_on.wait()
        await save(tracker)

    monkeypatch.setattr(talk.store, "save", slow)
    turn = asyncio.create_task(talk.say("how long does it last"))
    await turn_begun.wait()
    forgetting = asyncio.create_task(talk.gate.forget(talk.sender))
    while not talk.store.is_closed(talk.sender):
        await asyncio.sleep(0)
    may_go_on.set()
    await asyncio.gather(turn, forgetting)
    assert talk.text  # the person was answered
    assert await talk.store.retrieve(talk.sender) is None
    assert talk.sender not in talk.store.recent


async def test_an_emergency_recorded_late_does_not_bring_it_back_either(talk: Talk) -> None:
    await talk.say("hello")
    async with talk.agent.lock_store.lock(talk.sender):
        emergency = asyncio.create_task(talk.say(EMERGENCY))
        while not talk.gate._recordings:
            await asyncio.sleep(0)
        talk.store.close_conversation(talk.sender)
    await emergency
    await asyncio.gather(*talk.gate._recordings)
    assert talk.level == "emergency"
    assert await talk.store.retrieve(talk.sender) is None
