"""How well each card answers a question: sentence vectors, shared rare words, and a nudge from the intent."""

from __future__ import annotations

import hashlib
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.guidance.cards import Card
from bot.guidance.lexical import Overlap, content_words
from bot.guidance.library import Library
from bot.guidance.priors import TOPICS_OF_INTENT
from bot.language.tokens import tokenize
from bot.language.vectors import MODEL_SHA256, SentenceEncoder, Vectors
from bot.paths import VAR

INDEX_FILE = VAR / "cards.npz"
ASKED, SAID = "asked", "said"
LEAD_BY = 0.2  # cosine by which a statement must stand out to be told first
POINTING_BACK = frozenset({"it", "that", "this", "them", "these", "those", "one", "and", "then"})


@dataclass(frozen=True)
class Weights:
    """How much each kind of evidence counts."""

    best: float = 0.5  # the phrase most like the question
    several: float = 0.2  # the mean of the three phrases most like it
    statement: float = 0.15  # the statement most like it
    words: float = 0.3  # rare words in common
    intent: float = 0.04  # the topic fits the intent
    title_first: float = 0.9  # of a follow-up read together with the card before it


@dataclass(frozen=True)
class Scored:
    """A card and how well it answers.

    Attributes:
        score: what cards are ordered by; about 0 to 1.
        similarity: cosine of the question with the phrase or statement of the card most like it.
        lead: index of the statement that stands out as the answer, or ``None``.
    """

    card: Card
    score: float
    similarity: float
    lead: int | None = None


class Index:
    """The vectors of everything the cards are asked like and say."""

    def __init__(self, library: Library, vectors: Vectors) -> None:
        """
        Args:
            vectors: one row for each of :func:`index_texts`.
        """
        self.cards = list(library.cards.values())
        # One row more, of zeros, is what the empty places of a card with few texts point to.
        self._vectors = np.vstack([vectors, np.zeros((1, vectors.shape[1]), dtype=np.float32)])
        asked: list[list[int]] = [[] for _ in self.cards]
        said: list[list[int]] = [[] for _ in self.cards]
        for row, (card, kind, _) in enumerate(index_texts(library)):
            (asked if kind == ASKED else said)[card].append(row)
        self._asked, self._said = _table(asked, len(vectors)), _table(said, len(vectors))

    def similarities(self, vector: Vectors) -> tuple[Vectors, Vectors]:
        """Cosine of one vector with the phrases and with the statements: two tables, one row a card."""
        cosines = self._vectors @ vector
        return cosines[self._asked], cosines[self._said]


def _table(rows: list[list[int]], empty: int) -> npt.NDArray[np.int64]:
    table = np.full((len(rows), max(map(len, rows))), empty, dtype=np.int64)
    for card, members in enumerate(rows):
        table[card, : len(members)] = members
    return table


def index_texts(library: Library) -> Iterator[tuple[int, str, str]]:
    """The number of the card, ``asked`` or ``said``, and the text, for all that is turned into vectors."""
    for number, card in enumerate(library.cards.values()):
        for phrase in (*card.asked_like, card.title):
            yield number, ASKED, phrase
        for statement in card.told():
            yield number, SAID, statement.say


def build_index(library: Library, encoder: SentenceEncoder, cache: Path | None = INDEX_FILE) -> Index:
    """The vectors of all cards, from the cache where it still fits, and else computed and cached.

    Args:
        cache: an ``.npz`` file; ``None`` keeps nothing on disk.
    """
    texts = [text for _, _, text in index_texts(library)]
    key = hashlib.sha256("\0".join([MODEL_SHA256, *texts]).encode()).hexdigest()
    vectors = _cached(cache, key) if cache else None
    if vectors is None:
        vectors = encoder.encode(texts)
        if cache:
            _write(cache, key, vectors)
    return Index(library, vectors)


def _cached(cache: Path, key: str) -> Vectors | None:
    try:
        with np.load(cache) as stored:
            return stored["vectors"] if str(stored["key"]) == key else None
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return None  # missing, cut short or of an older form: computed anew


def _write(cache: Path, key: str, vectors: Vectors) -> None:
    """Writes beside the cache and renames, so that a process that reads meanwhile finds a whole file."""
    cache.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=cache.parent, suffix=".part", delete=False) as file:
        np.savez(file, key=np.array(key), vectors=vectors)
    Path(file.name).replace(cache)


class Ranking:
    """Scores every card for a question."""

    def __init__(self, index: Index, encoder: SentenceEncoder, *, weights: Weights | None = None) -> None:
        self._index = index
        self._encoder = encoder
        self._weights = weights or Weights()
        self.overlap = Overlap(
            [[*card.asked_like, card.title, *(s.say for s in card.told())] for card in index.cards]
        )

    def rank(self, question: str, *, intent: str | None = None, previous: Card | None = None) -> list[Scored]:
        """All cards, the best first.

        Args:
            question: what was asked, spelling repaired.
            intent: what the intent classifier made of it; an unknown name nudges nothing.
            previous: the card answered before, for a short question that only makes sense after it.
        """
        scores, similarity, said = self._scores(question)
        if previous and is_follow_up(question):
            joined, joined_similarity, _ = self._scores(f"{previous.title}: {question}")
            scores = np.maximum(scores, joined * self._weights.title_first)
            similarity = np.maximum(similarity, joined_similarity * self._weights.title_first)
        scores = scores + self._weights.intent * self._fits(intent)
        order = np.argsort(-scores, kind="stable")
        return [
            Scored(
                card=self._index.cards[number],
                score=float(scores[number]),
                similarity=float(similarity[number]),
                lead=_lead(said[number], len(self._index.cards[number].statements)),
            )
            for number in order
        ]

    def _scores(self, question: str) -> tuple[Vectors, Vectors, Vectors]:
        """Scores and greatest cosines of each card, and the cosines of its statements."""
        asked, said = self._index.similarities(self._encoder.encode_one(question))
        best = asked.max(axis=1)
        several = np.sort(asked, axis=1)[:, -3:].mean(axis=1)
        statement = said.max(axis=1)
        weights = self._weights
        scores = weights.best * best + weights.several * several + weights.statement * statement
        scores = scores + weights.words * self.overlap.scores(question)
        return scores, np.maximum(best, statement), said

    def _fits(self, intent: str | None) -> Vectors:
        topics = TOPICS_OF_INTENT.get(intent or "", frozenset())
        return np.array([card.topic in topics for card in self._index.cards], dtype=np.float32)


def is_follow_up(question: str) -> bool:
    """Whether a question leans on what was said before: it is short, or points back ("is it safe?")."""
    words = [token.text for token in tokenize(question) if token.is_word]
    own = content_words(question)
    return len(own) <= 2 and (len(words) <= 5 or bool(POINTING_BACK & set(words)))


def _lead(cosines: Vectors, statements: int) -> int | None:
    """The first statement stays first unless another is far more like the question."""
    own = cosines[:statements]
    best = int(own.argmax())
    return best if best and own[best] - np.delete(own, best).max() >= LEAD_BY else None
