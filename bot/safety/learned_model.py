"""What the learned reader knows: plain arrays, trained from the examples that people edit.

A multinomial logistic regression tells the signs, and what is no sign, apart by four things: the sentence vector of a
piece of a message; its words and pairs of words (a vector alone hardly notices a "not"); runs of letters (a misspelt
word keeps most of them); and the marks that the rules left on it (a rare word for the toilet counts like a common
one). Training needs scikit-learn; what it makes is kept under ``var/`` and made anew when the examples, the lexicon
or the sentence model change.
"""

from __future__ import annotations

import hashlib
import os
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from bot.language.grams import letter_grams, normal, word_grams
from bot.language.vectors import DIMENSIONS, MODEL_SHA256, SentenceEncoder, Vectors, give_back_memory
from bot.paths import RED_FLAGS, VAR
from bot.safety.examples import COMPANY, EXAMPLES, NONE, Example, load_examples, with_company

CACHE = VAR / "learned_reader.npz"

#: Raised by hand when the features or the training change.
FORM = 3
STRENGTH = 10.0  # inverse strength of regularisation
ROUNDS, TOLERANCE = 60, 1e-2  # of the fit; twice as many change nothing that can be measured


class Kind(NamedTuple):
    """One kind of gram.

    Attributes:
        weight: the length of its part of the features, beside the sentence vector's 1.
        fewest: a gram that fewer examples have says nothing about others.
    """

    weight: float
    fewest: int


KINDS = {"words": Kind(1.0, 3), "letters": Kind(1.0, 10), "marks": Kind(1.5, 3)}
_SETTINGS = (STRENGTH, ROUNDS, TOLERANCE, KINDS, COMPANY)

#: Names the marks that the rules leave on a text.
Marker = Callable[[str], Iterable[str]]
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
        weights: one row for each feature (the vector's, then each kind's), one column for each label.
        bias: one number for each label.
    """

    labels: tuple[str, ...]
    vocabularies: Mapping[str, Vocabulary]
    weights: Vectors
    bias: Vectors

    @cached_property
    def none(self) -> int:
        """The column of ``none``."""
        return self.labels.index(NONE)

    def chances(self, grams: Sequence[Grams], vectors: Vectors) -> Vectors:
        """How likely each label is for each text: one row a text, each of sum 1."""
        scores = vectors @ self.weights[:DIMENSIONS] + self.bias
        for row, several in enumerate(grams):
            scores[row] += self._said(several)
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        return scores / scores.sum(axis=1, keepdims=True)

    def promise(self, grams: Grams) -> float:
        """How much the words alone speak for a sign: cheap, to choose among the pieces of a long message."""
        said = self._said(grams)
        return float(np.delete(said, self.none).max() - said[self.none])

    def _said(self, grams: Grams) -> Vectors:
        total, first = np.zeros(len(self.labels), dtype=np.float32), DIMENSIONS
        for name, vocabulary in self.vocabularies.items():
            rows, values = vocabulary.read(grams[name], KINDS[name].weight)
            total += values @ self.weights[first + rows]
            first += len(vocabulary.rarity)
        return total


def model_of(encoder: SentenceEncoder, marker: Marker, folder: Path = EXAMPLES, cache: Path | None = CACHE) -> Model:
    """The model of these examples: from the cache where it was made of the same ones, else trained and kept there.

    Args:
        marker: names the marks that the rules leave on a text.
        cache: an ``.npz`` file; ``None`` keeps nothing on disk.

    Raises:
        FileError: when an example file is broken.
        bot.language.vectors.ModelFileError: when it has to be trained and a file of the sentence model is wrong.
    """
    key = _key(folder)
    model = _read(cache, key) if cache else None
    if model is None:
        model = train(load_examples(folder), encoder, marker)
        if cache:
            _write(cache, key, model)
        give_back_memory()
    return model


def train(examples: Sequence[Example], encoder: SentenceEncoder, marker: Marker) -> Model:
    """Fits the weights; about two minutes on one core for twenty thousand examples.

    Args:
        examples: what to learn from.
        encoder: makes the sentence vectors.
        marker: names the marks that the rules leave on a text.
    """
    from scipy import sparse  # needed for training only
    from sklearn.linear_model import LogisticRegression

    examples = with_company(examples)
    texts = [normal(example.words) for example in examples]
    grams = [grams_of(text, marker(text)) for text in texts]
    vocabularies = {name: Vocabulary.of([each[name] for each in grams], kind.fewest) for name, kind in KINDS.items()}
    parts = [_matrix(vocabulary, [each[name] for each in grams], name) for name, vocabulary in vocabularies.items()]
    features = sparse.hstack([sparse.csr_matrix(encoder.encode(texts)), *parts]).tocsr()
    fitted = LogisticRegression(C=STRENGTH, max_iter=ROUNDS, tol=TOLERANCE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it stops before it has settled, on purpose
        fitted.fit(features, [example.label for example in examples])
    weights, bias = fitted.coef_.T.astype(np.float32), fitted.intercept_.astype(np.float32)
    if len(fitted.classes_) == 2:  # scikit-learn keeps one column for two classes
        weights, bias = np.hstack([-weights, weights]) / 2, np.array([-bias[0], bias[0]]) / 2
    return Model(tuple(str(label) for label in fitted.classes_), vocabularies, weights, bias)


def _matrix(vocabulary: Vocabulary, texts: Sequence[Sequence[str]], name: str) -> Any:
    from scipy import sparse

    read = [vocabulary.read(grams, KINDS[name].weight) for grams in texts]
    starts = np.cumsum([0, *(len(rows) for rows, _ in read)])
    places, values = np.concatenate([rows for rows, _ in read]), np.concatenate([values for _, values in read])
    return sparse.csr_matrix((values.astype(np.float32), places, starts), shape=(len(texts), len(vocabulary.rarity)))


def _key(folder: Path) -> str:
    digest = hashlib.sha256(f"{FORM} {_SETTINGS} {MODEL_SHA256}".encode())
    for path in sorted([*folder.glob("*.yml"), *RED_FLAGS.glob("*.yml"), *RED_FLAGS.glob("language/*.yml")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _read(cache: Path, key: str) -> Model | None:
    try:
        with np.load(cache) as stored:
            if str(stored["key"]) != key:
                return None
            vocabularies = {
                name: Vocabulary({str(gram): at for at, gram in enumerate(stored[name])}, stored[f"{name}_rarity"])
                for name in KINDS
            }
            labels = tuple(str(label) for label in stored["labels"])
            return Model(labels, vocabularies, stored["weights"], stored["bias"])
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
        return None  # missing, cut short or of an older form: trained anew


def _write(cache: Path, key: str, model: Model) -> None:
    """Writes beside the cache and renames, so that a process that reads meanwhile finds a whole file."""
    cache.parent.mkdir(parents=True, exist_ok=True)
    part = cache.with_suffix(f".{os.getpid()}.npz")
    vocabularies = model.vocabularies.items()
    np.savez(
        part,
        key=np.array(key),
        labels=np.array(model.labels),
        weights=model.weights,
        bias=model.bias,
        **{name: np.array(list(vocabulary.places)) for name, vocabulary in vocabularies},
        **{f"{name}_rarity": vocabulary.rarity for name, vocabulary in vocabularies},
    )
    part.replace(cache)
