"""What is left out of an answer for a person who should take nothing on their own, and what is said instead."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.guidance.care import EVERYBODY, Care
from bot.guidance.compose import Composer
from bot.guidance.library import Library
from bot.guidance.reply import PERSON

ASK = "Please ask a pharmacist first."
SLOWLY = "Ask your midwife before you try this."
CARE = Care(
    medicine=ASK,
    cautions=(SLOWLY,),
    places=("bot",),
    card="see_doctor",
    topics=frozenset({"tens"}),
    harmless=frozenset({"tens_skin"}),
    words=("cold", "long break"),
    remedies=frozenset({"heat_ice"}),
)


def test_when_a_card_is_about_medicines_then_one_kind_sentence_stands_in_its_place(
    composer: Composer, library: Library
) -> None:
    reply = composer.answer(library.cards["tens_use"], care=CARE)
    assert reply.text == ASK
    assert (reply.kind, reply.card, reply.picture) == ("answer", "tens_use", None)
    assert [source.doc for source in reply.sources] == ["bot"]


def test_when_a_card_is_replaced_then_a_fitting_card_and_a_person_are_offered(
    composer: Composer, library: Library
) -> None:
    buttons = composer.answer(library.cards["tens_use"], care=CARE).buttons
    assert buttons[0].title == library.cards["see_doctor"].title
    assert buttons[-1] == PERSON


def test_when_more_of_it_is_asked_for_then_the_same_sentence(composer: Composer, library: Library) -> None:
    assert composer.more(library.cards["tens_use"], care=CARE).text == ASK


def test_when_a_card_of_the_topic_advises_nothing_to_take_then_it_is_told(composer: Composer, library: Library) -> None:
    assert "The pads may make the skin red or sore." in composer.answer(library.cards["tens_skin"], care=CARE).text


def test_when_there_is_something_to_do_then_the_caution_comes_first(composer: Composer, library: Library) -> None:
    text = composer.answer(library.cards["heat_later"], care=CARE).text
    assert text.startswith(f"{SLOWLY}\n\nAfter the first days warmth may feel better.")


def test_when_there_is_nothing_to_do_then_no_caution(composer: Composer, library: Library) -> None:
    card = library.cards["how_long"]
    assert composer.answer(card, care=CARE) == composer.answer(card)


def test_when_a_statement_names_a_medicine_then_only_that_is_left_out(composer: Composer, library: Library) -> None:
    text = composer.answer(library.cards["ice_first"], care=CARE).text
    assert "long break" not in text
    assert "Put ice on for the first 2 to 3 days." in text
    assert ASK in text


def test_when_more_names_a_medicine_then_it_is_left_out(composer: Composer, library: Library) -> None:
    assert "between cold and heat" not in composer.more(library.cards["ice_first"], care=CARE).text


@pytest.mark.parametrize(("card", "also"), [("tens_use", "heat_later"), ("heat_later", "tens_use")])
def test_when_one_of_two_cards_is_about_medicines_then_the_other_is_told(
    composer: Composer, library: Library, card: str, also: str
) -> None:
    reply = composer.answer(library.cards[card], also=library.cards[also], care=CARE)
    assert reply.card == "heat_later"
    assert ASK in reply.text
    assert "pads" not in reply.text


def test_when_both_cards_are_about_medicines_then_one_sentence(composer: Composer, library: Library) -> None:
    care = replace(CARE, harmless=frozenset())
    reply = composer.answer(library.cards["tens_use"], also=library.cards["tens_skin"], care=care)
    assert reply.text == ASK


def test_the_advice_after_the_form_leaves_medicines_out(composer: Composer, library: Library) -> None:
    text = composer.advice([library.cards["ice_first"], library.cards["how_long"]], care=CARE).text
    assert text.startswith(SLOWLY)
    assert "long break" not in text
    assert text.count(ASK) == 1


def test_no_button_leads_to_a_medicine(composer: Composer, library: Library) -> None:
    care = replace(CARE, topics=frozenset({"heat_ice"}))
    offered = [button for card in library.cards.values() for button in composer.answer(card, care=care).buttons]
    hidden = {card.title for card in library.cards.values() if care.hides(card)}
    assert not hidden & {button.title for button in offered}


def test_for_everybody_else_nothing_differs(library: Library) -> None:
    assert not any(EVERYBODY.hides(card) for card in library.cards.values())
    assert all(EVERYBODY.kept(card.told()) == card.told() for card in library.cards.values())
