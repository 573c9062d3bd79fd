"""The cards as they are: sound, sourced, short enough, and found by what they say they are asked like."""

import pytest

from bot.guidance.compose import Composer
from bot.guidance.guide import Guide
from bot.guidance.library import Library, check_content
from bot.guidance.priors import TOPICS_OF_INTENT
from bot.guidance.reply import Reply
from bot.language.vectors import SentenceEncoder

from .conftest import WORDS

MAX_CHARACTERS = 900


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


def test_a_second_miss_offers_topics_and_a_person(own: Guide) -> None:
    reply = Composer(own.library, WORDS).still_nothing()
    assert len(reply.buttons) > 2
    assert reply.buttons[-1].payload == "/talk_to_person"


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
