"""Which cards share rare words with a question, where sentence vectors blur (TENS, sciatica, cobra stretch)."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot import language
from bot.language.tokens import tokenize

#: Words that say nothing about the subject of a question.
STOPWORDS = frozenset((Path(language.__file__).parent / "data" / "stopwords.txt").read_text().split())
ENDINGS = ("ations", "ation", "ings", "ing", "ies", "edly", "ely", "ed", "es", "ly", "er", "s", "e", "y")


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
    return [stem(word) for word in words if word not in STOPWORDS]


class Overlap:
    """Scores how much of a question's weight in rare words each group of texts shares."""

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
        self._postings: dict[str, npt.NDArray[np.float32]] = {
            word: np.array([count[word] / (count[word] + 1.0) for count in counts], dtype=np.float32)
            for word in spread
        }

    def scores(self, text: str) -> npt.NDArray[np.float32]:
        """For each group between 0 (nothing shared) and 1 (all words are frequent in the group)."""
        words = set(content_words(text))
        total = sum(self._rarity.get(word, self._unknown) for word in words)
        shared = np.zeros(self._size, dtype=np.float32)
        for word in words & self._postings.keys():
            shared += self._rarity[word] * self._postings[word]
        return shared / total if total else shared

    def known_share(self, text: str) -> float:
        """How much of a text's weight in content words any group knows: 0 to 1; 1 for a text without any."""
        words = set(content_words(text))
        weights = {word: self._rarity.get(word, self._unknown) for word in words}
        total = sum(weights.values())
        return (
            sum(weight for word, weight in weights.items() if word in self._rarity) / total if total else 1.0
        )
