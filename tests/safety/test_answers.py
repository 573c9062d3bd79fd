"""Answers to a question about a warning sign. Not sure never counts as no."""

import pytest

from bot.safety.answers import Answer, read_answer


@pytest.mark.parametrize("text", ["yes", "Yes.", "yeah it is", "yep", "aye", "I do", "y"])
def test_a_yes(text: str) -> None:
    assert read_answer(text) is Answer.YES


@pytest.mark.parametrize(
    "text", ["no", "No!", "nope, none of those", "nah", "none of them", "not at all", "i don't", "nothing like that"]
)
def test_a_no(text: str) -> None:
    assert read_answer(text) is Answer.NO


@pytest.mark.parametrize(
    "text",
    [
        "not sure",
        "dunno",
        "maybe",
        "a bit",
        "kind of",
        "I don’t know",
        "no idea",
        "no, but it tingles",
        "none apart from the leg",
    ],
)
def test_not_sure_and_a_no_that_is_taken_back_are_not_a_no(text: str) -> None:
    assert read_answer(text) is Answer.UNSURE


@pytest.mark.parametrize("text", ["", "  ", "should i use ice", "my back hurts", "no " + "and then we went " * 10])
def test_what_is_no_answer(text: str) -> None:
    assert read_answer(text) is None
