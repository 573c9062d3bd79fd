"""What a person says about a spasm is read into the answers the form knows."""

import pytest

from bot.guidance.library import Library
from bot.guidance.situation import (
    DURATIONS,
    PLACES,
    TRIGGERS,
    cards_for,
    read_duration,
    read_place,
    read_trigger,
)


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("lower_back", "lower_back"),
        ("Lower back", "lower_back"),
        ("just above my belt", "lower_back"),
        ("between my shoulder blades", "upper_back"),
        ("in the middle, by the ribs", "middle_back"),
        ("all over", "other"),
    ],
)
def test_a_place_is_read(said: str, place: str) -> None:
    assert read_place(said) == place


@pytest.mark.parametrize(
    ("said", "trigger"),
    [
        ("lifting", "lifting"),
        ("i picked up a box", "lifting"),
        ("long drive to wales", "sitting"),
        ("driving all day", "sitting"),
        ("i've been so worried", "stress"),
        ("no idea", "unknown"),
    ],
)
def test_a_trigger_is_read(said: str, trigger: str) -> None:
    assert read_trigger(said) == trigger


@pytest.mark.parametrize(
    ("said", "duration"),
    [
        ("weeks", "weeks"),
        ("months", "weeks"),
        ("today", "days"),
        ("since yesterday", "days"),
        ("5 days", "days"),
        ("seven days", "week"),
        ("a week or so", "week"),
        ("10 days", "weeks"),
        ("2 wks", "weeks"),
        ("a fortnight", "weeks"),
        ("3 hrs", "days"),
        ("ages", "weeks"),
        ("it keeps coming back", "again"),
        ("on and off for years", "again"),
        ("dunno", "days"),
    ],
)
def test_a_duration_is_read(said: str, duration: str) -> None:
    assert read_duration(said) == duration


@pytest.mark.parametrize("duration", DURATIONS)
@pytest.mark.parametrize("trigger", TRIGGERS)
def test_for_every_situation_there_are_two_cards(duration: str, trigger: str) -> None:
    cards = cards_for(duration=duration, trigger=trigger)
    assert len(cards) == 2
    assert set(cards) <= Library.load().cards.keys()


def test_every_choice_is_read_as_itself() -> None:
    assert [read_place(place) for place in PLACES] == list(PLACES)
    assert [read_trigger(trigger) for trigger in TRIGGERS] == list(TRIGGERS)
