"""How well each card answers a question, and whether the question is about backs at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.guidance.cards import Card
from bot.guidance.index import Closeness, Index
from bot.guidance.lexical import Overlap, content_words
from bot.guidance.priors import TOPICS_OF_INTENT
from bot.language.tokens import tokenize
from bot.language.vectors import SentenceEncoder, Vectors

LEAD_BY = 0.2  # cosine by which a statement must stand out to be told first
POINTING_BACK = frozenset({"it", "that", "this", "them", "these", "those", "one", "and", "then"})
OUT_OF_SCOPE = "out_of_scope"

#: How much each kind of evidence counts for a card, fitted by :mod:`bot.guidance.calibration` on the cards' own
#: phrases, each held out in turn.
CARD_WEIGHTS: Mapping[str, float] = {
    "best": 3.5,
    "centre": 9.4,
    "said": 4.0,
    "words": 2.8,
    "intent": 0.7,
}
#: Likewise for the question being about backs: the cards' phrases against the out-of-scope examples.
SCOPE_WEIGHTS: Mapping[str, float] = {
    "bias": -3.2,
    "best": 4.7,
    "nearest": 20.1,
    "said": 3.0,
    "words": 0.1,
    "strangeness": -2.1,
    "outside": -6.6,
    "outside_nearest": -18.1,
}
OUT_OF_SCOPE_INTENT = -1.5  # what the intent classifier's verdict takes off the scope
JOINED = 0.5  # what a follow-up read together with the card before it loses against the question alone


@dataclass(frozen=True)
class Scored:
    """A card and how well it answers.

    Attributes:
        score: the probability, 0 to 1, that this is the card, if any card is.
        lead: index of the statement that stands out as the answer, or ``None``.
    """

    card: Card
    score: float
    lead: int | None = None


@dataclass(frozen=True)
class Ranked:
    """All cards, the best first, and how surely the question is about backs (log odds; 0 is even)."""

    cards: list[Scored]
    scope: float


class Ranking:
    """Scores every card for a question."""

    def __init__(self, cards: Sequence[Card], index: Index, encoder: SentenceEncoder) -> None:
        """
        Args:
            cards: in the order in which the index was built.
        """
        self._cards = list(cards)
        self._index = index
        self._encoder = encoder
        self._overlap = Overlap([[*card.asked_like, card.title, *(s.say for s in card.told())] for card in cards])

    def rank(self, question: str, *, intent: str | None = None, previous: Card | None = None) -> Ranked:
        """All cards, the best first.

        Args:
            question: what was asked, spelling repaired.
            intent: what the intent classifier made of it; an unknown name nudges nothing.
            previous: the card answered before, for a short question that only makes sense after it.
        """
        totals, scope, near = self._evidence(question)
        if previous and is_follow_up(question):
            joined, joined_scope, near = self._evidence(f"{previous.title}: {question}")
            totals = np.maximum(totals, joined - JOINED)
            scope = max(scope, joined_scope)
        totals = totals + CARD_WEIGHTS["intent"] * self._fits(intent)
        if intent == OUT_OF_SCOPE:
            scope += OUT_OF_SCOPE_INTENT
        chances = np.exp(totals - totals.max())
        chances /= chances.sum()
        return Ranked([self._scored(number, chances, near) for number in np.argsort(-chances)], scope)

    def _scored(self, number: int, chances: Vectors, near: Closeness) -> Scored:
        card = self._cards[number]
        lead = _lead(near.statements[number][: len(card.statements)])
        return Scored(card, float(chances[number]), lead)

    def _evidence(self, question: str) -> tuple[Vectors, float, Closeness]:
        """What speaks for each card, how surely the question is in scope, and the cosines."""
        vector = self._encoder.encode_one(question)
        near = self._index.closeness(vector)
        shared = self._overlap.scores(question)
        totals = (
            CARD_WEIGHTS["best"] * near.best
            + CARD_WEIGHTS["centre"] * near.centre
            + CARD_WEIGHTS["said"] * near.said
            + CARD_WEIGHTS["words"] * shared
        )
        evidence = {
            **self._index.familiarity(vector)._asdict(),
            "bias": 1.0,
            "words": float(shared.max()),
            "strangeness": self._overlap.strangeness(question),
        }
        return totals, sum(SCOPE_WEIGHTS[name] * value for name, value in evidence.items()), near

    def _fits(self, intent: str | None) -> Vectors:
        topics = TOPICS_OF_INTENT.get(intent or "", frozenset())
        return np.array([card.topic in topics for card in self._cards], dtype=np.float32)


def is_follow_up(question: str) -> bool:
    """Whether a question leans on what was said before: it is short, or points back ("is it safe?")."""
    words = [token.text for token in tokenize(question) if token.is_word]
    return len(content_words(question)) <= 2 and (len(words) <= 5 or bool(POINTING_BACK & set(words)))


def _lead(cosines: Vectors) -> int | None:
    """The first statement stays first unless another is far more like the question."""
    best = int(cosines.argmax())
    return best if best and cosines[best] - np.delete(cosines, best).max() >= LEAD_BY else None
