"""Trains the Rasa model, and knows whether the one there is still current."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from bot import paths
from bot.files import read_yaml
from bot.runtime import without_tensorflow

NAME = "backspasm"


class TrainingError(Exception):
    """The model could not be trained; the text says what to look at."""


def trained_from() -> list[Path]:
    """The files a model is made of: configuration, domain, training data, and the components' own code."""
    code = [
        *(paths.PROJECT / "bot" / "components").glob("*.py"),
        *(paths.PROJECT / "bot" / "language").glob("*.py"),
    ]
    return sorted([paths.CONFIG, paths.DOMAIN, *paths.DATA.rglob("*.yml"), *code])


def fingerprint(files: Iterable[Path]) -> str:
    """A short hash of the names and contents of files."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.relative_to(paths.PROJECT).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


def current_model(folder: Path = paths.MODELS) -> Path | None:
    """The model made from the files as they are now, or ``None`` when it has to be trained."""
    model = _path(folder)
    return model if model.exists() else None


def train(folder: Path = paths.MODELS) -> Path:
    """Trains a model from the files as they are now and returns it.

    Raises:
        FileError: when a file that people edit is broken.
        TrainingError: when Rasa finds the data contradictory.
    """
    for file in [paths.CONFIG, paths.DOMAIN, *sorted(paths.DATA.rglob("*.yml"))]:
        read_yaml(file)
    without_tensorflow.check_components(paths.CONFIG)
    from rasa.model_training import train as rasa_train
    from rasa.shared.exceptions import RasaException

    os.chdir(paths.PROJECT)  # Rasa keeps its training cache beside the configuration
    model = _path(folder)
    try:
        result = rasa_train(
            domain=str(paths.DOMAIN),
            config=str(paths.CONFIG),
            training_files=[str(paths.DATA)],
            output=str(folder),
            fixed_model_name=model.stem.removesuffix(".tar"),
        )
    except RasaException as error:
        raise TrainingError(str(error).strip()) from None
    if result.model is None or result.code != 0:
        raise TrainingError("Training failed. Look for contradictions with: uv run backspasm rasa data validate")
    return Path(result.model)


def _path(folder: Path) -> Path:
    return folder / f"{NAME}-{fingerprint(trained_from())}.tar.gz"
