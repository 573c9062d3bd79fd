"""Sentences as vectors: right length, right neighbours, the same alone and in company, and only from known files."""

from pathlib import Path

import numpy as np
import pytest

from bot.language.vectors import DIMENSIONS, ModelFileError, SentenceEncoder, checked, package_file


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return SentenceEncoder()


@pytest.mark.parametrize("sentences", [["my back hurts"], ["", "?", "word " * 400], ["same", "same"]])
def test_every_sentence_has_a_row_of_length_one(encoder: SentenceEncoder, sentences: list[str]) -> None:
    vectors = encoder.encode(sentences)
    assert (vectors.shape, vectors.dtype) == ((len(sentences), DIMENSIONS), np.float32)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(sentences)), abs=1e-5)


def test_when_there_is_no_sentence_then_there_is_no_row(encoder: SentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, DIMENSIONS)


def test_what_means_the_same_is_nearer_than_what_does_not(encoder: SentenceEncoder) -> None:
    ice, cold, football = encoder.encode(["put ice on my back", "cold pack for my spine", "who won the football"])
    assert ice @ cold > 0.4 > ice @ football


def test_padding_changes_nothing() -> None:
    sentences = ["ice", "how long does a back spasm last when it came from lifting a heavy box in the garden"]
    together, alone = SentenceEncoder().encode(sentences), SentenceEncoder().encode_one("ice")
    assert together[0] == pytest.approx(alone, abs=1e-5)


def test_a_batch_keeps_the_order_of_its_sentences() -> None:
    sentences = [f"{'very ' * (number % 7)}sore back number {number}" for number in range(70)]
    encoder = SentenceEncoder(remembered=10)
    vectors = encoder.encode(sentences)
    assert vectors[41] == pytest.approx(SentenceEncoder().encode_one(sentences[41]), abs=1e-5)


def test_when_a_sentence_comes_again_then_its_vector_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = SentenceEncoder(remembered=2)
    encoder.encode(["one", "two", "three"])
    runs: list[list[str]] = []
    run = encoder._run
    monkeypatch.setattr(encoder, "_run", lambda batch: runs.append(batch) or run(batch))
    encoder.encode_one("three")
    encoder.encode_one("one")
    assert runs == [["one"]]


def test_nothing_is_loaded_before_the_first_sentence(tmp_path: Path) -> None:
    encoder = SentenceEncoder(model=tmp_path / "missing.onnx")
    with pytest.raises(ModelFileError, match=r"missing\.onnx is missing"):
        encoder.encode_one("now")


def test_when_a_file_was_altered_then_it_is_refused_with_both_sums(tmp_path: Path) -> None:
    altered = tmp_path / "tokenizer.json"
    altered.write_text("{}")
    with pytest.raises(ModelFileError, match=r"44136fa3.*expected be50c362"):
        SentenceEncoder(tokenizer=altered).encode_one("now")


def test_when_a_file_is_what_it_should_be_then_it_is_used(tmp_path: Path) -> None:
    file = tmp_path / "empty"
    file.touch()
    assert checked(file, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855") == file


def test_when_a_package_is_not_installed_then_that_is_said() -> None:
    with pytest.raises(ModelFileError, match="'no_such_package' is not installed"):
        package_file("no_such_package", "model.onnx")
