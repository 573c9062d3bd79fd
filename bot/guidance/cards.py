"""Cards: what the guide can say, one topic a file in ``content/cards``, each statement with its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import Field

from bot.files import Edited, FileError, line_of
from bot.guidance.timing import Timer

Where = tuple[str | int, ...]


class Statement(Edited):
    """Something the guide says, in its own words, and where it comes from."""

    say: str = Field(..., description="the sentence or two that people read", min_length=1)
    places: list[str] = Field(..., alias="from", description='"004#Heading", or bot for safety wording', min_items=1)
    facts: list[str] = Field([], description="ids of the facts it tells: 004-93")
    timer: Timer | None = Field(None, description="the times it names, for a channel to count")


class Reviewed(Edited):
    """The clinician who read a card, and when."""

    by: str = Field(..., min_length=1)
    when: date


class Card(Edited):
    """One answer: what people ask, what the guide says, and what it offers next."""

    id: str = Field(..., description="snake_case, unique over all cards", regex=r"^[a-z][a-z0-9_]*$")
    topic: str = Field(..., description="the name of the file without .yml")
    title: str = Field(..., description="short: it is a button too", min_length=1, max_length=34)
    asked_like: list[str] = Field(..., description="ways in which people ask", min_items=8)
    statements: list[Statement] = Field(..., description="told at once", min_items=1, max_items=5)
    more: list[Statement] = Field([], description='told on "tell me more"')
    steps: list[Statement] = Field([], description="told in order, one at a time")
    cautions: list[Statement] = Field([], description="always told with the answer")
    picture: str | None = Field(None, description="a file in content/pictures")
    related: list[str] = Field([], description="ids of up to 3 cards offered as buttons", max_items=3)
    reviewed: Reviewed | None = None

    def told(self) -> list[Statement]:
        """All but what is told on request, in the order of the card: statements, steps, cautions."""
        return [*self.statements, *self.steps, *self.cautions]

    def everything(self) -> Iterator[tuple[Where, Statement]]:
        """Each statement of every part of the card, with its place in the file."""
        for part in ("statements", "more", "steps", "cautions"):
            for index, statement in enumerate(getattr(self, part)):
                yield (part, index), statement


@dataclass(frozen=True)
class Placed:
    """A card with the file and the position it was read from."""

    card: Card
    path: Path
    index: int

    def error(self, where: Where, message: str) -> FileError:
        """A mistake in this card, with its line."""
        line = line_of(self.path, (self.index, *where))
        return FileError(self.path, line, f"card {self.card.id}: {message}")
