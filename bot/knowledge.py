"""What the guide knows, each part loaded once when it is first needed."""

from __future__ import annotations

from functools import lru_cache

from bot import paths
from bot.clinic.config import Clinic, load_clinic
from bot.guidance.compose import Composer
from bot.guidance.guide import Guide
from bot.guidance.library import Library
from bot.language.vectors import SentenceEncoder
from bot.safety import Screening, default_screener, screen
from bot.safety.catalogue import Catalogue
from bot.safety.learned import LearnedReader, second_reading


@lru_cache(maxsize=1)
def encoder() -> SentenceEncoder:
    """The sentence encoder that the intent classifier and the ranking of cards share."""
    return SentenceEncoder()


@lru_cache(maxsize=1)
def clinic() -> Clinic:
    """The clinic of ``clinic.yml``; raises :class:`bot.files.FileError` when the file is broken."""
    return load_clinic(paths.CLINIC, paths.REGIONS)


@lru_cache(maxsize=1)
def library() -> Library:
    """The cards of ``content/cards``; raises :class:`bot.files.FileError` when one is broken."""
    return Library.load(paths.CARDS, paths.SOURCES, paths.PICTURES)


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The warning signs of ``content/red_flags``; raises :class:`bot.files.FileError` when one is broken."""
    return default_screener().catalogue


@lru_cache(maxsize=1)
def guide() -> Guide:
    """The ranking over the cards."""
    return Guide.load(library(), encoder())


@lru_cache(maxsize=1)
def composer() -> Composer:
    """Makes replies of cards, with the words of the clinic's country."""
    return Composer(library(), words())


@lru_cache(maxsize=1)
def learned_reader() -> LearnedReader:
    """The second reader of the screening, on the sentence encoder of this process."""
    return LearnedReader(encoder())


def read_signs(text: str) -> Screening:
    """The warning signs in a message by both readers: the rules, and where they hear nothing the learned one."""
    return second_reading(text, screen(text), learned_reader())


def words() -> dict[str, str]:
    """What stands for ``{clinic}``, ``{emergency}`` and ``{doctor}`` in texts."""
    here = clinic()
    return {
        "clinic": here.name,
        "emergency": here.region.emergency,
        "doctor": here.region.doctor,
        "emergency_department": here.region.emergency_department,
    }


def load_all() -> None:
    """Loads everything, so that a broken file is found before the first message.

    Raises:
        FileError: for the first file that cannot be used.
    """
    clinic()
    composer()
    guide()
    encoder().encode_one("warm")
    learned_reader().build()
    screen("warm")
