"""A reply as Telegram shows it."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.telegram import drawing

SOURCES = [{"doc": "004", "section": "s", "title": "t"}]


def draw(text: str, *titles: str, place: dict[str, Any] | None = None, **custom: Any) -> list[dict[str, Any]]:
    response = {"text": text, "buttons": [{"title": title} for title in titles], "custom": custom}
    return drawing.draw(response, [f"token-{title}" for title in titles], place or {})


def stands_out(call: dict[str, Any]) -> list[tuple[str, str]]:
    """What stands out in a text, cut out as Telegram does it."""
    units = call["text"].encode("utf-16-le")
    return [
        (e["type"], units[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le"))
        for e in call["entities"]
    ]


@pytest.mark.parametrize("markup", ["<b>5 < 6 & 7</b>", "*a_b* `c` [d](e)", "1. - # > ~|~ \\"])
def test_what_looks_like_markup_stays_as_it_was_written(markup: str) -> None:
    (call,) = draw(markup)
    assert (call["text"], call["entities"]) == (markup, [])


def test_what_matters_stands_out_also_behind_an_emoji() -> None:
    text = "🧊 Ice first.\n\nStep 2 of 3: Lie down.\n\nFrom: “Ice” (a blog)"
    (call,) = draw(text, step={"number": 2, "of": 3}, sources=SOURCES)
    assert stands_out(call) == [("bold", "Step 2 of 3:"), ("italic", "From: “Ice” (a blog)")]


def test_the_numbers_to_call_stand_out() -> None:
    (call,) = draw("Call 999, or 111 for advice. It is not 1119.", call=[{"number": "999"}, {"number": "111"}])
    assert stands_out(call) == [("bold", "999"), ("bold", "111")]


@pytest.mark.parametrize("sentence", ["My back hurts again. ", "My back hurts 🙁 again. "])
def test_a_long_text_is_cut_at_sentences_and_its_buttons_come_last(sentence: str) -> None:
    calls = draw(sentence * 500, "Yes")
    assert len(calls) > 1
    assert all(len(call["text"].encode("utf-16-le")) // 2 <= 4096 for call in calls)
    assert all(call["text"].endswith("again.") for call in calls)
    assert ["keyboard" in call for call in calls] == [False] * (len(calls) - 1) + [True]


@pytest.mark.parametrize(
    ("titles", "rows"),
    [
        (["Yes", "No", "Not sure"], [3]),
        (["None of these", "One or more", "Not sure"], [2, 1]),
        (["Ice, step by step", "Yes", "When should I get help?"], [1, 1, 1]),
    ],
)
def test_long_titles_have_a_row_of_their_own(titles: list[str], rows: list[int]) -> None:
    (call,) = draw("Well?", *titles)
    assert [len(row) for row in call["keyboard"]] == rows
    assert [button["text"] for row in call["keyboard"] for button in row] == titles


def test_a_button_carries_no_more_than_its_token() -> None:
    (call,) = draw("Well?", "Yes")
    assert call["keyboard"] == [[{"text": "Yes", "callback_data": "token-Yes"}]]


def test_a_drawing_comes_before_the_words_that_have_the_buttons() -> None:
    calls = draw("Ice first.", "Yes", picture="ice_pack.svg")
    assert [call["call"] for call in calls] == ["picture", "say"]


def test_a_step_takes_the_place_of_a_step() -> None:
    step = {"number": 3, "of": 4}
    (call,) = draw("Step 3 of 4: Breathe.", "Next", place={"message": 9, "step": True}, step=step)
    assert call["replaces"] == 9
    assert call["keyboard"][0][0]["callback_data"].startswith(drawing.STEP)


@pytest.mark.parametrize(
    ("place", "custom"),
    [
        ({"message": 9}, {"step": {"number": 2, "of": 4}}),
        ({"message": 9, "step": True}, {"step": {"number": 1, "of": 4}, "picture": "ice_pack.svg"}),
        ({"message": 9, "step": True}, {}),
    ],
)
def test_nothing_else_is_replaced(place: dict[str, Any], custom: dict[str, Any]) -> None:
    assert "replaces" not in draw("Ice first.", place=place, **custom)[-1]


def test_a_used_button_is_marked_once_and_the_others_stay() -> None:
    keyboard = [[{"text": "Yes", "callback_data": "step:a"}], [{"text": "No", "callback_data": "b"}]]
    (call,) = drawing.mark({"message": 9, "keyboard": keyboard}, "a")
    assert [row[0]["text"] for row in call["keyboard"]] == ["✓ Yes", "No"]
    (again,) = drawing.mark({"message": 9, "keyboard": call["keyboard"]}, "a")
    assert again["keyboard"] == call["keyboard"]


def test_a_message_whose_buttons_are_not_told_is_left_as_it_is() -> None:
    assert drawing.mark({"message": 9}, "a") == []


@pytest.mark.parametrize(("kind", "urgent"), [("escalation", True), ("answer", False)])
def test_a_warning_sign_does_not_queue_with_everything_else(kind: str, urgent: bool) -> None:
    assert draw("Call 999.", kind=kind)[0].get("urgent", False) is urgent
