"""Talks in Slack: who is answered, where, once, and to what words."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from bot.channels.messenger import words as shared

from .conftest import ANSWER, FakeGate, FakeSlack, Workspace, opened

QUESTION = {
    "text": "Does it feel numb?",
    "buttons": [{"title": "Yes", "payload": "/affirm"}, {"title": "No", "payload": "/deny"}],
    "custom": {"kind": "check", "level": "none"},
}


async def test_a_private_message_is_answered_where_it_was_written(known: Workspace) -> None:
    await known.says("what helps?")
    assert known.gate.texts == ["what helps?"]
    sent = known.slack.made("chat.postMessage")
    assert [(body["channel"], body["text"], body.get("thread_ts")) for body in sent] == [("D1", "Ice first.", None)]


async def test_the_first_answer_comes_behind_a_notice(workspace: Workspace) -> None:
    await workspace.says("what helps?")
    notice, answer = workspace.slack.said
    assert "/backspasm delete" in notice
    assert "Slack carries these messages" in notice
    assert answer == "Ice first."


async def test_opening_the_home_page_does_not_stand_for_the_first_message(workspace: Workspace) -> None:
    await workspace.event({"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"})
    await workspace.says("what helps?")
    assert len(workspace.slack.said) == 2


async def test_a_message_in_a_thread_is_answered_in_the_thread(known: Workspace) -> None:
    await known.says("what helps?", thread_ts="0.5")
    assert known.slack.made("chat.postMessage")[0]["thread_ts"] == "0.5"
    assert known.slack.made("assistant.threads.setStatus")[0]["thread_ts"] == "0.5"


async def test_nothing_shows_that_it_is_writing_outside_a_thread(known: Workspace) -> None:
    await known.says("what helps?")
    assert not known.slack.made("assistant.threads.setStatus")


async def test_an_event_that_is_delivered_again_is_answered_once(known: Workspace) -> None:
    message = known.message("what helps?")
    for number in range(3):
        retry = {"x-slack-retry-num": str(number), "x-slack-retry-reason": "http_timeout"} if number else {}
        await known.event(message, id="EvSame", **retry)
    assert len(known.gate.heard) == 1


async def test_a_message_that_comes_as_two_events_is_answered_once(known: Workspace) -> None:
    message = known.message("<@UBOT> what helps?")
    await known.event(message)
    await known.event({**message, "type": "app_mention"})
    assert known.gate.texts == ["what helps?"]


async def test_a_message_is_known_after_a_restart(gate: FakeGate, slack: FakeSlack) -> None:
    async with opened(gate, slack) as before:
        message = before.message("what helps?")
        await before.event(message)
    async with opened(gate, slack) as after:
        await after.event(message)
    assert len(gate.heard) == 1


@pytest.mark.parametrize(
    ("sent", "heard"),
    [
        ("I can&apos;t &amp; won&#39;t".replace("&apos;", "'").replace("&#39;", "'"), "I can't & won't"),
        ("pain &gt; 8 &lt; 10", "pain > 8 < 10"),
        ("&amp;lt; is not &lt;", "&lt; is not <"),
        ("<@UBOT> I can't feel <@U2|anna>'s legs", "I can't feel @anna's legs"),
        ("as in <#C1|general> and <#C2>", "as in #general and"),
        ("<!here> I fell", "@here I fell"),
        ("<!subteam^S1|@nurses> I fell", "@nurses I fell"),
        ("since <!date^1700000000^{date}|Tuesday>", "since Tuesday"),
        ("numb in both <http://legs.It|legs.It> hurts", "numb in both legs.It hurts"),
        ("see <https://clinic.example/a?b=1&amp;c=2>", "see https://clinic.example/a?b=1&c=2"),
        ("write <mailto:a@b.example|a@b.example>", "write a@b.example"),
        ("call <tel:+44207|+44 207>", "call +44 207"),
        ("I can't feel _my legs_", "I can't feel my legs"),
        ("*I* ~can't~ `pee`", "I can't pee"),
        ("2*3 and a_b", "2*3 and a_b"),
        (":+1:", "👍"),
    ],
)
async def test_what_slack_made_of_the_words_is_undone(known: Workspace, sent: str, heard: str) -> None:
    await known.says(sent)
    assert known.gate.texts == [heard]


async def test_what_is_typed_is_no_command_to_the_agent(known: Workspace) -> None:
    await known.says("/restart")
    assert known.gate.heard[0].metadata == {"typed": True}


@pytest.mark.parametrize("subtype", ["me_message", "thread_broadcast"])
async def test_words_in_another_form_are_heard(known: Workspace, subtype: str) -> None:
    await known.says("my back hurts", subtype=subtype)
    assert known.gate.texts == ["my back hurts"]


@pytest.mark.parametrize(
    "more", [{"bot_id": "B1"}, {"user": "USLACKBOT"}, {"user": None}, {"subtype": "bot_message", "bot_id": "B1"}]
)
async def test_bots_are_not_answered(known: Workspace, more: dict[str, Any]) -> None:
    await known.says("hello", **more)
    assert not known.gate.heard


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ({"mimetype": "image/jpeg"}, "look at photos"),
        ({"mimetype": "video/mp4"}, "watch videos"),
        ({"mimetype": "audio/webm", "subtype": "slack_audio"}, "listen to voice messages"),
        ({"mimetype": "audio/mpeg"}, "listen to recordings"),
        ({"mimetype": "application/pdf"}, "open files"),
        ({"id": "F1", "mode": "hidden_by_limit"}, "open files"),
    ],
)
async def test_a_file_without_words_gets_a_kind_sentence(known: Workspace, file: dict[str, Any], words: str) -> None:
    await known.says("", subtype="file_share", files=[file])
    assert not known.gate.heard
    assert words in known.slack.said[0]


async def test_the_words_of_a_file_are_heard(known: Workspace) -> None:
    await known.says("it hurts here", subtype="file_share", files=[{"mimetype": "image/png"}])
    assert known.gate.texts == ["it hurts here"]
    assert "went by your words alone" in known.slack.said[1]


async def test_a_forwarded_message_is_not_read(known: Workspace) -> None:
    await known.says("", attachments=[{"text": "I can't feel my legs", "is_share": True}])
    assert not known.gate.heard
    assert "read that kind of message" in known.slack.said[0]


def changed(known: Workspace, before: dict[str, Any], text: str, **more: Any) -> dict[str, Any]:
    now = {**before, "text": text, "edited": {"user": "U1", "ts": "99.0"}, **more}
    return known.message("", subtype="message_changed", message=now, previous_message=before)


async def test_an_edit_that_matters_is_answered(known: Workspace) -> None:
    before = known.message("my back hurts")
    await known.event(before)
    await known.event(changed(known, before, "my back hurts and my leg is weak"))
    assert known.gate.texts == ["my back hurts", "my back hurts and my leg is weak"]


async def test_an_edit_is_answered_once(known: Workspace) -> None:
    before = known.message("my back hurts")
    await known.event(before)
    edit = changed(known, before, "my leg is weak now")
    for _ in range(2):
        await known.event(edit)
    assert len(known.gate.heard) == 2


async def test_mended_spelling_is_not_answered(known: Workspace) -> None:
    before = known.message("my bakc hurts")
    await known.event(before)
    await known.event(changed(known, before, "my back hurts"))
    assert len(known.gate.heard) == 1


async def test_the_preview_of_a_link_is_not_answered(known: Workspace) -> None:
    before = known.message("see https://clinic.example")
    await known.event(before)
    preview = {**before, "attachments": [{"title": "Clinic"}]}
    await known.event(known.message("", subtype="message_changed", message=preview, previous_message=before))
    assert len(known.gate.heard) == 1


async def test_what_the_guide_changes_itself_is_not_answered(known: Workspace) -> None:
    own = {"text": "Ice first.", "bot_id": "B1", "user": "UBOT", "ts": "1.0"}
    await known.event(known.message("", subtype="message_changed", message={**own, "text": "x"}, previous_message=own))
    assert not known.gate.heard


# ---- Channels and groups ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["channel", "group", "mpim"])
async def test_a_message_in_a_channel_is_not_read(known: Workspace, kind: str) -> None:
    await known.says("I can't feel my legs", channel="C1", channel_type=kind)
    assert not known.gate.heard
    assert not known.slack.calls


@pytest.mark.parametrize("thread", [None, "0.5"])
async def test_who_calls_the_guide_in_a_channel_is_invited_to_a_private_talk(
    known: Workspace, thread: str | None
) -> None:
    call = known.message("<@UBOT> I can't feel my legs", type="app_mention", channel="C1", thread_ts=thread)
    del call["channel_type"]
    for _ in range(2):
        await known.event(call)
    assert not known.gate.heard
    (offer,) = known.slack.made("chat.postEphemeral")
    assert (offer["channel"], offer["user"], offer.get("thread_ts")) == ("C1", "U1", thread)
    assert "I only talk in private" in offer["text"]
    assert "999" in offer["text"]
    assert offer["blocks"][1]["elements"][0]["url"] == "https://slack.com/app_redirect?app=A1&team=T1"
    assert not known.slack.said


async def test_the_guide_says_so_when_it_is_added_to_a_channel(known: Workspace) -> None:
    await known.event({"type": "member_joined_channel", "user": "U2", "channel": "C1"})
    assert not known.slack.calls
    await known.event({"type": "member_joined_channel", "user": "UBOT", "channel": "C1", "inviter": "U2"})
    await known.event({"type": "member_joined_channel", "user": "UBOT", "channel": "C2"})
    assert [(name, body["channel"]) for name, body in known.slack.calls] == [
        ("chat.postEphemeral", "C1"),
        ("chat.postMessage", "C2"),
    ]


# ---- Commands ---------------------------------------------------------------------------------------------------


async def test_a_slash_command_is_answered_in_private(known: Workspace) -> None:
    response = await known.slash("privacy")
    assert response.json()["response_type"] == "ephemeral"
    assert "private conversation" in response.json()["text"]
    assert known.slack.made("conversations.open") == [{"users": "U1"}]
    assert known.slack.made("chat.postMessage")[0]["channel"] == "DU1"
    assert "under a code" in known.slack.said[0]


async def test_nothing_is_added_where_the_command_is_given_in_the_private_talk(known: Workspace) -> None:
    await known.slash("privacy")
    assert (await known.slash("privacy", channel_id="DU1")).text == ""
    assert len(known.slack.made("conversations.open")) == 1


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("", "/capabilities"),
        ("help", "/capabilities"),
        ("  HELP! ", "/capabilities"),
        ("start", "/greet"),
        ("human", "/talk_to_person"),
        ("delete", "/delete_data"),
        ("help me lift a box", "help me lift a box"),
        ("start of my spine hurts", "start of my spine hurts"),
        ("my back &amp; my leg", "my back & my leg"),
    ],
)
async def test_behind_a_slash_is_a_command_or_a_message(known: Workspace, text: str, heard: str) -> None:
    await known.slash(text)
    assert known.gate.texts == [heard]


async def test_a_slash_command_is_no_other_persons(known: Workspace) -> None:
    await known.slash("help")
    await known.slash("help", user_id="U2")
    await known.says("hello")
    first, second, third = (message.sender_id for message in known.gate.heard)
    assert first == third != second


@pytest.mark.parametrize("command", ["start", "help", "emergency", "human", "privacy", "delete"])
async def test_a_shortcut_is_a_command_of_whoever_chose_it(known: Workspace, command: str) -> None:
    somebody = {"user": "U2", "text": "I can't feel my legs", "ts": "1.0"}
    who = {"user": {"id": "U1"}, "team": {"id": "T1"}, "trigger_id": "s"}
    chosen = {**who, "type": "message_action", "callback_id": f"command_{command}", "channel": {"id": "C1"}}
    await known.interaction({**chosen, "message": somebody, "response_url": "https://hooks.slack.com/a"})
    assert len(known.slack.said) == 1
    assert known.slack.made("chat.postMessage")[0]["channel"] == "DU1"
    assert not any("legs" in text for text in known.gate.texts)


async def test_the_home_page_offers_the_commands_and_answers_in_private(known: Workspace) -> None:
    await known.event({"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "messages"})
    assert not known.slack.calls
    await known.event({"type": "app_home_opened", "user": "U1", "channel": "D1", "tab": "home"})
    (page,) = known.slack.made("views.publish")
    assert page["user_id"] == "U1"
    blocks = page["view"]["blocks"]
    assert "999" in json.dumps(blocks)
    buttons = {button["text"]["text"]: button for button in blocks[-1]["elements"]}
    assert len(buttons) == 6
    pressed = {"type": "block_actions", "user": {"id": "U1"}, "team": {"id": "T1"}, "trigger_id": "h"}
    container = {"type": "view", "view_id": "V1"}
    action = {**buttons["Numbers to call now"], "action_ts": "1.0"}
    await known.interaction({**pressed, "container": container, "actions": [action], "view": page["view"]})
    assert "999" in known.slack.said[0]


# ---- Buttons ----------------------------------------------------------------------------------------------------


async def test_a_pressed_button_is_marked_and_the_others_stay(known: Workspace) -> None:
    known.gate.answer = QUESTION
    await known.says("hello")
    assert set(known.slack.buttons) == {"Yes", "No"}
    assert all(len(button["value"]) < 20 for button in known.slack.buttons.values())
    known.gate.answer = ANSWER
    sent = known.slack.made("chat.postMessage")[-1]
    await known.presses("Yes")
    assert known.gate.texts == ["hello", "/affirm"]
    (update,) = known.slack.made("chat.update")
    assert (update["channel"], update["text"]) == ("D1", sent["text"])
    assert [element["text"]["text"] for element in update["blocks"][-1]["elements"]] == ["✓ Yes", "No"]
    assert [element["value"] for element in update["blocks"][-1]["elements"]] == [
        element["value"] for element in sent["blocks"][-1]["elements"]
    ]


async def test_a_second_press_is_told_that_it_was_chosen(known: Workspace) -> None:
    known.gate.answer = QUESTION
    await known.says("hello")
    known.gate.answer = ANSWER
    for _ in range(2):
        await known.presses("Yes")
    assert known.slack.made("chat.postEphemeral")[0]["text"] == shared.pressed_before()
    assert known.gate.texts == ["hello", "/affirm"]


async def test_the_button_of_an_earlier_conversation_is_explained(known: Workspace) -> None:
    known.gate.answer = QUESTION
    await known.says("hello")
    await known.presses("Yes", actions=[{"type": "button", "action_id": "x", "value": "unknown", "action_ts": "1.0"}])
    assert "earlier conversation" in known.slack.said[-1]


async def test_words_that_a_button_carries_are_read(known: Workspace) -> None:
    known.gate.answer = QUESTION
    await known.says("hello")
    known.gate.answer = ANSWER
    action = {"type": "plain_text_input", "action_id": "x", "value": "my leg is weak", "action_ts": "1.0"}
    await known.presses("Yes", actions=[action])
    assert known.gate.texts == ["hello", "my leg is weak"]


async def test_fifty_people_at_once(workspace: Workspace) -> None:
    async def write(number: int) -> None:
        message = workspace.message(f"hello {number}", user=f"U{number}", channel=f"D{number}")
        await workspace.event(message)

    await asyncio.gather(*(write(number) for number in range(50)))
    answered = {body["channel"] for body in workspace.slack.made("chat.postMessage") if body["text"] == "Ice first."}
    assert len(answered) == 50
