"""The clinic's words for people who are told no medicine, and kind words for those who need them."""

from __future__ import annotations

import re

import pytest
import textstat

from bot import care, knowledge
from bot.clinic.config import Clinic, Region, load_clinic
from bot.files import read_model
from bot.paths import CLINIC, REGIONS
from bot.safety import Flag, Level, Screening, Status

NOTHING = Screening()
PEOPLE = ["child", "pregnant", "older", "blood_thinners", "back_operation", "recent_operation", "kidney_stomach_asthma"]
#: The school year of eleven-year-olds, in the reckoning of Flesch and Kincaid.
READING_GRADE = 6.0
#: What a dose looks like.
DOSE = re.compile(r"\b\d+ ?(?:mg|g|ml|tablets?|times a day|hours?)\b")


def sign(flag: str, level: Level, status: Status = Status.present) -> Screening:
    found = Flag(flag, level, status, 0, 0, "", "", "", "")
    return Screening(level if status is Status.present else Level.none, status is Status.possible, (found,))


@pytest.mark.parametrize("person", PEOPLE)
def test_nobody_of_these_is_told_a_medicine(person: str) -> None:
    composer, mine = knowledge.composer(), care.care_for([person])
    painkiller = re.compile(r"ibuprofen|tylenol|advil|nurofen|aleve|paracetamol may|over-the-counter painkiller", re.I)
    for card in knowledge.library().cards.values():
        text = composer.answer(card, care=mine).text + composer.more(card, care=mine).text
        assert not painkiller.search(text), card.id


@pytest.mark.parametrize("person", PEOPLE)
def test_each_has_words_that_are_short_plain_and_without_a_dose(person: str) -> None:
    words = care.care_for([person])
    text = " ".join([*words.cautions, words.medicine])
    assert len(text.split()) <= 60
    assert textstat.flesch_kincaid_grade(text) <= READING_GRADE
    assert not DOSE.search(text)
    assert "{" not in text


@pytest.mark.parametrize(
    ("person", "whom"),
    [("child", "your GP"), ("pregnant", "midwife or maternity unit"), ("blood_thinners", "pharmacist")],
)
def test_whom_to_ask_is_said_in_the_words_of_the_country(person: str, whom: str) -> None:
    assert whom in care.care_for([person]).medicine


def test_advice_without_medicines_stays() -> None:
    card = knowledge.library().cards["heat_or_ice_first"]
    plain = knowledge.composer().answer(card).text
    text = knowledge.composer().answer(card, care=care.care_for(["pregnant"])).text
    assert text.endswith(plain)
    assert "midwife" in text.removesuffix(plain)


def test_two_reasons_make_one_sentence_about_medicines_and_two_cautions() -> None:
    both = care.care_for(["pregnant", "blood_thinners"])
    assert both.medicine == care.care_for(["pregnant"]).medicine
    assert len(both.cautions) == 2


@pytest.mark.parametrize(
    ("texts", "who"),
    [
        (["i'm 30 weeks pregnant", "what can i take"], {"pregnant"}),
        (["i'm pregnant", "sorry, i'm not pregnant"], set()),
        (["my son is 9, his back is in spasm", "he can't bend"], {"child"}),
        (["my back hurts"], set()),
        ([], set()),
    ],
)
def test_what_was_said_of_a_person_is_kept_until_it_is_taken_back(texts: list[str], who: set[str]) -> None:
    assert care.who(texts) == who


def test_what_was_known_before_counts_and_what_is_no_longer_in_the_file_does_not() -> None:
    assert care.who(["my back hurts"], ["pregnant", "left_handed"]) == {"pregnant"}


def test_when_in_distress_then_kind_words_and_whom_to_talk_to() -> None:
    reply = care.kind_words("I can't cope with this pain any more, I'm so fed up", NOTHING)
    assert reply is not None
    assert reply.text.startswith("I'm so sorry.")
    assert "your GP" in reply.text
    assert reply.custom()["call"] == [
        {"label": "Samaritans", "number": "116 123"},
        {"label": "Emergency", "number": "999"},
    ]
    assert "stretch" not in reply.text


def test_when_hurt_at_home_then_one_kind_word_and_the_line() -> None:
    reply = care.kind_words("he hits me", NOTHING)
    assert reply is not None
    assert "not your fault" in reply.text
    assert "0808 2000 247" in reply.text
    assert reply.call[0] == ("National Domestic Abuse Helpline", "0808 2000 247")


@pytest.mark.parametrize("screening", [sign("trauma", Level.urgent), sign("trauma", Level.emergency)])
def test_when_the_injury_has_advice_then_the_line_stands_beside_it(screening: Screening) -> None:
    kind, beside = care.beside("my partner pushed me down the stairs and my back hurts", screening)
    assert "not your fault" in kind
    assert "0808 2000 247" in beside


def test_when_in_distress_and_urgent_then_the_advice_begins_with_a_kind_word() -> None:
    text = "i can't cope with this pain any more"
    assert care.beside(text, sign("severe_pain", Level.urgent))[0].startswith("I'm so sorry.")
    assert care.beside(text, sign("chest_pain", Level.emergency)) == ("", "")
    assert care.beside("my back hurts", sign("severe_pain", Level.urgent)) == ("", "")


@pytest.mark.parametrize(
    "screening",
    [
        sign("self_harm", Level.emergency),
        sign("self_harm", Level.emergency, Status.possible),
        sign("trauma", Level.urgent),
    ],
)
def test_when_a_sign_has_advice_of_its_own_then_no_kind_word_in_passing(screening: Screening) -> None:
    assert care.kind_words("i can't cope with this", screening) is None


def test_when_nothing_is_wrong_at_home_then_no_kind_word() -> None:
    assert care.kind_words("my back hurts when i lift", NOTHING) is None


@pytest.mark.parametrize("country", ["GB", "IE", "US", "CA", "AU", "NZ", "EU"])
@pytest.mark.parametrize("text", ["he hits me", "im at my wits end"])
def test_in_every_country_the_words_are_whole(monkeypatch: pytest.MonkeyPatch, country: str, text: str) -> None:
    region = read_model(REGIONS, dict[str, Region])[country]
    clinic = Clinic(about=load_clinic(CLINIC, REGIONS).about, region=region)
    monkeypatch.setattr(knowledge, "clinic", lambda: clinic)
    reply = care.kind_words(text, NOTHING)
    assert reply is not None
    assert not {"None", "{"} & set(re.findall(r"None|\{", reply.text))
    assert region.emergency in reply.text
    assert textstat.flesch_kincaid_grade(reply.text) <= READING_GRADE
