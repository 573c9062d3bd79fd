"""What is weighed for each card, and how surely a question is about backs."""

import pytest

from bot.guidance.library import Library
from bot.guidance.ranking import Ranking, is_follow_up


@pytest.mark.parametrize(
    ("text", "follows"),
    [
        ("how long?", True),
        ("and heat?", True),
        ("why", True),
        ("is it safe?", True),
        ("can i do that while i am pregnant", True),
        ("what are the best stretches for my lower back", False),
        ("how long does a back spasm usually last", False),
    ],
)
def test_a_short_question_or_one_that_points_back_is_a_follow_up(text: str, follows: bool) -> None:
    assert is_follow_up(text) is follows


def test_the_scores_are_probabilities_and_fall(ranking: Ranking) -> None:
    scores = [scored.score for scored in ranking.rank("how long will it last").cards]
    assert sum(scores) == pytest.approx(1)
    assert scores == sorted(scores, reverse=True)


def test_when_a_question_is_about_backs_then_its_scope_is_higher_than_that_of_others(ranking: Ranking) -> None:
    inside = [ranking.rank(text).scope for text in ("ice for my back spasm", "when should i see a doctor")]
    outside = [ranking.rank(text).scope for text in ("what is the weather in rome", "cure for diabetes")]
    assert min(inside) > max(outside)


@pytest.mark.parametrize(
    ("intent", "gains"), [("ask_duration", True), ("ask_medication", False), ("no_such_intent", False), (None, False)]
)
def test_when_the_intent_fits_the_topic_then_the_card_gains(ranking: Ranking, intent: str | None, gains: bool) -> None:
    def chance(given: str | None) -> float:
        return {s.card.id: s.score for s in ranking.rank("tell me about my back", intent=given).cards}["how_long"]

    assert (chance(intent) > chance(None)) is gains


@pytest.mark.parametrize(
    ("card", "question", "lead"),
    [
        ("ice_first", "how many minutes at a time, and how long a break", 1),
        ("ice_first", "put ice on for the first days", None),
        ("heat_later", "warmth", None),
    ],
)
def test_a_statement_that_stands_out_leads(
    library: Library, ranking: Ranking, card: str, question: str, lead: int | None
) -> None:
    assert ranking.lead(library.cards[card], question) == lead
