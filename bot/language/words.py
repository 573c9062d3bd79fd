"""Lists of English words: which exist, which are so common that they say nothing about a subject."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice
from pathlib import Path

from bot.language.installed import package_file

DATA = Path(__file__).parent / "data"
COMMON = 1500  # of the most frequent words; "deal" and "place" are among them, "ticket" and "cornea" are not


def data_lines(name: str) -> list[str]:
    """The lines of a data file of this package, without comments and empty ones."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """82 765 English words in lower case (the dictionary that symspellpy ships; 9 MB in memory)."""
    return frozenset(_by_frequency(None))


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """The :data:`COMMON` most frequent English words."""
    return frozenset(_by_frequency(COMMON))


@lru_cache(maxsize=1)
def stopwords() -> frozenset[str]:
    """Words that say nothing about the subject of a question."""
    return frozenset(word for line in data_lines("stopwords.txt") for word in line.split())


def _by_frequency(limit: int | None) -> list[str]:
    dictionary = package_file("symspellpy", "frequency_dictionary_en_82_765.txt")
    with dictionary.open(encoding="utf-8-sig") as lines:
        return [line.partition(" ")[0] for line in islice(lines, limit)]
