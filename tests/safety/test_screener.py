"""The screening as a whole: how its parts play together."""

import pytest

from bot.safety import Context, Level, screen, screen_by_rules


def test_when_a_question_names_nobody_then_no_alarm() -> None:
    text = "how do physios test for a dropped foot"
    assert (screen_by_rules(text).level, screen_by_rules(text).check) == (Level.none, True)
    assert screen(text).level is Level.none


def test_when_somebody_asks_how_to_die_then_that_is_the_sign() -> None:
    assert screen("what is the way to end it all").level is Level.emergency


@pytest.mark.parametrize(
    "text",
    ["is ice ok, also i wet myself this morning", "had a hot bath, my leg has gone weak", "tea is hot, i wet myself"],
)
def test_when_something_new_begins_then_no_look_alike_hides_the_sign(text: str) -> None:
    assert screen(text).level is Level.emergency


@pytest.mark.parametrize("text", ["I\nhave\nwet\nmyself", "since last night i cannot\nfeel it when i pee"])
def test_what_is_told_across_a_wrapped_line_is_asked_about(text: str) -> None:
    assert screen_by_rules(text).check


@pytest.mark.parametrize("text", ["no fever\nnumb between my legs", "numb between my legs\nno fever"])
def test_a_no_does_not_reach_into_the_next_line(text: str) -> None:
    assert screen_by_rules(text).level is Level.emergency


def test_a_doubt_in_an_earlier_message_does_not_hide_the_sign_of_this_one() -> None:
    text = "When I wipe I can't tell whether the paper is touching me."
    assert screen(text, Context(before=("not sure if my leg is numb",))).level is screen(text).level
