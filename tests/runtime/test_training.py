"""A model is current as long as the files it was made of have not changed."""

from pathlib import Path

import pytest

from bot.files import FileError
from bot.runtime import training


def test_a_model_is_current_until_a_file_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training.paths, "PROJECT", tmp_path)
    data = tmp_path / "data.yml"
    data.write_text("one", encoding="utf-8")
    monkeypatch.setattr(training, "trained_from", lambda: [data])
    assert training.current_model(tmp_path) is None
    training._path(tmp_path).touch()
    assert training.current_model(tmp_path) is not None
    data.write_text("two", encoding="utf-8")
    assert training.current_model(tmp_path) is None


def test_the_model_knows_its_configuration_domain_data_and_code() -> None:
    names = {file.name for file in training.trained_from()}
    assert {"config.yml", "domain.yml", "rules.yml", "stories.yml", "intent_classifier.py", "vectors.py"} <= names


def test_broken_data_is_named_before_training_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "nlu.yml"
    broken.write_text("nlu: [", encoding="utf-8")
    monkeypatch.setattr(training.paths, "DATA", tmp_path)
    with pytest.raises(FileError, match=r"nlu\.yml:1"):
        training.train(tmp_path)
