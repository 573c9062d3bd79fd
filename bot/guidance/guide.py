"""Finds the card that answers a question, or says that there is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.guidance.cards import Card
from bot.guidance.library import Library
from bot.guidance.ranking import Ranking, Scored, build_index
from bot.language.vectors import SentenceEncoder

Status = Literal["answer", "suggestions", "nothing"]
MAX_SUGGESTIONS = 3
_BREAK = re.compile(
    r"[?.;!]\s+|\s+and\s+(?=(?:how|what|when|why|where|which|is|are|can|should|do|does|will)\b)"
)


@dataclass(frozen=True)
class Thresholds:
    """Where answering ends and asking back begins; chosen with :mod:`bot.guidance.calibration`."""

    answer: float = 0.55  # a card is told from this score on
    suggest: float = 0.42  # cards are offered from this score on
    margin: float = 0.0  # what the best card must be ahead of the next for an answer below `sure`
    sure: float = 0.75
    known_share: float = 0.5  # of the question's weight in words that some card must know
    foreign: float = 0.1  # how much more like an out-of-scope example than like a card a question may be


@dataclass(frozen=True)
class Match:
    """What the guide found.

    Attributes:
        status: ``answer`` (tell the card), ``suggestions`` (ask which was meant) or ``nothing``.
        card: the card to tell, for ``answer``.
        also: a second card, when the message asks two things.
        lead: the index of the statement of ``card`` to begin with, or ``None``.
        suggestions: up to 3 cards that come near.
        score: of the best card.
        margin: how far the best card is ahead of the next.
    """

    status: Status
    card: Card | None = None
    also: Card | None = None
    lead: int | None = None
    suggestions: tuple[Card, ...] = ()
    score: float = 0.0
    margin: float = 0.0


class Guide:
    """Question -> card."""

    def __init__(
        self,
        library: Library,
        ranking: Ranking,
        *,
        thresholds: Thresholds | None = None,
        repair: Callable[[str], str] | None = None,
    ) -> None:
        """
        Args:
            repair: mends the spelling of a question before cards are ranked.
        """
        self.library = library
        self._ranking = ranking
        self._thresholds = thresholds or Thresholds()
        self._repair = repair or str

    @classmethod
    def load(cls, library: Library, encoder: SentenceEncoder) -> Guide:
        """A guide over all cards, with their vectors from the cache."""
        return cls(library, Ranking(build_index(library, encoder), encoder))

    def find(self, question: str, *, intent: str | None = None, previous: str | None = None) -> Match:
        """The card that answers, cards that come near, or nothing.

        Args:
            question: a message as it was typed.
            intent: its intent, where a classifier has named one.
            previous: the id of the card told before; one that is no longer there counts as none.
        """
        text = self._repair(question)
        before = self.library.cards.get(previous or "")
        match = self._one(text, intent, before)
        halves = [half for half in _BREAK.split(text) if half.strip()]
        if len(halves) != 2:
            return match
        return match

    def _one(self, text: str, intent: str | None, before: Card | None) -> Match:
        ranked = self._ranking.rank(text, intent=intent, previous=before)
        best, margin = ranked[0], ranked[0].score - ranked[1].score
        near = tuple(scored.card for scored in ranked[:MAX_SUGGESTIONS])
        status = self._status(text, best, margin)
        if status == "answer":
            return Match("answer", best.card, None, best.lead, near[1:], best.score, margin)
        return Match(
            status, suggestions=near if status == "suggestions" else (), score=best.score, margin=margin
        )

    def _status(self, text: str, best: Scored, margin: float) -> Status:
        limits = self._thresholds
        known = self._ranking.overlap.known_share(text)
        if best.score < limits.suggest or known < limits.known_share:
            return "nothing"
        if best.score >= limits.answer:
            return "answer"
        return "suggestions"
