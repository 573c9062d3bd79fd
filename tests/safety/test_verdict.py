"""Levels, what raises them, and what a conversation remembers."""

from __future__ import annotations

import json

import pytest

from bot.safety import Context, Flag, Level, Screening, Status, screen, screen_by_rules


@pytest.mark.parametrize(
    "text",
    [
        "fever and my foot is numb",
        "I had cancer and now my leg is tingling",
        "fell over and now my leg is numb",
        "I slipped on the stairs and the pain shoots down my leg",
        "20 weeks pregnant and bleeding",
    ],
)
def test_when_signs_meet_then_emergency(text: str) -> None:
    assert screen(text).level is Level.emergency


@pytest.mark.parametrize(
    "text",
    [
        "I have osteoporosis and it came on suddenly",
        "I take prednisolone and the pain was sudden",
        "fell in the kitchen, she has osteoporosis",
        "I'm 75 and it started suddenly",
        "30 weeks pregnant with tightenings in my back",
    ],
)
def test_when_a_frail_person_is_hit_suddenly_then_urgent(text: str) -> None:
    assert screen(text).level is Level.urgent


def test_when_a_sign_was_told_earlier_then_it_raises_the_next() -> None:
    alone = screen("my foot is numb")
    after = screen("my foot is numb", Context(frozenset({"fever"})))
    assert (alone.level, after.level) == (Level.urgent, Level.emergency)


def test_when_the_fever_comes_second_then_it_is_raised_too() -> None:
    assert screen("I have a fever", Context(frozenset({"leg_numbness"}))).level is Level.emergency


def test_when_a_sign_is_said_twice_then_the_affirmed_one_counts() -> None:
    screening = screen("no numbness yesterday. Today my foot is numb.")
    assert [flag.status for flag in screening.flags] == [Status.present]


def test_when_an_urgent_sign_is_present_then_an_equal_possible_one_needs_no_question() -> None:
    screening = screen("I can barely walk. My foot is numb.")
    assert (screening.level, screening.check) == (Level.urgent, False)


def test_when_something_graver_is_possible_then_a_question_is_due_all_the_same() -> None:
    screening = screen_by_rules("my foot is numb. My bladder isn't right.")
    assert (screening.level, screening.check) == (Level.urgent, True)


def test_when_stored_as_json_then_the_same_comes_back() -> None:
    screening = screen("No fever. My foot is numb. My bladder isn't right.")
    assert len(screening.flags) == 3
    assert Screening.from_dict(json.loads(json.dumps(screening.to_dict()))) == screening


@pytest.mark.parametrize(
    ("is_so", "status", "level"),
    [(True, Status.present, Level.emergency), (False, Status.absent, Level.none)],
)
def test_when_the_question_is_answered_then_it_is_settled(is_so: bool, status: Status, level: Level) -> None:
    settled = screen_by_rules("my bladder isn't right").settled(is_so)
    assert (settled.level, settled.check) == (level, False)
    assert [flag.status for flag in settled.flags] == [status]


def test_when_no_question_is_due_then_an_answer_changes_nothing() -> None:
    screening = screen("my foot is numb")
    assert screening.settled(True) is screening


def test_the_levels_are_in_the_order_of_haste() -> None:
    assert Level.none < Level.routine < Level.urgent < Level.emergency
    assert Level.urgent.name == "urgent"


def test_when_a_flag_is_not_of_the_form_then_an_error() -> None:
    with pytest.raises(KeyError):
        Flag.from_dict({"level": "dire", "status": "present"})


def test_what_only_sounds_like_a_sign_is_named_last() -> None:
    """Advice names the first few: "wet" must not make a fever of it."""
    flags = screen("i cant feel my legs and ive wet myself").present
    rules = [flag.rule for flag in flags]
    assert rules[0] != "learned"
    assert {"leg_numbness", "bladder_bowel"} <= {flag.id for flag in flags[:2]}
