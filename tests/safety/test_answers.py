"""Answers to a question about a warning sign. Not sure never counts as no."""

import pytest

from bot.safety.answers import Answer, read_answer


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "Yes.",
        "yeah it is",
        "yep",
        "aye",
        "I do",
        "y",
        "yeah but only on the left",
        "well, yes",
        "both",
        "oh god yes",
        "no feeling at all",
        "no, I feel nothing",
        "no control",
        "a lot",
        "i'm afraid so",
        "nothing helps",
    ],
)
def test_a_yes(text: str) -> None:
    assert read_answer(text) is Answer.YES


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "No!",
        "nope, none of those",
        "nah",
        "none of them",
        "not at all",
        "i don't",
        "nothing like that",
        "no more than usual",
        "not any more than usual",
        "not any more",
        "no change",
        "nothing new",
        "same as always",
        "no, everything is normal",
        "no, i can feel everything",
        "not that I've noticed",
        "no numbness",
        "no pain there",
        "i haven't noticed anything",
        "thank you, no",
        "not really, no",
        "all normal",
        "it's fine",
        "nothing unusual",
    ],
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
        "when I wipe, maybe",
        "no, tingling",
        "no, it feels weird",
        "it doesn't feel right",
        "not really",
        "not yet",
        "no, still the same",
        "i hope not",
        "on and off",
        "hm, a little",
        "no it comes and goes",
        "yes and no",
        "i don't think so",
    ],
)
def test_not_sure_and_a_no_that_is_taken_back_are_not_a_no(text: str) -> None:
    assert read_answer(text) is Answer.UNSURE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "should i use ice",
        "my back hurts",
        "no " + "and then we went " * 10,
        "ok",
        "never mind",
        "no problem",
        "i don't want to live",
        "ignore that",
        "only joking",
        "is heat ok?",
        "fine thanks",
    ],
)
def test_what_is_no_answer(text: str) -> None:
    assert read_answer(text) is None
    assert read_answer(text, asked="saddle_numbness") is None


@pytest.mark.parametrize(
    "text",
    [
        "only in the mornings",
        "when I wipe",
        "between my legs",
        "down the left side",
        "since yesterday",
        "only when i cough",
        "on the toilet",
        "left leg",
        "about three weeks",
        "at night",
        "once",
    ],
)
def test_a_place_a_time_or_a_measure_answers_an_open_question_only(text: str) -> None:
    assert read_answer(text, asked="saddle_numbness") is Answer.UNSURE
    assert read_answer(text) is None


@pytest.mark.parametrize(
    "text",
    ["when can i go back to work", "more", "and what about ice", "just my lower back", "tell me more", "next step"],
)
def test_a_question_is_no_answer_even_then(text: str) -> None:
    assert read_answer(text, asked="saddle_numbness") is None


@pytest.mark.parametrize("text", ["not any more", "not really, no", "not today", "no, not now", "no more than usual"])
def test_about_a_wish_to_die_a_no_that_leaves_a_door_open_is_none(text: str) -> None:
    assert read_answer(text, asked="self_harm") is Answer.UNSURE
