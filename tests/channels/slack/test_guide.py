"""The guide itself, spoken to through Slack."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from rasa.core.agent import Agent

from bot.gate import Gate
from bot.runtime.conversation_store import ConversationStore

from .conftest import FakeSlack, Workspace, opened

EMERGENCY = "my back went and now I can't feel myself pee"


@pytest.fixture
async def clinic(parts: tuple[Agent, ConversationStore], slack: FakeSlack) -> AsyncIterator[Workspace]:
    """A workspace where the guide answers U1, who has been told the notice."""
    async with opened(Gate(*parts), slack) as workspace:
        await workspace.says("hello", ts="0.1")
        workspace.slack.calls.clear()
        yield workspace
    parts[1].forgetters.clear()


def is_emergency(clinic: Workspace) -> bool:
    first = clinic.slack.made("chat.postMessage")[0]
    return first["blocks"][0]["text"]["text"] == "🚨 Emergency" and "999" in first["text"]


async def test_an_emergency_is_answered_at_once(clinic: Workspace) -> None:
    await clinic.says(EMERGENCY)
    assert is_emergency(clinic)


async def test_an_emergency_below_a_photo_is_heard(clinic: Workspace) -> None:
    await clinic.says(EMERGENCY, subtype="file_share", files=[{"mimetype": "image/jpeg"}])
    assert is_emergency(clinic)


async def test_an_emergency_in_an_edited_message_is_heard(clinic: Workspace) -> None:
    before = clinic.message("my back hurts")
    await clinic.event(before)
    clinic.slack.calls.clear()
    now = {**before, "text": EMERGENCY, "edited": {"user": "U1", "ts": "99.0"}}
    await clinic.event(clinic.message("", subtype="message_changed", message=now, previous_message=before))
    assert is_emergency(clinic)


async def test_an_emergency_in_a_thread_is_answered_there(clinic: Workspace) -> None:
    await clinic.says(EMERGENCY, thread_ts="0.5")
    assert is_emergency(clinic)
    assert clinic.slack.made("chat.postMessage")[0]["thread_ts"] == "0.5"


@pytest.mark.parametrize("text", [EMERGENCY, f"help {EMERGENCY}", f"emergency {EMERGENCY}", f"delete {EMERGENCY}"])
async def test_an_emergency_behind_the_slash_command_is_answered_in_private(clinic: Workspace, text: str) -> None:
    await clinic.slash(text)
    assert is_emergency(clinic)
    assert clinic.slack.made("chat.postMessage")[0]["channel"] == "DU1"


async def test_a_voice_clip_names_the_emergency_number(clinic: Workspace) -> None:
    await clinic.says("", subtype="file_share", files=[{"mimetype": "audio/webm", "subtype": "slack_audio"}])
    assert "999" in clinic.slack.said[0]


async def test_the_form_is_gone_through_by_buttons(clinic: Workspace) -> None:
    await clinic.says("my back has gone into spasm")
    await clinic.presses("None of these")
    marked = [body["blocks"] for body in clinic.slack.made("chat.update")]
    assert "✓ None of these" in str(marked)
    asked = len(clinic.slack.said)
    await clinic.slash("emergency")  # in the middle of the form
    assert "999" in clinic.slack.said[asked]


async def test_steps_are_told_one_at_a_time(clinic: Workspace) -> None:
    await clinic.says("show me the cat cow stretch step by step")
    (first,) = clinic.slack.made("chat.postMessage")
    on = next(title for title in clinic.slack.buttons if "step" in title.lower() or "next" in title.lower())
    await clinic.presses(on)
    assert len(clinic.slack.said) == 2
    assert clinic.slack.said[1] != first["text"]


async def test_a_deleted_conversation_leaves_nothing(clinic: Workspace) -> None:
    await clinic.slash("delete")
    store: Any = clinic.gate.store
    await clinic.presses(next(iter(clinic.slack.buttons)))
    assert "deleted" in clinic.slack.said[-1].lower()
    assert await store.retrieve(clinic.channel._messenger.person("T1", "U1")) is None
