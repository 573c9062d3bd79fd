"""The vectors of everything the cards are asked like and say, laid out for quick comparison."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from bot.guidance.library import Library
from bot.language.vectors import MODEL_SHA256, SentenceEncoder, Vectors
from bot.paths import VAR

INDEX_FILE = VAR / "cards.npz"
ASKED, SAID = "asked", "said"
NEAREST, NEAREST_OUTSIDE = 20, 5
PENALTY = 0.3  # on the weights of the plane that parts inside from outside; from 0.3 to 10 the fit gets worse
SHRINK = 0.6  # how far the whitening leans to the plain cosine; see :func:`_whitening`


class IndexText(NamedTuple):
    """A text of a card: the number of the card, whether it is asked or said, and the words."""

    card: int
    kind: str
    text: str


class Closeness(NamedTuple):
    """How near a question is to each card, as cosines in the space that tells cards apart.

    Attributes:
        best: to the phrase most like it.
        centre: to the middle of the card's phrases.
        said: to the statement most like it.
    """

    best: Vectors
    centre: Vectors
    said: Vectors


class Familiarity(NamedTuple):
    """How near a question is to all questions about backs together and to what lies outside, as plain cosines.

    Attributes:
        best: to the phrase or example most like it.
        nearest: the mean over the :data:`NEAREST` phrases and examples most like it.
        said: to the statement most like it.
        outside: to the out-of-scope example most like it.
        outside_nearest: the mean over the :data:`NEAREST_OUTSIDE` such examples most like it.
        side: the side of the plane that parts the two, about 1 inside and -1 outside.
    """

    best: float
    nearest: float
    said: float
    outside: float
    outside_nearest: float
    side: float


class Plane(NamedTuple):
    """Parts two groups of vectors."""

    weights: Vectors
    offset: float

    def side(self, vector: Vectors) -> float:
        """About 1 for what is like the first group, -1 for what is like the second."""
        return float(vector @ self.weights) + self.offset


def index_texts(library: Library) -> Iterator[IndexText]:
    """All texts of the cards that are turned into vectors, in order."""
    for number, card in enumerate(library.cards.values()):
        for phrase in (*card.asked_like, card.title):
            yield IndexText(number, ASKED, phrase)
        for statement in card.told():
            yield IndexText(number, SAID, statement.say)


class Index:
    """Compares the vector of a question with those of the cards."""

    def __init__(
        self, texts: Sequence[IndexText], vectors: Vectors, *, inside: Vectors, outside: Vectors, health: int = 0
    ) -> None:
        """
        Args:
            texts: every text of the cards.
            vectors: one row for each of them.
            inside: one row for each further example of a question about backs; may have no row.
            outside: one row for each example of a question that is out of scope; may have no row.
            health: how many rows of ``outside``, the first ones, are about other matters of health.
        """
        self._asked = np.array([text.kind == ASKED for text in texts])
        self._vectors, self._inside, self._outside = vectors, inside, outside
        self._health = _parting(outside[:health], outside[health:])
        self._middle, self._matrix = _whitening(vectors, np.array([text.card for text in texts]))
        asked = np.concatenate([vectors[self._asked], inside])
        self._scope = _parting(asked, outside)
        # One row more, of zeros, is what the empty places of a card with few texts point to.
        spread = self._spread(vectors)
        self._spread_vectors = np.vstack([spread, np.zeros_like(spread[:1])])
        self._phrases = _table(texts, ASKED)
        self._statements = _table(texts, SAID)
        centres = self._spread_vectors[self._phrases].sum(axis=1)
        self._centres = _unit(centres)

    def closeness(self, vector: Vectors) -> Closeness:
        """How near a question is to each card."""
        own = self._spread(vector)
        cosines = self._spread_vectors @ own
        return Closeness(
            best=cosines[self._phrases].max(axis=1),
            centre=self._centres @ own,
            said=cosines[self._statements].max(axis=1),
        )

    def familiarity(self, vector: Vectors) -> Familiarity:
        """How near a question is to all cards together, and to what lies outside."""
        own, outside = self._vectors @ vector, self._outside @ vector
        inside = np.concatenate([own[self._asked], self._inside @ vector])
        return Familiarity(
            best=float(inside.max()),
            nearest=_mean_of_greatest(inside, NEAREST),
            said=float(own[~self._asked].max()),
            outside=float(outside.max(initial=0.0)),
            outside_nearest=_mean_of_greatest(outside, NEAREST_OUTSIDE),
            side=self._scope.side(vector),
        )

    def is_about_health(self, vector: Vectors) -> bool:
        """Whether a question that is out of scope is on the side of other matters of health."""
        return self._health.side(vector) > 0

    def statements(self, card: int, vector: Vectors) -> Vectors:
        """Plain cosines of a question with what a card says, in the order in which it is told."""
        told = self._statements[card]
        return self._vectors[told[told < len(self._vectors)]] @ vector

    def _spread(self, vectors: Vectors) -> Vectors:
        return _unit((vectors - self._middle) @ self._matrix)


def vectors_of(words: Sequence[str], encoder: SentenceEncoder, cache: Path | None = None) -> Vectors:
    """One row for each text: from the cache where it was made of the same texts, else computed and kept there.

    Args:
        cache: an ``.npz`` file; ``None`` keeps nothing on disk.
    """
    key = hashlib.sha256("\0".join([MODEL_SHA256, *words]).encode()).hexdigest()
    vectors = _read(cache, key) if cache else None
    if vectors is None:
        vectors = encoder.encode(words)
        if cache:
            _write(cache, key, vectors)
    return vectors


def _whitening(vectors: Vectors, owner: npt.NDArray[np.int64]) -> tuple[Vectors, Vectors]:
    """The middle of all vectors and a matrix that damps directions in which texts of one card differ.

    All cards speak of backs, so plain cosines are close together; what differs inside a card (slang, person,
    length) is noise. Linear discriminant analysis with a shrunken covariance: 5 points more first hits on
    phrases held out (``bot.guidance.calibration``).
    """
    centres = np.zeros((owner.max() + 1, vectors.shape[1]), dtype=np.float64)
    np.add.at(centres, owner, vectors)
    centres /= np.bincount(owner)[:, None]
    inside = vectors - centres[owner]
    values, directions = np.linalg.eigh(inside.T @ inside / len(inside))
    values = (1 - SHRINK) * values.clip(min=0) + SHRINK * values.mean()
    return vectors.mean(axis=0), (directions / np.sqrt(values)).astype(np.float32)


def _parting(inside: Vectors, outside: Vectors) -> Plane:
    """The plane that best parts two groups of vectors, both counting alike; where one is empty, nothing is parted.

    Least squares with a ridge, in closed form: as good as a fitted logistic regression (6 points more of the cards'
    held-out phrases than without it, at one question in a hundred from outside), and done in a moment when a card
    changes.
    """
    if not (len(inside) and len(outside)):
        return Plane(np.zeros(inside.shape[1], dtype=np.float32), 0.0)
    rows = np.concatenate([inside, outside]).astype(np.float64)
    truth = np.repeat([1.0, -1.0], [len(inside), len(outside)])
    share = np.repeat([500 / len(inside), 500 / len(outside)], [len(inside), len(outside)])
    middle = share @ rows / share.sum()
    centred = rows - middle
    spread = (centred * share[:, None]).T @ centred + PENALTY * np.eye(rows.shape[1])
    weights = np.linalg.solve(spread, (centred * share[:, None]).T @ truth)
    return Plane(weights.astype(np.float32), -float(middle @ weights))


def _mean_of_greatest(cosines: Vectors, count: int) -> float:
    if len(cosines) <= count:
        return float(cosines.mean()) if len(cosines) else 0.0
    return float(np.partition(cosines, -count)[-count:].mean())


def _unit(vectors: Vectors) -> Vectors:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)


def _table(texts: Sequence[IndexText], kind: str) -> npt.NDArray[np.int64]:
    """One row a card with the positions of its texts of one kind, filled up with the position after the last."""
    rows: list[list[int]] = [[] for _ in range(texts[-1].card + 1)]
    for position, text in enumerate(texts):
        if text.kind == kind:
            rows[text.card].append(position)
    table = np.full((len(rows), max(map(len, rows))), len(texts), dtype=np.int64)
    for card, members in enumerate(rows):
        table[card, : len(members)] = members
    return table


def _read(cache: Path, key: str) -> Vectors | None:
    try:
        with np.load(cache) as stored:
            return stored["vectors"] if str(stored["key"]) == key else None
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return None  # missing, cut short or of an older form: computed anew


def _write(cache: Path, key: str, vectors: Vectors) -> None:
    """Writes beside the cache and renames, so that a process that reads meanwhile finds a whole file."""
    cache.parent.mkdir(parents=True, exist_ok=True)
    part = cache.with_suffix(f".{os.getpid()}.npz")
    np.savez(part, key=np.array(key), vectors=vectors)
    part.replace(cache)
