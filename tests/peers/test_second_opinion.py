"""A talk through telemelya, which also records what nobody sees in a chat: typing, and that a press was answered."""

from __future__ import annotations

from typing import Any

from peers.second_opinion import SecondOpinion

CHAT = 5


def test_a_talk(second_opinion: SecondOpinion) -> None:
    """A command, a text, a press and a step."""
    read = 0

    def heard(**update: Any) -> list[dict[str, Any]]:
        nonlocal read
        second_opinion.send(CHAT, **update)
        requests = second_opinion.requests(CHAT)
        new, read = requests[read:], len(requests)
        return new

    hello = heard(command="/start")
    assert any("not a doctor" in said for said in texts(hello))
    assert "sendChatAction" in methods(hello)

    first = heard(text="walk me through the hip lift")
    assert "sendPhoto" in methods(first)
    step = first[-1]
    assert "Step 1 of 4" in step["text"]

    pressed = heard(callback_data=carried(step, "Next step"), callback_message_id=step["message_id"])
    assert "answerCallbackQuery" in methods(pressed)
    step = next(request for request in pressed if "Step 2 of 4" in (request.get("text") or ""))

    back = heard(callback_data=carried(step, "Step back"), callback_message_id=step["message_id"])
    (edit,) = [request for request in back if request["method"] == "editMessageText"]
    assert edit["message_id"] == step["message_id"]
    assert "Step 1 of 4" in edit["text"]


def methods(requests: list[dict[str, Any]]) -> set[str]:
    """What was asked for."""
    return {request["method"] for request in requests}


def texts(requests: list[dict[str, Any]]) -> list[str]:
    """What was said."""
    return [request["text"] for request in requests if request["method"] == "sendMessage"]


def carried(request: dict[str, Any], title: str) -> str:
    """What a button carries."""
    keyboard = request["reply_markup"]["inline_keyboard"]
    return next(button["callback_data"] for row in keyboard for button in row if button["text"] == title)
