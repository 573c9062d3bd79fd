"""The lists of words hold what they are for."""

import pytest

from bot.language.words import COMMON, common_words, data_lines, english_words, stopwords


@pytest.mark.parametrize("word", ["back", "spasm", "stretch", "sciatica"])
def test_english_words_are_known(word: str) -> None:
    assert word in english_words()


def test_common_words_are_the_most_frequent_ones() -> None:
    assert len(common_words()) == COMMON
    assert {"deal", "place"} <= common_words()
    assert not {"cornea", "overdraft"} & common_words()


@pytest.mark.parametrize("word", ["what", "my", "should"])
def test_stopwords_say_nothing(word: str) -> None:
    assert word in stopwords()


def test_no_stopword_is_a_word_of_the_subject() -> None:
    assert not stopwords() & {"back", "ice", "heat", "pain", "long", "help", "doctor"}


def test_every_short_form_has_its_words_and_stands_once() -> None:
    short = [line.split(" ", 1) for line in data_lines("shorthand.txt")]
    assert all(len(pair) == 2 for pair in short)
    assert len({pair[0] for pair in short}) == len(short)
