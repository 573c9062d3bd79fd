"""Slips of spelling are mended towards the lexicon; English is left alone."""

from __future__ import annotations

import pytest

from bot.language.tokens import tokenize
from bot.safety.spelling import Speller


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(
        ["numb", "bladder", "tingling", "weakness", "control", "feel", "leg", "lady", "ladder", "profits", "privates"],
        {"tite": "tight", "alot": "a lot"},
    )


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("blader", "bladder"),
        ("tinglign", "tingling"),
        ("weaknes", "weakness"),
        ("contorl", "control"),
        ("nummb", "numb"),
        # Its consonants say what was meant: no lady, no profits.
        ("ladr", "ladder"),
        ("privits", "privates"),
        ("walkin", "walking"),
        ("numbbbbb", "numb"),
        ("soooo", "so"),
        ("tite", "tight"),
        ("alot", "a lot"),
        ("dumb", "dumb"),
        ("lag", "lag"),
        ("shoveling", "shoveling"),
        ("L5", "l5"),
        ("fel", "fel"),
        ("xqzzvk", "xqzzvk"),
        ("a" * 60, "a"),
    ],
)
def test_what_becomes_of_a_word(speller: Speller, text: str, mended: str) -> None:
    assert " ".join(token.text for token in speller.mend(tokenize(text))) == mended
