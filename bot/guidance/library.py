"""Reads and checks all cards and the pages they draw on."""

from __future__ import annotations

from pathlib import Path

from bot.files import FileError, read_model
from bot.guidance.cards import Card, Placed
from bot.guidance.checks import doubles, mistakes
from bot.guidance.sources import Sources
from bot.paths import CARDS, PICTURES, SOURCES


class Library:
    """All cards, by id, and the pages they draw on."""

    def __init__(self, cards: list[Card], sources: Sources) -> None:
        self.cards = {card.id: card for card in cards}
        self.sources = sources

    @classmethod
    def load(cls, cards_dir: Path = CARDS, sources_path: Path = SOURCES, pictures_dir: Path = PICTURES) -> Library:
        """Reads and checks every card.

        Raises:
            FileError: the first mistake that :func:`check_content` finds, with file and line.
        """
        placed, sources, errors = _read(cards_dir, sources_path, pictures_dir)
        if errors or sources is None:
            raise errors[0]
        return cls([one.card for one in placed], sources)

    def related(self, card: Card) -> list[Card]:
        """The cards offered after this one."""
        return [self.cards[other] for other in card.related]


def check_content(
    cards_dir: Path = CARDS, sources_path: Path = SOURCES, pictures_dir: Path = PICTURES
) -> list[FileError]:
    """Every mistake in the cards and their sources, in the order of the files; empty when all is well."""
    return _read(cards_dir, sources_path, pictures_dir)[2]


def _read(
    cards_dir: Path, sources_path: Path, pictures_dir: Path
) -> tuple[list[Placed], Sources | None, list[FileError]]:
    placed: list[Placed] = []
    errors: list[FileError] = []
    sources = None
    try:
        sources = Sources.load(sources_path)
    except FileError as error:
        errors.append(error)
    broken = False
    for path in sorted(cards_dir.glob("*.yml")):
        try:
            cards = read_model(path, list[Card])
        except FileError as error:
            errors.append(error)
            broken = True
        else:
            placed += [Placed(card, path, index) for index, card in enumerate(cards)]
    if not placed and not errors:
        errors.append(FileError(cards_dir, None, "there is no card; write one .yml file a topic here."))
    errors += doubles(placed)
    known = None if broken else {one.card.id for one in placed}
    for one in placed:
        errors += mistakes(one, known, sources, pictures_dir)
    return placed, sources, errors
