"""What the guide knows, each part loaded once when it is first needed."""

from __future__ import annotations

from functools import lru_cache

from bot import paths
from bot.clinic.config import Clinic, load_clinic
from bot.guidance.compose import Composer
from bot.guidance.guide import Guide
from bot.guidance.library import Library
from bot.language.vectors import shared_encoder
from bot.safety import default_screener, learned_reader, screen
from bot.safety.catalogue import Catalogue


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
    return Guide.load(library(), shared_encoder())


@lru_cache(maxsize=1)
def composer() -> Composer:
    """Makes replies of cards, with the words of the clinic's country."""
    return Composer(library(), words())


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
    shared_encoder().encode_one("warm")
    learned_reader().build()
    screen("warm")
