"""Replies in blocks, checked by the rules of Slack's own library."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.models.blocks import Block

from bot import escalation, knowledge
from bot.channels.messenger.commands import COMMANDS
from bot.channels.slack.drawing import draw, mark
from bot.channels.slack.home import view
from bot.safety import screen


def reply(text: str = "Ice first.", titles: tuple[str, ...] = (), **custom: Any) -> dict[str, Any]:
    buttons = [{"title": title} for title in titles]
    return {"text": text, "buttons": buttons, "custom": {"kind": "answer", "level": "none", **custom}}


def drawn(response: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """The blocks of each message, all within Slack's limits."""
    calls = draw(response, [f"t{number}" for number in range(len(response["buttons"]))], None)
    for call in calls:
        assert call["text"]
        assert len(call["blocks"]) <= 50
        for block in Block.parse_all(call["blocks"]):
            block.validate_json()
    return [call["blocks"] for call in calls]


def kinds(blocks: list[dict[str, Any]]) -> list[str]:
    return [block["type"] for block in blocks]


@pytest.mark.parametrize(("count", "blocks"), [(1, 1), (25, 1), (26, 2), (60, 3)])
def test_all_buttons_are_shown(count: int, blocks: int) -> None:
    (message,) = drawn(reply(titles=tuple(f"Choice {number}" for number in range(count))))
    actions = [block for block in message if block["type"] == "actions"]
    assert len(actions) == blocks
    assert sum(len(block["elements"]) for block in actions) == count


def test_a_long_title_is_cut() -> None:
    (message,) = drawn(reply(titles=("a" * 100,)))
    assert message[-1]["elements"][0]["text"]["text"] == "a" * 74 + "…"


def test_a_long_text_is_told_in_full_and_its_buttons_come_last() -> None:
    text = " ".join(f"Sentence {number} of a very long text." for number in range(2000))
    messages = drawn(reply(text, ("On",)))
    parts = [block["text"]["text"] for blocks in messages for block in blocks if block["type"] == "section"]
    assert " ".join(parts) == text
    assert [kinds(blocks).count("actions") for blocks in messages] == [0] * (len(messages) - 1) + [1]


def test_markup_in_a_text_stays_what_it_is() -> None:
    text = "Use *both* hands & <keep> a_b_c."
    (call,) = draw(reply(text), [], None)
    assert call["text"] == "Use *both* hands &amp; &lt;keep&gt; a_b_c."
    assert call["blocks"][0]["text"] == {"type": "plain_text", "text": text, "emoji": False}


def test_the_sources_stand_small_below_the_text() -> None:
    (message,) = drawn(reply("Ice first.\n\nFrom: “Heat” (a blog)", ("On",), sources=[{"doc": "004"}]))
    assert kinds(message) == ["section", "context", "actions"]
    assert message[1]["elements"][0]["text"] == "From: “Heat” (a blog)"


@pytest.mark.parametrize(
    ("level", "words"), [("emergency", "Emergency"), ("urgent", "Urgent"), ("routine", "Worth having checked")]
)
def test_a_level_is_named_above_the_advice(level: str, words: str) -> None:
    (message,) = drawn(reply(kind="escalation", level=level))
    assert kinds(message) == ["header", "section"]
    assert words in message[0]["text"]["text"]


@pytest.mark.parametrize("kind", ["check", "screen"])
def test_a_question_is_no_alarm(kind: str) -> None:
    (message,) = drawn(reply(kind=kind, level="emergency"))
    assert kinds(message) == ["section"]


def test_an_emergency_is_drawn_with_its_number() -> None:
    response = escalation.escalate(screen("I can't feel my legs and I've wet myself")).response()
    (message,) = drawn(response)
    assert message[0]["text"]["text"] == "🚨 Emergency"
    assert "999" in message[1]["text"]["text"]


def test_a_mark_gives_back_what_was_sent() -> None:
    (call,) = draw(reply("Ice & rest", ("A & B", "No"), kind="check"), ["t1", "t2"], None)
    escaped = [
        {**block, "text": {**block["text"], "text": "Ice &amp; rest"}} if block["type"] == "section" else block
        for block in call["blocks"]
    ]
    (update,) = mark({"channel": "D1", "ts": "1.1", "text": call["text"], "blocks": escaped}, "t2", "No")
    assert update["blocks"][0] == call["blocks"][0]
    assert [element["text"]["text"] for element in update["blocks"][1]["elements"]] == ["A & B", "✓ No"]


def test_the_home_page_has_every_command() -> None:
    page = view(knowledge.clinic())
    for block in Block.parse_all(page["blocks"]):
        block.validate_json()
    assert [element["action_id"] for element in page["blocks"][-1]["elements"]] == [
        f"command_{name}" for name in COMMANDS
    ]
