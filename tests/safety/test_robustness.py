"""Nothing that can be typed breaks the screening, and noise hides no sign."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.safety import Level, screen

WORDS = [
    "numb",
    "not",
    "no my leg",
    "cant feel",
    "pee",
    "but",
    "fever 38",
    ".",
    ",",
    "?",
    "10 years ago",
    "wife is",
    "what if",
]
NOISE = [
    "I sat at my desk all morning and had soup for lunch",
    "The weather is lovely and the garden is full of roses",
    "My back has been stiff since I carried the shopping",
    "thanks for asking, the kids are at school",
]


@settings(max_examples=120, deadline=None)
@given(st.text(max_size=300))
def test_whatever_is_typed_it_never_raises(text: str) -> None:
    screening = screen(text)
    assert all(0 <= flag.start < flag.end <= len(text) for flag in screening.flags)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS)))
def test_however_its_own_words_are_mixed_it_never_raises(words: list[str]) -> None:
    assert screen(" ".join(words)).level in Level


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(NOISE), max_size=8), st.lists(st.sampled_from(NOISE), max_size=8))
def test_a_sign_in_long_talk_is_found(before: list[str], after: list[str]) -> None:
    text = ". ".join([*before, "I can't feel myself peeing", *after]) + "."
    assert screen(text).level is Level.emergency


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_an_added_emergency_is_never_lost(text: str) -> None:
    assert screen(text + "\n\nI have wet myself.").level is Level.emergency


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00",
        "😀",
        "\u200b",
        "numb " * 4000,
        "cant hold my pee " * 6000,
        "no " * 20000,
        "a" * 100_000,
        "{" * 5000,
        "١٢٣ ²³ ½ Ⅷ",
        "\ud800 lone surrogate",
    ],
    ids=["empty", "blank", "nul", "emoji", "hidden", "numb", "pee", "no", "long word", "braces", "digits", "surrogate"],
)
def test_when_the_text_is_odd_then_a_verdict_all_the_same(text: str) -> None:
    assert screen(text).level in Level


@pytest.mark.parametrize(
    "text",
    [
        "i wet m\u200byself",
        "I WET MYSELF",
        "ｉ ｗｅｔ ｍｙｓｅｌｆ",
        "i wet\x00 myself",
        "i wettt myself",
        "I. Wet. Myself? yes i wet myself",
        "i wet\nmyself... I WET MYSELF!!!",
    ],
)
def test_when_the_letters_are_disguised_then_still_found(text: str) -> None:
    assert screen(text).level is Level.emergency


def test_when_a_word_holds_a_hidden_mark_then_the_offsets_are_the_originals() -> None:
    text = "my fo\u200bot is numb"
    flag = next(flag for flag in screen(text).flags if flag.id == "leg_numbness")
    assert (flag.start, flag.end, flag.words) == (3, len(text), "fo\u200bot is numb")
