"""Words shared by a question and a card, for what sentence vectors blur: TENS, sciatica, cobra stretch."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from bot.language.tokens import tokenize
from bot.language.words import common_words, stopwords

ENDINGS = ("ations", "ation", "ings", "ing", "ies", "edly", "ely", "ed", "es", "ly", "er", "s", "e", "y")


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A word without its ending, so that stretch, stretches and stretching are one."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            root = word[: -len(ending)]
            # "stopping" and "stop" are one word.
            return root[:-1] if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "ls" else root
    return word


def content_words(text: str) -> list[str]:
    """The stems of a text without stopwords, in order."""
    words = (token.text for token in tokenize(text) if token.is_word)
    return [stem(word) for word in words if word not in stopwords()]


class Overlap:
    """How much of a question's weight in rare words each of several groups of texts shares."""

    def __init__(self, groups: Sequence[Iterable[str]]) -> None:
        """
        Args:
            groups: the texts of each card.
        """
        counts = [Counter(word for text in group for word in content_words(text)) for group in groups]
        spread = Counter(word for count in counts for word in count)
        self._size = len(counts)
        self._rarity = {word: math.log(1 + self._size / cards) for word, cards in spread.items()}
        self._unknown = math.log(1 + self._size)
        self._shares: dict[str, npt.NDArray[np.float32]] = {
            word: np.array([count[word] / (count[word] + 1) for count in counts], dtype=np.float32) for word in spread
        }
        self._common = frozenset(stem(word) for word in common_words())

    def scores(self, text: str) -> npt.NDArray[np.float32]:
        """One number for each group: 0 where nothing is shared, near 1 where all words are frequent."""
        words = set(content_words(text))
        total = sum(self._rarity.get(word, self._unknown) for word in words)
        shared = np.zeros(self._size, dtype=np.float32)
        for word in words & self._shares.keys():
            shared += self._rarity[word] * self._shares[word]
        return shared / total if total else shared

    def strangeness(self, text: str) -> float:
        """The share, 0 to 1, of a text's content words that no group has and that are not everyday words."""
        words = set(content_words(text))
        strange = words - self._rarity.keys() - self._common
        return len(strange) / len(words) if words else 0.0
