"""What the guide knows, each part loaded once when it is first needed; the cards again when they change."""

from __future__ import annotations

from functools import cached_property, lru_cache

from bot import paths
from bot.clinic.config import Clinic, load_clinic
from bot.guidance.compose import Composer
from bot.guidance.fallback import Fallbacks
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
def catalogue() -> Catalogue:
    """The warning signs of ``content/red_flags``; raises :class:`bot.files.FileError` when one is broken."""
    return default_screener().catalogue


class Content:
    """The cards and what is built on them: read together, so that all of an answer is of one reading."""

    @cached_property
    def library(self) -> Library:
        """The cards of ``content/cards``."""
        return Library.load(paths.CARDS, paths.SOURCES, paths.PICTURES)

    @cached_property
    def guide(self) -> Guide:
        """The ranking over the cards."""
        return Guide.load(self.library, shared_encoder())

    @cached_property
    def composer(self) -> Composer:
        """Makes replies of cards, with the words of the clinic's country."""
        return Composer(self.library, words())

    @cached_property
    def fallbacks(self) -> Fallbacks:
        """Makes the replies to what no card answers."""
        return Fallbacks(self.library, words())

    def load(self) -> None:
        """Reads and builds everything; raises :class:`bot.files.FileError` when a card is broken."""
        _ = self.guide, self.composer, self.fallbacks


_content = Content()


def reload_content() -> None:
    """Takes the cards as they are now; raises :class:`bot.files.FileError` and keeps the old ones when one is broken.

    Messages that are being answered meanwhile end with the cards they began with.
    """
    global _content
    fresh = Content()
    fresh.load()
    _content = fresh


def library() -> Library:
    """The cards of ``content/cards``; raises :class:`bot.files.FileError` when one is broken."""
    return _content.library


def guide() -> Guide:
    """The ranking over the cards."""
    return _content.guide


def composer() -> Composer:
    """Makes replies of cards."""
    return _content.composer


def fallbacks() -> Fallbacks:
    """Makes the replies to what no card answers."""
    return _content.fallbacks


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
    _content.load()
    shared_encoder().encode_one("warm")
    learned_reader().build()
    screen("warm")
