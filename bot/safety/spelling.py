"""Mends slips of spelling towards the words of the lexicon, and leaves ordinary English alone.

A word is mended only when it is no English word (symspellpy's frequency list of 82,765) and one word of the lexicon is
near. So "blader" becomes "bladder", while "dumb" never becomes "numb".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from symspellpy import SymSpell, Verbosity

from bot.language.tokens import Token, tokenize
from bot.language.words import english_words

#: Endings taken off to see whether an unlisted form belongs to a listed word: "shoveling" is "shovel".
_ENDINGS = ("ing", "ings", "ed", "s", "ly", "ish")
_SHORTEST = 4  # letters; below that any word is one slip away from many others
_LONGEST = 24


class Speller:
    """Mends tokens. ``words`` is the vocabulary to mend towards, ``slips`` are mended as they are listed."""

    def __init__(self, words: Iterable[str], slips: Mapping[str, str]) -> None:
        self._slips = dict(slips)
        self._words = {word for word in words if word.isalpha()}
        self._english = english_words()
        self._near = SymSpell(max_dictionary_edit_distance=2, prefix_length=7)
        for word in sorted(self._words):  # one order: of two words as near, the same one wins in every run
            if len(word) >= _SHORTEST:
                self._near.create_dictionary_entry(word, 1)

    def mend(self, tokens: Iterable[Token]) -> list[Token]:
        """The tokens with slips mended; one token may become two ("alot")."""
        mended: list[Token] = []
        for token in tokens:
            text = self._right(token.text)
            if text == token.text:
                mended.append(token)
            else:
                mended.extend(Token(part, token.start, token.end) for part in text.split())
        return mended

    def mend_text(self, text: str) -> str:
        """The text with its slips mended, and all else as it was typed."""
        parts, end = [], 0
        for token in tokenize(text):
            mended = self._right(token.text)
            if mended != token.text and token.start >= end:
                parts += [text[end : token.start], mended]
                end = token.end
        return "".join((*parts, text[end:]))

    def _right(self, word: str) -> str:
        return self._slips.get(word) or self._mended(word)

    def _mended(self, word: str) -> str:
        if word in self._words or word in self._english or not word.isalpha() or not word.isascii():
            return word
        drawn = _undrawn(word)
        if drawn != word:
            for form in (drawn, _single(drawn)):
                if form in self._words or form in self._english:
                    return self._slips.get(form, form)
            word = drawn
        if not _SHORTEST <= len(word) <= _LONGEST or self._is_form_of_english(word):
            return word
        if word.endswith("in") and (word + "g" in self._words or word + "g" in self._english):
            return word + "g"
        return self._nearest(word)

    def _is_form_of_english(self, word: str) -> bool:
        for ending in _ENDINGS:
            stem = word[: -len(ending)]
            if word.endswith(ending) and len(stem) >= 4 and (stem in self._english or stem + "e" in self._english):
                return True
        return False

    def _nearest(self, word: str) -> str:
        most, sound = (1 if len(word) < 7 else 2), _consonants(word)
        near = [
            (_consonants(found.term) != sound, found.distance, found.term)
            for found in self._near.lookup(word, Verbosity.ALL, max_edit_distance=2)
            # People seldom miss the first letter; a swap of the first two is the exception.
            if found.term[0] == word[0] or sorted(found.term[:2]) == sorted(word[:2])
        ]
        # What keeps its consonants is likelier meant: "ladr" is a ladder, not a lady.
        right = [term for other, distance, term in sorted(near) if distance <= most or not other]
        return str(right[0]) if right else word


def _consonants(word: str) -> str:
    """What is left of a word when vowels are dropped and letters said once: "ladr" and "ladder" are "ldr"."""
    return _single(word[0] + "".join(letter for letter in word[1:] if letter not in "aeiouy"))


def _undrawn(word: str) -> str:
    """ "soooo" as "soo": no letter more than twice in a row."""
    kept: list[str] = []
    for letter in word:
        if kept[-2:] != [letter, letter]:
            kept.append(letter)
    return "".join(kept)


def _single(word: str) -> str:
    return "".join(letter for place, letter in enumerate(word) if not place or word[place - 1] != letter)
