"""Vectors of cards: near what is alike, and kept on disk until the texts change."""

from pathlib import Path

import numpy as np
import pytest

from bot.guidance.index import Index, IndexText, index_texts, vectors_of
from bot.guidance.library import Library
from bot.language.vectors import SentenceEncoder, Vectors

NONE: list[str] = []


class Counting(SentenceEncoder):
    """Counts what it is asked to encode."""

    asked = 0

    def encode(self, sentences) -> Vectors:  # type: ignore[no-untyped-def]
        self.asked += len(sentences)
        return np.ones((len(sentences), 4), dtype=np.float32)


def index_of(
    texts: list[IndexText], encoder: SentenceEncoder, *, inside: list[str] = NONE, outside: list[str] = NONE
) -> Index:
    vectors = vectors_of([text.text for text in texts], encoder)
    return Index(texts, vectors, inside=encoder.encode(inside), outside=encoder.encode(outside))


def test_when_there_are_further_examples_then_what_is_like_them_is_familiar(
    library: Library, encoder: SentenceEncoder
) -> None:
    texts = list(index_texts(library))
    vector = encoder.encode_one("my job is to blame")
    plain, further = index_of(texts, encoder), index_of(texts, encoder, inside=["is my job to blame"])
    assert further.familiarity(vector).best > plain.familiarity(vector).best
    assert np.array_equal(further.closeness(vector).best, plain.closeness(vector).best)


def test_the_texts_are_the_phrases_the_title_and_all_that_is_told(library: Library) -> None:
    own = [text for text in index_texts(library) if text.card == 1]
    assert [text.kind for text in own] == ["asked"] * 9 + ["said"] * 3
    assert own[8].text == "Ice in the first days"
    assert own[11].text == "Keep a cloth between the ice and your skin."


def test_a_question_is_nearest_to_the_card_that_is_asked_so(library: Library, encoder: SentenceEncoder) -> None:
    texts = list(index_texts(library))
    index = index_of(texts, encoder, outside=["who won the football"])
    vector = encoder.encode_one("should i put ice on a fresh spasm")
    near = index.closeness(vector)
    assert [int(part.argmax()) for part in near] == [1, 1, 1]
    assert near.best[1] == pytest.approx(1, abs=1e-5)
    familiar = index.familiarity(vector)
    assert familiar.best == pytest.approx(1, abs=1e-5)
    assert familiar.outside < 0.5


def test_when_there_is_no_example_outside_then_nothing_is_near_it(library: Library, encoder: SentenceEncoder) -> None:
    texts = [IndexText(0, "asked", "ice"), IndexText(0, "said", "Use ice."), IndexText(1, "asked", "heat")]
    texts.append(IndexText(1, "said", "Use heat."))
    index = index_of(texts, encoder)
    familiar = index.familiarity(encoder.encode_one("ice"))
    assert (familiar.outside, familiar.outside_nearest) == (0.0, 0.0)


def test_what_a_card_says_is_compared_in_the_order_in_which_it_is_told(
    library: Library, encoder: SentenceEncoder
) -> None:
    texts = list(index_texts(library))
    index = index_of(texts, encoder)
    told = [statement.say for statement in library.cards["tens_use"].told()]
    cosines = index.statements(3, encoder.encode_one("Turn it up slowly."))
    assert len(cosines) == len(told)
    assert told[int(cosines.argmax())] == "Turn it up slowly."


def test_when_the_texts_are_the_same_then_their_vectors_come_from_the_file(tmp_path: Path) -> None:
    encoder, cache = Counting(), tmp_path / "var" / "cards.npz"
    first = vectors_of(["a", "b"], encoder, cache)
    assert np.array_equal(vectors_of(["a", "b"], encoder, cache), first)
    assert encoder.asked == 2


def test_when_a_text_changes_then_the_vectors_are_made_anew(tmp_path: Path) -> None:
    encoder, cache = Counting(), tmp_path / "cards.npz"
    vectors_of(["a", "b"], encoder, cache)
    vectors_of(["a", "c"], encoder, cache)
    assert encoder.asked == 4


@pytest.mark.parametrize("found", [b"", b"not a zip", b"PK\x03\x04 cut short"])
def test_when_the_file_is_damaged_then_the_vectors_are_made_anew(tmp_path: Path, found: bytes) -> None:
    encoder, cache = Counting(), tmp_path / "cards.npz"
    cache.write_bytes(found)
    vectors_of(["a"], encoder, cache)
    assert encoder.asked == 1
    assert vectors_of(["a"], encoder, cache).shape == (1, 4)
    assert encoder.asked == 1


def test_when_the_file_is_of_another_form_then_the_vectors_are_made_anew(tmp_path: Path) -> None:
    encoder, cache = Counting(), tmp_path / "cards.npz"
    np.savez(cache, other=np.zeros(3))
    vectors_of(["a"], encoder, cache)
    assert encoder.asked == 1
