"""Words and their places."""

from __future__ import annotations

import pytest

from bot.language.tokens import tokenize


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I can't feel", "i cant feel"),
        ("I can’t feel", "i cant feel"),
        ("my leg's numb", "my leg is numb"),
        ("he's", "he is"),
        ("its", "it is"),
        ("38.5C", "38.5 c"),
        ("39,2", "39.2"),
        ("4wks", "4 wks"),
        ("L5 disc", "l5 disc"),
        ("w/o fever", "without fever"),
        ("pins & needles", "pins and needles"),
        ("pain-free", "pain free"),
        ("pain - bad", "pain , bad"),
        ("wet?!", "wet ?"),
        ("one.two", "one . two"),
        ("Café", "cafe"),
        ("ｎｕｍｂ", "numb"),
        ("nu\u00admb", "numb"),
        ("", ""),
    ],
)
def test_the_words_of_a_text(text: str, words: str) -> None:
    assert " ".join(token.text for token in tokenize(text)) == words


def test_the_places_are_those_of_the_text() -> None:
    text = "My leg's nu\u200bmb."
    assert [text[token.start : token.end] for token in tokenize(text)] == ["My", "leg's", "leg's", "nu\u200bmb", "."]


def test_marks_are_told_from_words() -> None:
    word, pause, stop = tokenize("a, ?")
    assert (word.is_word, pause.is_word, stop.is_stop) == (True, False, True)
