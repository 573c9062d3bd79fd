"""Who needs other advice, and who needs a kind word: read from what people write."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.files import FileError
from bot.guidance.library import Library
from bot.safety import Screener
from bot.safety.special import SPECIAL, SpecialReader, load_special


@pytest.fixture(scope="module")
def reader(screener: Screener) -> SpecialReader:
    return SpecialReader(load_special(screener.catalogue), screener.catalogue)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        # A child.
        ("im 14 and my back hurts", "child"),
        ("my 8 year old has back pain", "child"),
        ("my daughter, 12, pulled her back at gymnastics", "child"),
        ("can my toddler have calpol for his back", "child"),
        ("kid is 7 and cant bend", "child"),
        ("my toddler swallowed my pain tablets", "child"),
        # Pregnant, breastfeeding.
        ("im 30 weeks pregnant and my back went", "pregnant"),
        ("32wks preggers n my backs killing me", "pregnant"),
        ("might be pregnant, is heat ok", "pregnant"),
        ("can i take ibuprofen while breastfeeding", "pregnant"),
        ("my wife is expecting, her back is in spasm", "pregnant"),
        # 70 and more.
        ("im 78 and my back has gone", "older"),
        ("Mum (84) has pulled her back", "older"),
        ("in my seventies with a bad back", "older"),
        # Blood thinners.
        ("i take warfarin can i have nurofen", "blood_thinners"),
        ("my husband takes clopidogrel, his back went", "blood_thinners"),
        # Operations.
        ("had back surgery 10 years ago and now a spasm", "back_operation"),
        ("spinal fusion in 2019, back in spasm now", "back_operation"),
        ("2 weeks post op and my back has gone", "recent_operation"),
        ("after my knee op last month", "recent_operation"),
        # Kidneys, stomach, lungs.
        ("i have asthma, can i take ibuprofen", "kidney_stomach_asthma"),
        ("i've got kidney disease what painkiller", "kidney_stomach_asthma"),
        ("had a stomach ulcer years ago", "kidney_stomach_asthma"),
    ],
)
def test_when_somebody_needs_other_advice_then_it_is_read(reader: SpecialReader, text: str, who: str) -> None:
    assert reader.said(text) == {who}


@pytest.mark.parametrize(
    "text",
    [
        "my partner pushed me down the stairs and my back hurts",
        "he hits me",
        "i was thrown down the stairs by my husband",
        "im scared of my husband",
        "my dad beats me and my back is bruised",
        "her husband kicked her in the back",
    ],
)
def test_when_somebody_is_hurt_at_home_then_it_is_read(reader: SpecialReader, text: str) -> None:
    assert reader.said(text) == {"abuse"}


@pytest.mark.parametrize(
    "text",
    [
        "I can't cope with this pain any more, I'm so fed up",
        "im at my wits end",
        "been crying all day with the pain",
        "i cant take any more of this",
        "this pain is ruining my life",
        "im not coping",
        "i feel hopeless",
    ],
)
def test_when_somebody_is_at_the_end_of_their_strength_then_it_is_read(reader: SpecialReader, text: str) -> None:
    assert reader.said(text) == {"distress"}


@pytest.mark.parametrize(
    "text",
    [
        "my back went into spasm lifting a box",
        "hurt my back lifting my 3 year old",
        "my toddler kicked me in the back",
        "i have two kids and a bad back",
        "childs pose stretch how",
        "i am 16 and my back hurts",
        "im not pregnant but my back hurts",
        "my mate is pregnant, my back hurts",
        "we are trying to get pregnant",
        "im 69",
        "lifted 80 kg and it went",
        "i feel like an 80 year old",
        "im not on blood thinners",
        "my mum is on warfarin but i have a bad back",
        "do i need surgery for a back spasm",
        "had my appendix op 20 years ago",
        "mouth ulcer and a bad back",
        "could it be a kidney stone",
        "got kicked in the back playing rugby",
        "the physio pushed me too hard",
        "my husband pushed the sofa",
        "she threw her back out",
        "it hits me when i bend",
        "my boyfriend says i should stretch",
        "pain in my lower back",
        "cant stand up straight",
        "it hurts when i lie down",
        "ive had enough of my chair",
        "i cope fine",
        "can stress and feeling low cause back pain",
        "how do people cope with back spasms",
    ],
)
def test_when_it_only_looks_like_it_then_nothing_is_read(reader: SpecialReader, text: str) -> None:
    assert reader.said(text) == frozenset()


@pytest.mark.parametrize("text", ["im not pregnant", "no i'm not pregnant, i said i was tired"])
def test_when_it_is_said_not_to_be_so_then_that_is_read(reader: SpecialReader, text: str) -> None:
    assert reader.denied(text) == {"pregnant"}


@pytest.mark.parametrize("text", ["", "   ", "?!", "🙂", "pregnant pregnant pregnant"])
def test_whatever_is_typed_nothing_fails(reader: SpecialReader, text: str) -> None:
    assert reader.said(text) <= {"pregnant"}


def test_every_card_and_topic_named_is_there(screener: Screener) -> None:
    file, library = load_special(screener.catalogue), Library.load()
    cards = {person.card for person in file.who if person.card} | set(file.medicines.harmless)
    assert cards <= library.cards.keys()
    assert {*file.medicines.topics, *file.remedies} <= {card.topic for card in library.cards.values()}


def test_everything_said_rests_on_a_source(screener: Screener) -> None:
    sources = Library.load().sources
    file = load_special(screener.catalogue)
    assert all(sources.resolve(place) for case in (*file.who, *file.situations) for place in case.places)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("<blood_thinner>", "<thiner>", "no word group 'thiner'"),
        ("  blood_thinner:", "  pregnant:", "have a group 'pregnant'"),
        ("past_counts", "past_count", "extra fields"),
        ("together: [years_young, kids_trouble]", "together: [years_young, kids_troubles]", "kids_troubles"),
    ],
)
def test_when_the_file_is_wrong_then_the_mistake_is_named(
    screener: Screener, tmp_path: Path, old: str, new: str, says: str
) -> None:
    path = tmp_path / "special_situations.yml"
    path.write_text(SPECIAL.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(FileError, match=says) as caught:
        load_special(screener.catalogue, path)
    assert caught.value.line is not None
