"""Repairs the words of a message that are not English, so that "strech my bak" finds "stretch my back".

Only against the words the guide itself uses: a slip in another word does not matter to it. What is English
already, numbers and words of three letters or fewer stay as they are; short forms people type on a phone are
written out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.language.words import data_lines, english_words

MIN_LETTERS = 4
LONG = 9  # from this many letters on, two slips are repaired; below, one
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class Speller:
    """Writes out short forms and repairs misspelt words."""

    def __init__(self, texts: Iterable[str], *, right: Iterable[str] = ()) -> None:
        """
        Args:
            texts: what the guide says and is asked; their words are what misspelt ones are repaired to.
            right: texts without a slip; their words are left as they are, English or not ("NINDS").
        """
        self._right = frozenset(word.lower() for text in right for word in _WORD.findall(text))
        words = (word.lower() for text in texts for word in _WORD.findall(text))
        count = Counter(word for word in words if word.isalpha() and word.isascii())
        # A slip in the texts themselves must not become a word to repair to.
        self._vocabulary = [word for word, _ in count.most_common() if len(word) >= MIN_LETTERS and _is_english(word)]
        self._repaired = lru_cache(maxsize=4096)(self._repair_word)

    @cached_property
    def _shorthand(self) -> dict[str, str]:
        return dict(line.split(" ", 1) for line in data_lines("shorthand.txt"))

    def repair(self, text: str) -> str:
        """The text with short forms written out and misspelt words repaired; all else is left as typed."""
        return _WORD.sub(lambda match: self._repaired(match[0]), text)

    def _repair_word(self, word: str) -> str:
        lower = word.lower()
        if lower in self._shorthand:
            return self._shorthand[lower]
        if len(lower) < MIN_LETTERS or not (lower.isalpha() and lower.isascii()) or self._is_right(lower):
            return word
        return self._nearest(lower) or self._apart(lower) or word

    def _is_right(self, word: str) -> bool:
        return word in self._right or _is_english(word)

    def _nearest(self, word: str) -> str | None:
        """The word with the fewest slips; of several, one that begins alike, then the more frequent one."""
        slips = 2 if len(word) >= LONG else 1
        near = process.extract(word, self._vocabulary, scorer=OSA.distance, score_cutoff=slips, limit=20)
        if not near:
            return None
        return min(near, key=lambda found: (found[1], found[0][0] != word[0], found[2]))[0]

    def _apart(self, word: str) -> str | None:
        """Two words of the guide that were typed as one."""
        for cut in range(3, len(word) - 2):
            first, second = word[:cut], word[cut:]
            if first in self._pieces and second in self._pieces:
                return f"{first} {second}"
        return None

    @cached_property
    def _pieces(self) -> frozenset[str]:
        return frozenset(self._vocabulary) | {"ice", "gel", "hot", "leg", "hip", "bed", "bag", "pad"}


@lru_cache(maxsize=1)
def _guarded() -> frozenset[str]:
    return frozenset(data_lines("guard.txt"))


def _is_english(word: str) -> bool:
    # The list lacks some plurals and forms of its own words.
    stems = (word, *(word[: -len(end)] for end in ("s", "ing") if word.endswith(end)))
    return any(stem in english_words() or stem in _guarded() for stem in stems)
