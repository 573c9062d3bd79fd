"""Chooses the weights of the ranking and shows what each threshold would do, on the project's own data.

Every phrase of the cards is held out once (ten folds) and asked as a question; the out-of-scope examples of the
training data are held out likewise. A change of many cards is a reason to run it again and to copy the weights it
prints into :mod:`bot.guidance.ranking`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from bot.guidance.checks import PLACEHOLDERS
from bot.guidance.compose import Composer
from bot.guidance.evaluation import OutOfScope, Question
from bot.guidance.evidence import CARD_EVIDENCE, SCOPE_EVIDENCE, Evidence, Numbers
from bot.guidance.guide import Guide, Thresholds, speller_for
from bot.guidance.index import ASKED, IndexText, index_texts
from bot.guidance.library import Library
from bot.language.vectors import SentenceEncoder, Vectors

FOLDS = 10
SEED = 0
CARD_STEPS, SCOPE_STEPS = 300, 6000
#: Of questions from outside so many may be answered, and so many may be offered cards.
ANSWERED, OFFERED = 0.015, 0.03
FEWEST = 20  # phrases below a limit of probability that make a share worth its name
CHANCES = (0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.35, 0.5, 0.8)  # the limits of probability that are looked at
RIDGE = 1e-5  # keeps weights small where the evidence does not decide


class HeldOut(NamedTuple):
    """Evidence on questions that the cards and examples were without when they were asked.

    Attributes:
        cards: for each phrase of a card, the evidence for every card.
        right: for each phrase of a card, the number of its card.
        inside: for each phrase and each example about backs, the evidence of its scope.
        outside: the same for each out-of-scope example.
    """

    cards: Numbers
    right: np.ndarray
    inside: Numbers
    outside: Numbers


def hold_out(
    texts: Sequence[IndexText],
    encoder: SentenceEncoder,
    *,
    inside: Sequence[str],
    outside: Sequence[str],
    repair: Callable[[str], str],
) -> HeldOut:
    """Asks every phrase and every example with its fold left out; about a minute for 300 cards.

    Args:
        texts: all texts of the cards.
        inside: further examples of questions about backs.
        outside: examples of questions about other things.
        repair: mends the spelling of a question.
    """
    vectors = encoder.encode([text.text for text in texts])
    further, beyond = _Asked.of(inside, encoder, repair), _Asked.of(outside, encoder, repair)
    phrases = _Asked.of([text.text for text in texts], encoder, repair)
    is_phrase = np.array([text.kind == ASKED for text in texts])
    cards, right, held_inside, held_outside = [], [], [], []
    for fold in range(FOLDS):
        out = is_phrase & (phrases.folds == fold)
        evidence = Evidence(
            [text for text, left_out in zip(texts, out, strict=True) if not left_out],
            vectors[~out],
            inside=further.vectors[further.folds != fold],
            outside=beyond.vectors[beyond.folds != fold],
        )
        for i in np.flatnonzero(out):
            cards.append(evidence.of_cards(phrases.questions[i], phrases.vectors[i]))
            right.append(texts[i].card)
            held_inside.append(evidence.of_scope(phrases.questions[i], phrases.vectors[i]))
        held_inside += further.scope(evidence, fold)
        held_outside += beyond.scope(evidence, fold)
    return HeldOut(np.array(cards), np.array(right), np.array(held_inside), np.array(held_outside))


class _Asked(NamedTuple):
    """Questions with spelling repaired, their vectors, and the fold in which each is held out."""

    questions: list[str]
    vectors: Vectors
    folds: np.ndarray

    @classmethod
    def of(cls, texts: Sequence[str], encoder: SentenceEncoder, repair: Callable[[str], str]) -> _Asked:
        questions = [repair(text) for text in texts]
        folds = np.random.default_rng(SEED).integers(FOLDS, size=len(questions))
        return cls(questions, encoder.encode(questions), folds)

    def scope(self, evidence: Evidence, fold: int) -> list[Numbers]:
        held = np.flatnonzero(self.folds == fold)
        return [evidence.of_scope(self.questions[i], self.vectors[i]) for i in held]


def fit_cards(held: HeldOut) -> dict[str, float]:
    """The weights under which the right cards of the held-out phrases are most probable."""
    rows = np.arange(len(held.right))

    def slope(weights: Numbers) -> Numbers:
        chances = _softmax(held.cards @ weights)
        expected = np.einsum("qc,qce->qe", chances, held.cards)
        return (held.cards[rows, held.right] - expected).mean(axis=0)

    return dict(zip(CARD_EVIDENCE, _climb(slope, len(CARD_EVIDENCE), CARD_STEPS), strict=True))


def fit_scope(held: HeldOut) -> dict[str, float]:
    """The weights that best part the held-out phrases from the out-of-scope examples, both sides counting alike."""
    evidence = np.vstack([held.inside, held.outside])
    truth = np.repeat([1.0, 0.0], [len(held.inside), len(held.outside)])
    share = np.where(truth == 1, 0.5 / len(held.inside), 0.5 / len(held.outside))

    def slope(weights: Numbers) -> Numbers:
        return evidence.T @ ((truth - 1 / (1 + np.exp(-evidence @ weights))) * share)

    return dict(zip(SCOPE_EVIDENCE, _climb(slope, len(SCOPE_EVIDENCE), SCOPE_STEPS), strict=True))


def report(library: Library, encoder: SentenceEncoder, *, inside: Sequence[str], outside: Sequence[str]) -> str:
    """The fitted weights, and what each threshold would do.

    Args:
        inside: further examples of questions about backs (:func:`bot.guidance.guide.inside_examples`).
        outside: examples of questions about other things (:func:`bot.guidance.guide.outside_examples`).
    """
    texts = list(index_texts(library))
    held = hold_out(texts, encoder, inside=inside, outside=outside, repair=speller_for(texts).repair)
    cards, scope = fit_cards(held), fit_scope(held)
    weights = [f"CARD_WEIGHTS = {cards}", f"SCOPE_WEIGHTS = {scope}"]
    return "\n".join(
        [*weights, f"{thresholds(held, cards, scope)}", *curve(held, cards, scope), *by_chance(held, cards)]
    )


def thresholds(held: HeldOut, card_weights: dict[str, float], scope_weights: dict[str, float]) -> Thresholds:
    """The limits that keep what is promised: of questions from outside so many answered, and so many offered cards.

    A card is told from that probability on from which it is right more often than the next one: its runners-up are
    offered with it.
    """
    outside = held.outside @ np.array([scope_weights[name] for name in SCOPE_EVIDENCE])
    answer, suggest = (round(float(np.quantile(outside, 1 - share)), 2) for share in (ANSWERED, OFFERED))
    chances = _chances(held, card_weights)
    order = np.argsort(-chances, axis=1)[:, :2]
    best = np.take_along_axis(chances, order[:, :1], axis=1)[:, 0]
    first, second = (order == held.right[:, None]).T
    looked_at = [limit for limit in CHANCES if (best < limit).sum() >= FEWEST]
    unsure = [limit for limit in looked_at if first[best < limit].mean() <= second[best < limit].mean()]
    return Thresholds(scope_answer=answer, scope_suggest=suggest, chance=max(unsure, default=0.0))


def by_chance(held: HeldOut, card_weights: dict[str, float]) -> Iterator[str]:
    """Lines of a table: of phrases whose best card has about so much probability, how many it is right for."""
    chances = _chances(held, card_weights)
    best, right = chances.max(axis=1), chances.argmax(axis=1) == held.right
    yield f"{'chance from':>11} {'to':>5} {'phrases':>8} {'right':>7}"
    for low, high in pairwise((0.0, *CHANCES, 1.0)):
        inside = (best >= low) & (best < high)
        if inside.any():
            yield f"{low:11.2f} {high:5.2f} {inside.mean():8.1%} {right[inside].mean():7.1%}"


def curve_on_files(guide: Guide, questions: Sequence[Question], outside: Sequence[OutOfScope]) -> Iterator[str]:
    """The same table for questions from elsewhere, with the weights in use; right is what holds the right content."""
    always = guide.with_thresholds(Thresholds(scope_answer=-math.inf, scope_suggest=-math.inf, chance=0.0))
    composer = Composer(guide.library, dict.fromkeys(PLACEHOLDERS, ""))
    found = [always.find(question.q) for question in questions]
    texts = [composer.answer(match.card, also=match.also).text if match.card else "" for match in found]
    right = np.array([question.matches(text) for question, text in zip(questions, texts, strict=True)])
    inside = np.array([match.scope for match in found])
    beyond = np.array([always.find(line.text).scope for line in outside])
    yield from _rows(inside, beyond, right)


def curve(held: HeldOut, card_weights: dict[str, float], scope_weights: dict[str, float]) -> Iterator[str]:
    """Lines of a table: how often the right card is first, and who is answered from each threshold of scope on."""
    totals = held.cards @ np.array([card_weights[name] for name in CARD_EVIDENCE])
    order = np.argsort(-totals, axis=1)
    first = order[:, 0] == held.right
    of_three = (order[:, :3] == held.right[:, None]).any(axis=1)
    weights = np.array([scope_weights[name] for name in SCOPE_EVIDENCE])
    yield f"right card first {first.mean():.1%}, among three {of_three.mean():.1%} (of {len(first)} phrases)"
    yield from _rows(held.inside @ weights, held.outside @ weights)


def _rows(inside: Numbers, outside: Numbers, right: np.ndarray | None = None) -> Iterator[str]:
    yield f"{'scope from':>10} {'answered':>9} {'right':>9} {'out of scope answered':>22}"
    for limit in np.arange(-2.0, 5.01, 0.5):
        told = inside >= limit
        share = "" if right is None else f"{(told & right).mean():.1%}"
        yield f"{limit:10.1f} {told.mean():9.1%} {share:>9} {(outside >= limit).mean():22.1%}"


def _chances(held: HeldOut, card_weights: dict[str, float]) -> Numbers:
    """For each phrase of a card, the probability of every card."""
    return _softmax(held.cards @ np.array([card_weights[name] for name in CARD_EVIDENCE]))


def _softmax(totals: Numbers) -> Numbers:
    powers = np.exp(totals - totals.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _climb(slope: Callable[[Numbers], Numbers], size: int, steps: int) -> list[float]:
    """Adam's way uphill: enough for a handful of weights, and no solver to depend on."""
    weights, drift, spread = np.zeros(size), np.zeros(size), np.zeros(size)
    for step in range(1, steps + 1):
        up = slope(weights) - RIDGE * weights
        drift = 0.9 * drift + 0.1 * up
        spread = 0.99 * spread + 0.01 * up**2
        weights = weights + 0.3 * (drift / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
    return [round(float(weight), 2) for weight in weights]
