"""The card that answers, the cards that come near, or nothing."""

import pytest

from bot.guidance.guide import Guide, Thresholds, is_open
from bot.guidance.library import Library
from bot.guidance.ranking import Ranking

ALL = Thresholds(scope_answer=-100, scope_suggest=-100, chance=0, near=0)


@pytest.fixture
def eager(library: Library, ranking: Ranking) -> Guide:
    """A guide that always answers: six cards are too few for the scope that three hundred were fitted to."""
    return Guide(library, ranking, thresholds=ALL)


@pytest.mark.parametrize(
    ("question", "card"),
    [
        ("should I use an ice pack on a brand new spasm?", "ice_first"),
        ("when is a hot bath a good idea", "heat_later"),
        ("how many days does this take to pass", "how_long"),
        ("which spot do the tens electrodes belong on", "tens_use"),
        ("the tens left a rash", "tens_skin"),
        ("do I have to go to the doctor", "see_doctor"),
    ],
)
def test_a_question_finds_its_card(eager: Guide, question: str, card: str) -> None:
    match = eager.find(question)
    assert (match.status, match.card and match.card.id) == ("answer", card)


@pytest.mark.parametrize(
    ("previous", "question", "card"),
    [
        ("tens_use", "is it bad for the skin?", "tens_skin"),
        ("heat_later", "and ice?", "ice_first"),
        ("tens_use", "how?", "tens_use"),
        ("taken_out_since", "and ice?", "ice_first"),
    ],
)
def test_a_short_question_is_read_after_the_card_before(eager: Guide, previous: str, question: str, card: str) -> None:
    match = eager.find(question, previous=previous)
    assert match.card is not None
    assert match.card.id == card


def test_an_intent_nudges_towards_its_topics(eager: Guide) -> None:
    plain, nudged = eager.find("what about my back"), eager.find("what about my back", intent="ask_duration")
    gain = {"how_long": nudged.score - plain.score}
    assert nudged.card is not None
    assert nudged.card.id == "how_long" or gain["how_long"] > 0


@pytest.mark.parametrize(
    "message",
    [
        "how do i use a tens machine? how long does a spasm last",
        "how do i use a tens machine and for how long does a spasm last",
        "I hang doors for a living. It went this morning. How do i use a tens machine, and how long does a spasm last?",
    ],
)
def test_when_two_things_are_asked_then_two_cards_are_found(eager: Guide, message: str) -> None:
    match = eager.find(message)
    assert match.card is not None
    assert match.also is not None
    assert {match.card.id, match.also.id} == {"tens_use", "how_long"}


@pytest.mark.parametrize(
    "question",
    ["how many days does a spasm last and when will the spasm be over", "ice? ok", "how? and why? and when?"],
)
def test_when_one_thing_is_asked_twice_then_one_card_is_found(eager: Guide, question: str) -> None:
    assert eager.find(question).also is None


@pytest.mark.parametrize(
    ("limits", "status", "suggestions"),
    [
        (ALL, "answer", 3),
        (Thresholds(scope_answer=100, scope_suggest=-100), "suggestions", 3),
        (Thresholds(scope_answer=-100, scope_suggest=-100, chance=1.1), "suggestions", 3),
        (Thresholds(scope_answer=-100, scope_suggest=-100, chance=0, near=1.1), "answer", 0),
        (Thresholds(scope_answer=100, scope_suggest=100), "nothing", 0),
    ],
)
def test_the_thresholds_part_answering_from_asking_back(
    library: Library, ranking: Ranking, limits: Thresholds, status: str, suggestions: int
) -> None:
    match = Guide(library, ranking, thresholds=limits).find("how long does a spasm last")
    assert (match.status, len(match.suggestions)) == (status, suggestions)
    assert (match.card is None) == (status != "answer")


def test_when_cards_are_offered_then_the_best_is_the_first(library: Library, ranking: Ranking) -> None:
    match = Guide(library, ranking, thresholds=Thresholds(scope_answer=100)).find("how long does a spasm last")
    assert match.suggestions[0].id == "how_long"


def test_spelling_is_repaired_before_the_search(library: Library, ranking: Ranking) -> None:
    guide = Guide(library, ranking, thresholds=ALL, repair=lambda text: text.replace("xyz", "tens machine"))
    match = guide.find("how do i use an xyz")
    assert match.card is not None
    assert match.card.id == "tens_use"


@pytest.mark.parametrize("question", ["", "   ", "?!", "🙂", "a" * 4000, "1 2 3"])
def test_whatever_is_typed_there_is_an_answer_of_some_kind(guide: Guide, question: str) -> None:
    assert guide.find(question).status in {"answer", "suggestions", "nothing"}


@pytest.mark.parametrize(
    ("message", "asks"),
    [
        ("so how long do i ice it", True),
        ("it went yday, why", True),
        ("can i ice it", False),
        ("my mate says ice, is he right", False),
        ("what is it and can i ice it", False),
    ],
)
def test_what_asks_how_or_why_wants_no_yes(message: str, asks: bool) -> None:
    assert is_open(message) is asks
