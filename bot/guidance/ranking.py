"""How well each card answers a question, and whether the question is about backs at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.guidance.cards import Card
from bot.guidance.evidence import CARD_EVIDENCE, SCOPE_EVIDENCE, Evidence, Numbers
from bot.guidance.lexical import content_words
from bot.guidance.priors import TOPICS_OF_INTENT
from bot.language.tokens import tokenize
from bot.language.vectors import SentenceEncoder

LEAD_BY = 0.2  # cosine by which a statement must stand out to be told first
POINTING_BACK = frozenset({"it", "that", "this", "them", "these", "those", "one", "and", "then"})

#: How much each kind of evidence counts for a card (:data:`bot.guidance.evidence.CARD_EVIDENCE`), fitted by
#: :mod:`bot.guidance.calibration` on the cards' own phrases, each held out in turn.
CARD_WEIGHTS = {"best": 6.32, "centre": 10.57, "said": 1.98, "words": 8.21}
#: Likewise for the question being about backs: the cards' phrases against the out-of-scope examples.
SCOPE_WEIGHTS = {
    **{"bias": -1.4, "best": 10.55, "nearest": 8.01, "said": -1.84, "words": 2.36},
    **{"outside": -8.88, "outside_nearest": -9.78, "side": 3.92, "strangeness": -2.61},
}
FITTING_INTENT = 0.7  # what a topic gains that fits the intent
# In a follow-up, how much what it says by itself counts beside what it says after the card before: "how long?" says
# nothing by itself, "and heat?" much.
OWN_SHARE, OWN_SHARE_POINTING = 0.5, 0.2
# What the card before loses in a follow-up: it was just read, and where it has no more to say it would only repeat.
TOLD_BEFORE, ALL_TOLD = 2.0, 10.0
SAME_TOPIC = 1.5  # what the cards of its topic gain
# How much the card before may add to the scope of "why?", and of "and stress?", which could be "and penguins?".
LIFT_OF_NO_WORDS, LIFT_OF_WORDS = 4.0, 1.5


@dataclass(frozen=True)
class Scored:
    """A card and how well it answers.

    Attributes:
        score: the probability, 0 to 1, that this is the card, if any card is.
    """

    card: Card
    score: float


@dataclass(frozen=True)
class Ranked:
    """All cards, the best first, and how surely the question is about backs (log odds; 0 is even)."""

    cards: list[Scored]
    scope: float


class Ranking:
    """Scores every card for a question."""

    def __init__(self, cards: Sequence[Card], evidence: Evidence, encoder: SentenceEncoder) -> None:
        """
        Args:
            cards: in the order in which the evidence has them.
        """
        self._cards = list(cards)
        self._number = {card.id: number for number, card in enumerate(cards)}
        self._evidence = evidence
        self._encoder = encoder
        self._card_weights = np.array([CARD_WEIGHTS[name] for name in CARD_EVIDENCE])
        self._scope_weights = np.array([SCOPE_WEIGHTS[name] for name in SCOPE_EVIDENCE])

    def rank(self, question: str, *, intent: str | None = None, previous: Card | None = None) -> Ranked:
        """All cards, the best first.

        Args:
            question: what was asked, spelling repaired.
            intent: what the intent classifier made of it; an unknown name nudges nothing.
            previous: the card answered before, for a short question that only makes sense after it.
        """
        totals, scope = self._weigh(question)
        if previous and is_follow_up(question):
            joined, joined_scope = self._weigh(f"{previous.title}: {question}")
            own = OWN_SHARE_POINTING if leans(question) else OWN_SHARE
            totals = own * totals + (1 - own) * joined
            totals = totals + SAME_TOPIC * np.array([card.topic == previous.topic for card in self._cards])
            totals[self._number[previous.id]] -= TOLD_BEFORE if previous.more else ALL_TOLD
            scope = max(scope, min(joined_scope, scope + _lift(question)))
        totals = totals + FITTING_INTENT * self._fits(intent)
        chances = np.exp(totals - totals.max())
        chances /= chances.sum()
        return Ranked([Scored(self._cards[i], float(chances[i])) for i in np.argsort(-chances)], scope)

    def about_health(self, question: str) -> bool:
        """Whether a question that is out of scope sounds like another matter of health."""
        return self._evidence.index.is_about_health(self._encoder.encode_one(question))

    def lead(self, card: Card, question: str) -> int | None:
        """The index of the statement that is far more like the question than the card's others, or ``None``."""
        if len(card.statements) < 2:
            return None
        told = self._evidence.index.statements(self._number[card.id], self._encoder.encode_one(question))
        cosines = told[: len(card.statements)]
        best = int(cosines.argmax())
        return best if best and cosines[best] - np.delete(cosines, best).max() >= LEAD_BY else None

    def _weigh(self, question: str) -> tuple[Numbers, float]:
        """What speaks for each card, and how surely the question is in scope."""
        vector = self._encoder.encode_one(question)
        totals = self._evidence.of_cards(question, vector) @ self._card_weights
        return totals, float(self._evidence.of_scope(question, vector) @ self._scope_weights)

    def _fits(self, intent: str | None) -> Numbers:
        topics = TOPICS_OF_INTENT.get(intent or "", frozenset())
        return np.array([card.topic in topics for card in self._cards], dtype=np.float64)


def is_follow_up(question: str) -> bool:
    """Whether a question leans on what was said before: it is short, or points back ("is it safe?")."""
    words = [token.text for token in tokenize(question) if token.is_word]
    return len(content_words(question)) <= 2 and (len(words) <= 5 or bool(POINTING_BACK & set(words)))


def leans(question: str) -> bool:
    """Whether a follow-up has no subject of its own: no content word, or one beside a word that points back."""
    words = [token.text for token in tokenize(question) if token.is_word]
    content = content_words(question)
    return not content or (len(content) == 1 and bool(POINTING_BACK & set(words) - {"and", "then"}))


def _lift(question: str) -> float:
    return LIFT_OF_WORDS if content_words(question) else LIFT_OF_NO_WORDS
