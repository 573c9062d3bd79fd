"""A library of six small cards, and one encoder for all tests: loading the model takes a third of a second."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.guidance.compose import Composer
from bot.guidance.evidence import Evidence
from bot.guidance.guide import Guide
from bot.guidance.index import index_texts, vectors_of
from bot.guidance.library import Library
from bot.guidance.ranking import Ranking
from bot.language.vectors import SentenceEncoder

CONTENT = Path(__file__).parent / "content"
INSIDE = ["why does my back hurt", "does a tight muscle heal by itself", "what helps a bad back"]
OUTSIDE = (CONTENT / "outside.txt").read_text().splitlines()
WORDS = {"doctor": "your GP", "emergency": "999"}


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    return SentenceEncoder(remembered=8000)


@pytest.fixture(scope="session")
def library() -> Library:
    return Library.load(CONTENT / "cards", CONTENT / "sources.yml", CONTENT / "pictures")


@pytest.fixture(scope="session")
def ranking(library: Library, encoder: SentenceEncoder) -> Ranking:
    texts = list(index_texts(library))
    vectors = vectors_of([text.text for text in texts], encoder)
    evidence = Evidence(texts, vectors, inside=encoder.encode(INSIDE), outside=encoder.encode(OUTSIDE))
    return Ranking(list(library.cards.values()), evidence, encoder)


@pytest.fixture(scope="session")
def guide(library: Library, ranking: Ranking) -> Guide:
    return Guide(library, ranking)


@pytest.fixture(scope="session")
def composer(library: Library) -> Composer:
    return Composer(library, WORDS)


@pytest.fixture
def content(tmp_path: Path) -> Callable[..., tuple[Path, Path, Path]]:
    """Makes a folder of content with one card file that is written by the test."""

    def make(cards: str, *, name: str = "heat_ice.yml") -> tuple[Path, Path, Path]:
        (tmp_path / "cards").mkdir()
        (tmp_path / "cards" / name).write_text(cards, encoding="utf-8")
        return tmp_path / "cards", CONTENT / "sources.yml", CONTENT / "pictures"

    return make
