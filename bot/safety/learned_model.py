"""What the learned reader knows: plain arrays that tell the signs, and what is no sign, apart.

Networks with one hidden layer, which can learn that a "not" and a finding together are no finding; their scores are
averaged. Four things are counted: the sentence vector of a piece of a message; its words and pairs of words (a vector
alone hardly notices a "not"); runs of letters (a misspelt word keeps most of them); and the marks that the rules left
on it (a rare word for the toilet counts like a common one). :mod:`bot.safety.learned_training` fits the arrays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bot.language.grams import letter_grams, word_grams
from bot.language.vectors import DIMENSIONS, Vectors
from bot.safety.examples import NONE


class Kind(NamedTuple):
    """One kind of gram.

    Attributes:
        weight: the length of its part of the features, beside the sentence vector's 1.
        fewest: a gram that fewer examples have says nothing about others.
    """

    weight: float
    fewest: int


KINDS = {"words": Kind(1.0, 8), "letters": Kind(1.0, 40), "marks": Kind(1.5, 3)}

#: The grams of a text, by kind.
Grams = Mapping[str, Sequence[str]]


def grams_of(text: str, marks: Iterable[str]) -> Grams:
    """Everything that is counted in a text; ``marks`` are the names of those that the rules left on it."""
    return {"words": word_grams(text), "letters": letter_grams(text), "marks": list(marks)}


@dataclass(frozen=True)
class Vocabulary:
    """The grams of one kind that occur in the examples.

    Attributes:
        places: the row of each gram's weights, counted from the first of this kind.
        rarity: how much each of them weighs.
    """

    places: Mapping[str, int]
    rarity: Vectors

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]], fewest: int) -> Vocabulary:
        """The grams that at least so many texts have, in order."""
        counts = Counter(gram for grams in texts for gram in set(grams))
        known = sorted(gram for gram, count in counts.items() if count >= fewest)
        rarity = np.log(len(texts) / np.array([counts[gram] for gram in known], dtype=np.float32))
        return cls({gram: place for place, gram in enumerate(known)}, rarity.astype(np.float32))

    def read(self, grams: Iterable[str], weight: float) -> tuple[npt.NDArray[np.int64], Vectors]:
        """The places of a text's known grams, and their values; together of length ``weight``."""
        rows = np.array([place for gram in grams if (place := self.places.get(gram)) is not None], dtype=np.int64)
        values = self.rarity[rows]
        return rows, weight * values / (np.linalg.norm(values) + 1e-9)


@dataclass(frozen=True)
class Model:
    """The trained arrays.

    Attributes:
        labels: the signs, some with a level (``"trauma:emergency"``), and ``none``.
        vocabularies: the known grams of each kind, in the order of :data:`KINDS`.
        weights: one row for each feature (the vector's, then each kind's), one column for each hidden unit; of half
            precision, which halves the memory.
        bias: one number for each hidden unit.
        outer: one row for each hidden unit, one column for each label.
        outer_bias: one number for each label.
    """

    labels: tuple[str, ...]
    vocabularies: Mapping[str, Vocabulary]
    weights: npt.NDArray[np.float16]
    bias: Vectors
    outer: Vectors
    outer_bias: Vectors

    @cached_property
    def none(self) -> int:
        """The column of ``none``."""
        return self.labels.index(NONE)

    def chances(self, grams: Sequence[Grams], vectors: Vectors) -> Vectors:
        """How likely each label is for each text: one row a text, each of sum 1."""
        sums = vectors @ self._of_vectors
        for row, several in enumerate(grams):
            sums[row] += self._said(several)
        scores = self._scores(sums)
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        return scores / scores.sum(axis=1, keepdims=True)

    def promise(self, grams: Grams) -> float:
        """How much the words alone speak for a sign: cheap, to choose among the pieces of a long message."""
        scores = self._scores(self._said(grams))
        return float(np.delete(scores, self.none).max() - scores[self.none])

    def _scores(self, sums: Vectors) -> Vectors:
        return np.maximum(sums + self.bias, 0) @ self.outer + self.outer_bias

    @cached_property
    def _of_vectors(self) -> Vectors:
        return self.weights[:DIMENSIONS].astype(np.float32)

    def _said(self, grams: Grams) -> Vectors:
        total, first = np.zeros(len(self.bias), dtype=np.float32), DIMENSIONS
        for name, vocabulary in self.vocabularies.items():
            rows, values = vocabulary.read(grams[name], KINDS[name].weight)
            total += values @ self.weights[first + rows].astype(np.float32)
            first += len(vocabulary.rarity)
        return total
