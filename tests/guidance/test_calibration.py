"""Weights are fitted on phrases held out, and the table shows what thresholds would do."""

import numpy as np
import pytest

from bot.guidance.calibration import (
    HeldOut,
    by_chance,
    curve,
    curve_on_files,
    fit_cards,
    fit_scope,
    hold_out,
    report,
    thresholds,
)
from bot.guidance.evaluation import OutOfScope, Question
from bot.guidance.guide import Guide
from bot.guidance.index import index_texts
from bot.guidance.library import Library
from bot.language.vectors import SentenceEncoder

from .conftest import INSIDE, OUTSIDE


@pytest.fixture(scope="module")
def held(library: Library, encoder: SentenceEncoder) -> HeldOut:
    return hold_out(list(index_texts(library)), encoder, inside=INSIDE, outside=OUTSIDE, repair=str)


def test_every_phrase_and_every_example_is_asked_once(held: HeldOut, library: Library) -> None:
    phrases = sum(len(card.asked_like) + 1 for card in library.cards.values())
    assert held.cards.shape == (phrases, len(library.cards), 4)
    assert len(held.right) == phrases
    assert (len(held.inside), len(held.outside)) == (phrases + len(INSIDE), len(OUTSIDE))


def test_a_phrase_that_is_asked_is_not_there_to_be_found(held: HeldOut) -> None:
    assert held.cards[:, :, 0].max() < 0.999


def test_the_fitted_weights_find_more_right_cards_than_chance(held: HeldOut) -> None:
    weights = fit_cards(held)
    first = (held.cards @ list(weights.values())).argmax(axis=1) == held.right
    assert first.mean() > 0.7


def test_the_fitted_weights_part_inside_from_outside(held: HeldOut) -> None:
    weights = list(fit_scope(held).values())
    assert (held.inside @ weights > 0).mean() > 0.9
    assert (held.outside @ weights > 0).mean() < 0.2


def test_the_curve_falls_as_the_threshold_rises(held: HeldOut) -> None:
    _, _, *rows = curve(held, fit_cards(held), fit_scope(held))
    answered = [float(row.split()[1].rstrip("%")) for row in rows]
    assert answered == sorted(answered, reverse=True)
    assert answered[0] > answered[-1]


def test_the_thresholds_keep_what_is_promised(held: HeldOut) -> None:
    cards, scope = fit_cards(held), fit_scope(held)
    limits = thresholds(held, cards, scope)
    assert limits.scope_suggest <= limits.scope_answer
    outside = held.outside @ list(scope.values())
    assert (outside >= limits.scope_suggest).sum() <= 1  # of eight: one is more than three in a hundred
    assert limits.scope_suggest > np.sort(outside)[-2]


def test_every_phrase_is_counted_by_its_chance_and_the_likeliest_are_right(held: HeldOut) -> None:
    _, *rows = by_chance(held, fit_cards(held))
    assert float(rows[-1].split()[-1].rstrip("%")) > 90
    assert sum(float(row.split()[2].rstrip("%")) for row in rows) == pytest.approx(100, abs=0.5)


def test_the_report_gives_weights_to_copy_and_the_curve(library: Library, encoder: SentenceEncoder) -> None:
    lines = report(library, encoder, inside=INSIDE, outside=OUTSIDE).splitlines()
    assert lines[0].startswith("CARD_WEIGHTS = {'best': ")
    assert lines[1].startswith("SCOPE_WEIGHTS = {'bias': ")
    assert lines[2].startswith("Thresholds(scope_answer=")
    assert lines[3].startswith("right card first ")


def test_on_files_what_is_right_is_what_holds_the_content(guide: Guide) -> None:
    questions = [
        Question(q="how long does a spasm last", must_match_any=["about a week"]),
        Question(q="when can i use heat", must_match_any=["no such words"]),
    ]
    lowest = list(curve_on_files(guide, questions, [OutOfScope(text="what is the weather in rome")]))[1]
    assert lowest.split()[:3] == ["-2.0", "100.0%", "50.0%"]
