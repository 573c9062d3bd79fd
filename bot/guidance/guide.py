"""Finds the card that answers a question, or says that there is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.guidance.cards import Card
from bot.guidance.evidence import Evidence
from bot.guidance.index import INDEX_FILE, SAID, IndexText, index_texts, vectors_of
from bot.guidance.lexical import content_words
from bot.guidance.library import Library
from bot.guidance.ranking import Ranking, leans
from bot.guidance.scope import health_examples, inside_examples, outside_examples
from bot.language.spelling import Speller
from bot.language.tokens import tokenize
from bot.language.vectors import SentenceEncoder

Status = Literal["answer", "suggestions", "nothing"]
MAX_SUGGESTIONS = 3
MAX_TOPIC_WORDS = 5
_OPEN_WORD = r"(?:how|what|whats|when|why|where|which|who)"
_CLOSED_WORD = (
    r"(?:is|are|can|could|should|do|does|will|would|shall|am|"
    r"any (?:side effects|harm|risks?|good|use|point|tips|ideas|advice))"
)
_QUESTION_WORD = rf"(?:{_OPEN_WORD}|{_CLOSED_WORD})"
#: "at what stage", "for how long".
_BEFORE_IT = r"(?:(?:at|in|for|on|by|to|from|with|till|until)\s+)?"
_BREAK = re.compile(rf"(?<=[?.;!])\s+|,?\s+(?:and|also|plus)\s+(?={_BEFORE_IT}{_QUESTION_WORD}\b)", re.IGNORECASE)

_JOINED = re.compile(r"\b(?:or|and|nor|plus|vs|versus)\b|[&/]", re.IGNORECASE)
BESIDE = 3  # words on each side of an "or"
_CLAUSE = r"(?:^|[,.;:!?]\s*|\b(?:and|so|but|ok|right|well)\s+)"
_ASKS = re.compile(rf"{_CLAUSE}{_BEFORE_IT}{_QUESTION_WORD}\b|\b(?:why|how come)\s*$", re.IGNORECASE)
_OPEN = re.compile(rf"{_CLAUSE}{_BEFORE_IT}{_OPEN_WORD}\b|\b(?:why|how come)\W*$", re.IGNORECASE)
_CLOSED = re.compile(rf"{_CLAUSE}{_CLOSED_WORD}\b", re.IGNORECASE)

_SOMEBODY = re.compile(
    r"\b(?:i|i'm|i've|im|ive|my|me|mine|myself|we|our|he|he's|his|him|she|she's|her|they|their|"
    r"has|have|had|went|got|gone|hurts?|kills?|killing|aches?|aching|help|stuck|locked|seized)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Thresholds:
    """Where answering ends and asking back begins; chosen with :mod:`bot.guidance.calibration`.

    ``scope`` is in log odds, ``chance`` a probability.
    """

    scope_answer: float = 1.0  # from here on a card is told
    scope_suggest: float = -0.44  # from here on cards are offered
    chance: float = 0.06  # the best card must be at least this likely to be told
    near: float = 0.05  # a runner-up that is this likely is offered with the answer
    chance_half: float = 0.35  # each half of a double question must be, to be told as two


@dataclass(frozen=True)
class Match:
    """What the guide found.

    Attributes:
        status: ``answer`` (tell the card), ``suggestions`` (ask which was meant) or ``nothing``.
        card: the card to tell, for ``answer``.
        also: a second card, when the message asks two things.
        lead: the index of the statement of ``card`` to begin with, or ``None``.
        suggestions: up to 3 cards that come near; with ``answer``, those that may have been meant instead.
        score: probability of the best card, 0 to 1.
        margin: how far the best card is ahead of the next.
        scope: how surely the question is about backs, in log odds.
        about_health: with ``nothing``, whether it sounds like another matter of health.
        open: whether it asks how, what or why, so that no yes or no answers it.
    """

    status: Status
    card: Card | None = None
    also: Card | None = None
    lead: int | None = None
    suggestions: tuple[Card, ...] = ()
    score: float = 0.0
    margin: float = 0.0
    scope: float = 0.0
    about_health: bool = False
    open: bool = False


class Guide:
    """Question -> card."""

    def __init__(
        self,
        library: Library,
        ranking: Ranking,
        *,
        thresholds: Thresholds | None = None,
        repair: Callable[[str], str] = str,
    ) -> None:
        """
        Args:
            repair: mends the spelling of a question before cards are ranked.
        """
        self.library = library
        self._ranking = ranking
        self._thresholds = thresholds or Thresholds()
        self._repair = repair

    @classmethod
    def load(cls, library: Library, encoder: SentenceEncoder) -> Guide:
        """A guide over all cards.

        The first time after a change of the texts their vectors are computed, which takes about 30 s for 300
        cards, and kept in ``var``: call this when training, so that the server starts at once.
        """
        texts = list(index_texts(library))
        speller = speller_for(texts)
        found = (inside_examples(), health_examples(), outside_examples())
        inside, health, outside = ([speller.repair(text) for text in examples] for examples in found)
        vectors = vectors_of([*(text.text for text in texts), *inside, *health, *outside], encoder, INDEX_FILE)
        own, further = len(texts), len(texts) + len(inside)
        evidence = Evidence(
            texts, vectors[:own], inside=vectors[own:further], outside=vectors[further:], health=len(health)
        )
        ranking = Ranking(list(library.cards.values()), evidence, encoder)
        return cls(library, ranking, repair=speller.repair)

    def with_thresholds(self, thresholds: Thresholds) -> Guide:
        """The same cards, told under other thresholds."""
        return Guide(self.library, self._ranking, thresholds=thresholds, repair=self._repair)

    def find(self, question: str, *, intent: str | None = None, previous: str | None = None) -> Match:
        """The card that answers, cards that come near, or nothing.

        Args:
            question: a message as it was typed.
            intent: its intent, where a classifier has named one.
            previous: the id of the card told before; one that is no longer there counts as none.
        """
        text = self._repair(question)
        before = self.library.cards.get(previous or "")
        return replace(self._both(text) or self._one(text, intent, before), open=is_open(text))

    def asks(self, message: str) -> bool:
        """Whether a message, as it was typed, asks for something rather than tells it."""
        text = self._repair(message)
        return is_question(text) or is_topic(text)

    def _one(self, text: str, intent: str | None = None, before: Card | None = None) -> Match:
        ranked = self._ranking.rank(text, intent=intent, previous=before)
        best, *others = ranked.cards[: MAX_SUGGESTIONS + 1]
        near = tuple(scored.card for scored in others)
        limits, margin = self._thresholds, best.score - others[0].score if others else best.score
        if ranked.scope < limits.scope_suggest:
            about_health = self._ranking.about_health(text)
            return Match("nothing", score=best.score, scope=ranked.scope, about_health=about_health)
        if ranked.scope < limits.scope_answer or best.score < limits.chance:
            offered = (best.card, *near)[:MAX_SUGGESTIONS]
            return Match("suggestions", suggestions=offered, score=best.score, margin=margin, scope=ranked.scope)
        return Match(
            "answer",
            card=best.card,
            also=_other_named(text, best.card, near),
            lead=self._ranking.lead(best.card, text),
            suggestions=tuple(scored.card for scored in others if scored.score >= limits.near),
            score=best.score,
            margin=margin,
            scope=ranked.scope,
        )

    def _both(self, text: str) -> Match | None:
        """Two cards for a message that clearly asks two things, and nothing in every other case."""
        asked = [(part, start) for part, start in _parts(text) if is_question(part)]
        if len(asked) != 2:
            return None
        (opening, _), (question, start) = asked
        # What is told before the first question may be what it is about, or beside the point.
        told = dict.fromkeys((opening, text[:start]))
        first = max((self._one(part) for part in told), key=lambda match: match.score)
        second = self._one(question)
        if self._sure(first) and (leans(question) or not self._sure(second)):
            second = self._one(question, before=first.card)  # "how long do i ice it, and why does it work"
        if not (self._sure(first) and self._sure(second)) or first.card is second.card:
            return None
        return Match(
            "answer", first.card, second.card, first.lead, first.suggestions, first.score, first.margin, first.scope
        )

    def _sure(self, match: Match) -> bool:
        return match.status == "answer" and match.score >= self._thresholds.chance_half


def _parts(text: str) -> list[tuple[str, int]]:
    """The pieces of a message in which one question each may stand, with the place at which each begins."""
    starts = [0, *(match.end() for match in _BREAK.finditer(text))]
    return [(text[start:end], start) for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]


def speller_for(texts: Sequence[IndexText]) -> Speller:
    """Repairs to the words of the cards; what the cards say is right, what they are asked like may hold slips."""
    return Speller((text.text for text in texts), right=(text.text for text in texts if text.kind == SAID))


def _other_named(text: str, card: Card, near: Sequence[Card]) -> Card | None:
    """The other card of "tai chi or yoga": a near one of the same topic, if each is named on its side of the "or"."""
    own = set(content_words(card.title))
    for joint in _JOINED.finditer(text):
        before = set(content_words(" ".join(text[: joint.start()].split()[-BESIDE:])))
        after = set(content_words(" ".join(text[joint.end() :].split()[:BESIDE])))
        for other in near:
            theirs = set(content_words(other.title))
            mine, its = own - theirs, theirs - own
            named = (before & mine and after & its) or (before & its and after & mine)
            if named and other.topic == card.topic:
                return other
    return None


def is_question(text: str) -> bool:
    """Whether a message asks something: a question mark, a question word where a clause begins, a "why" at its end."""
    return "?" in text or bool(_ASKS.search(text))


def is_open(text: str) -> bool:
    """Whether a message asks how, what or why, and nothing that a yes or a no would answer."""
    return bool(_OPEN.search(text)) and not _CLOSED.search(text)


def is_topic(text: str) -> bool:
    """Whether a message is a few words as one types into a search box ("yoga back"): of nobody, and no sentence."""
    words = [token.text for token in tokenize(text) if token.is_word]
    return len(words) <= MAX_TOPIC_WORDS and len(content_words(text)) >= 2 and not _SOMEBODY.search(text)
