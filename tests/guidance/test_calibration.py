"""Weights are fitted on phrases held out, and the table shows what thresholds would do."""

import pytest

from bot.guidance.calibration import HeldOut, curve, fit_cards, fit_scope, hold_out
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
