"""The cards as they are: sound, sourced, short enough, and found by what they say they are asked like."""

import re

import pytest
import textstat

from bot.guidance.compose import Composer
from bot.guidance.guide import Guide
from bot.guidance.library import Library, check_content
from bot.guidance.priors import TOPICS_OF_INTENT
from bot.guidance.reply import Reply
from bot.language.vectors import SentenceEncoder

from .conftest import WORDS

MAX_CHARACTERS = 1000
TIMED = ("breathing_513", "ice_steps", "heat_steps", "hot_cold_cycle", "massage_steps", "seated_twist")
TIMED += ("desk_break_steps",)
PROCEDURES = (*TIMED, "getting_up_pressure", "lifting_steps", "childs_pose", "hip_lift", "cat_cow", "tens_steps")
PROCEDURES += ("painkillers_steps",)


@pytest.fixture(scope="module")
def own(encoder: SentenceEncoder) -> Guide:
    return Guide.load(Library.load(), encoder)


@pytest.fixture(scope="module")
def replies(own: Guide) -> dict[str, Reply]:
    composer = Composer(own.library, WORDS)
    return {card.id: composer.answer(card) for card in own.library.cards.values()}


def test_the_content_has_no_mistake() -> None:
    assert check_content() == []


def test_no_answer_is_too_long_for_a_phone(replies: dict[str, Reply]) -> None:
    assert {card: len(reply.text) for card, reply in replies.items() if len(reply.text) > MAX_CHARACTERS} == {}


def test_most_answers_are_short(replies: dict[str, Reply]) -> None:
    assert sorted(len(reply.text) for reply in replies.values())[len(replies) // 2] < 450


def test_every_answer_names_a_place(replies: dict[str, Reply]) -> None:
    assert [card for card, reply in replies.items() if not reply.sources] == []


def test_no_reply_says_a_figure_that_its_card_does_not(own: Guide) -> None:
    """Nothing is said without a source: what is put around a card adds no number of its own but that of a step."""
    composer = Composer(own.library, WORDS)
    for card in own.library.cards.values():
        own_words = [card.title, *(statement.say for _, statement in card.everything())]
        known = figures(" ".join([*own_words, *WORDS.values()]))
        said = [composer.answer(card), composer.more(card), composer.all_steps(card)]
        said += [composer.step(card, number) for number in range(1, len(card.steps) + 1)]
        for reply in said:
            words = re.sub(r"^From: .*$|^Step \d+ of \d+:|^\d+\. ", "", reply.text, flags=re.MULTILINE)
            assert figures(words) <= known, (card.id, reply.text)


def figures(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:\.\d+)?", text))


def test_cards_are_easy_to_read(own: Guide) -> None:
    """A reading age of about 11: the sixth grade in the middle, and no card far above it."""
    grades = {
        card.id: textstat.flesch_kincaid_grade(" ".join(statement.say for statement in card.told()))
        for card in own.library.cards.values()
    }
    assert sorted(grades.values())[len(grades) // 2] < 6
    assert {card: grade for card, grade in grades.items() if grade > 9} == {}


@pytest.mark.parametrize("card", PROCEDURES)
def test_a_procedure_has_steps_a_drawing_and_its_limit(own: Guide, card: str) -> None:
    procedure = own.library.cards[card]
    assert len(procedure.steps) > 1
    assert procedure.picture
    assert procedure.cautions


@pytest.mark.parametrize("card", TIMED)
def test_a_timed_procedure_offers_a_timer(own: Guide, card: str) -> None:
    assert any(step.timer for step in own.library.cards[card].steps)


@pytest.mark.parametrize("topics", TOPICS_OF_INTENT.values(), ids=TOPICS_OF_INTENT)
def test_every_topic_that_an_intent_speaks_of_has_cards(own: Guide, topics: frozenset[str]) -> None:
    assert topics <= {card.topic for card in own.library.cards.values()}


def test_the_cards_are_found_by_what_they_are_asked_like(own: Guide, encoder: SentenceEncoder) -> None:
    """At least 95 of 100 phrases lead to their card or offer it."""
    missed = []
    asked = [(card, phrase) for card in own.library.cards.values() for phrase in card.asked_like]
    encoder.encode([phrase for _, phrase in asked])  # in batches, which is faster than one by one
    for card, phrase in asked:
        match = own.find(phrase)
        if card not in (match.card, match.also, *match.suggestions):
            missed.append((card.id, phrase))
    assert len(missed) <= 0.05 * len(asked), missed
