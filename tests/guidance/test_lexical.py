"""Words in common: rare ones count, endings and everyday words do not."""

import pytest

from bot.guidance.lexical import Overlap, content_words, stem

CARDS = [["Stretching the cobra way", "cobra stretch"], ["TENS pads on my back"], ["Ice on my back", "ice packs"]]


@pytest.mark.parametrize(
    "words",
    [
        ("stretch", "stretches", "stretching", "stretched"),
        ("stop", "stops", "stopping", "stopped"),
        ("massage", "massages", "massaging"),
        ("remedy", "remedies"),
    ],
)
def test_forms_of_a_word_have_one_stem(words: tuple[str, ...]) -> None:
    assert len({stem(word) for word in words}) == 1


@pytest.mark.parametrize(("one", "other"), [("back", "pack"), ("ring", "r"), ("tens", "tension"), ("press", "pres")])
def test_different_words_have_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_content_words_leave_out_what_says_nothing() -> None:
    assert content_words("What is the best way to ice my back?") == [stem("best"), stem("ice"), "back"]


@pytest.mark.parametrize(("question", "best"), [("cobra", 0), ("a tens machine", 1), ("how many ice packs", 2)])
def test_the_card_with_the_rare_word_scores_highest(question: str, best: int) -> None:
    assert Overlap(CARDS).scores(question).argmax() == best


def test_a_rarer_word_counts_more_than_one_that_many_cards_have() -> None:
    cobra, tens, _ = Overlap(CARDS).scores("cobra for my back")
    assert cobra > tens


@pytest.mark.parametrize("text", ["", "the", "xylophone"])
def test_when_nothing_is_shared_then_every_score_is_zero(text: str) -> None:
    assert not Overlap(CARDS).scores(text).any()


@pytest.mark.parametrize(
    ("text", "share"),
    [("ice on my back", 0.0), ("xylophone", 1.0), ("ice and xylophone", 0.5), ("what a deal", 0.0), ("", 0.0)],
)
def test_strange_is_what_no_card_and_no_everyday_speech_has(text: str, share: float) -> None:
    assert Overlap(CARDS).strangeness(text) == share
