"""A statement's ``from`` leads to a page and a heading, or says what would."""

import pytest

from bot.guidance.library import Library
from bot.guidance.reply import SourceRef


@pytest.mark.parametrize(
    ("place", "ref"),
    [
        ("004#Heat and cold", SourceRef("004", "Heat and cold", "Living with a bad back")),
        ("nhs_back_pain#Urgent", SourceRef("nhs_back_pain", "Urgent", "Back pain")),
        ("bot", SourceRef("bot", "", "this guide's own wording")),
    ],
)
def test_when_a_place_is_known_then_it_has_a_title(library: Library, place: str, ref: SourceRef) -> None:
    assert library.sources.resolve(place) == ref


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("003#Heat", "known are 000, 004, nhs_back_pain and bot"),
        ("004#heat and cold", "Heat and cold; How long it lasts; When to call"),
        ("004", "names no heading"),
        ("", "no page is called ''"),
    ],
)
def test_when_a_place_is_not_known_then_the_known_ones_are_named(library: Library, place: str, message: str) -> None:
    with pytest.raises(LookupError, match=message):
        library.sources.resolve(place)


def test_a_guideline_says_whose_it_is(library: Library) -> None:
    page = library.sources.page("nhs_back_pain")
    assert (page.kind, page.about) == ("guideline, NHS", "A guideline of NHS.")
