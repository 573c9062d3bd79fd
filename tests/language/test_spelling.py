"""Misspelt words are repaired to the guide's own; what is English, short or guarded is left as typed."""

import pytest

from bot.language.spelling import Speller

TEXTS = [
    "Stretch your back slowly and hold the stretch",
    "A muscle relaxant or ibuprofen may help with a spasm",
    "massage the lower muscle with a heat pad or an ice pack",
    "physio exercises, acupuncture, symptoms, a hospital, a mattress, a chiropractor, paracetamol",
    "symtoms of a strian",  # slips in the texts themselves are not learnt
    "is it dangerous, of all kinds",
]


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(TEXTS, right=["The NINDS looks into spasms"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        # one slip
        ("how do i strech", "how do i stretch"),
        ("musle spasam", "muscle spasm"),
        ("masage", "massage"),
        ("Iburpofen", "ibuprofen"),
        # two slips in a long word
        ("chriopracter", "chiropractor"),
        ("accupunture", "acupuncture"),
        ("symtoms", "symptoms"),
        # two words typed as one
        ("heatpad on my lowerback", "heat pad on my lower back"),
        # short forms
        ("shud i c a doc tmrw", "should i c a doctor tomorrow"),
        ("cant bend since yday", "can't bend since yesterday"),
        ("wat if u dont stretch", "what if you don't stretch"),
        ("wat hlps wiv a bak spasm", "what helps with a back spasm"),
    ],
)
def test_when_a_word_is_misspelt_then_it_is_repaired(speller: Speller, typed: str, meant: str) -> None:
    assert speller.repair(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "how do I stretch my back?",
        "a musket and a passage",  # English words that look like ours
        "L4 L5 20mg 101.5F 2 3",
        "bak2 sky abc",
        "tramadol and nhs physios",
        "naïve café",
        "kryptonite",
        "ninds",  # close to "kinds", yet the guide writes it so itself
        "",
        "  spaces   and\nlines stay — as, they; are  ",
    ],
)
def test_when_nothing_is_misspelt_then_the_text_stays_as_typed(speller: Speller, text: str) -> None:
    assert speller.repair(text) == text


def test_a_repair_is_not_repaired_again(speller: Speller) -> None:
    once = speller.repair("strech ur musle wiv a heatpad")
    assert speller.repair(once) == once
