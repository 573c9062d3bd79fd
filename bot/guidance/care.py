"""What differs in an answer for a person who should take nothing on their own: a child, somebody pregnant …"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.guidance.cards import Card, Statement


@dataclass(frozen=True)
class Care:
    """What is left out for a person, and what is said instead.

    Attributes:
        medicine: said in place of every medicine; where it is empty, nothing is left out.
        cautions: said first where an answer holds something to do.
        places: what these words rest on, as in a card.
        card: a card written for such a person, to offer in place of a medicine.
        topics: topics of cards about medicines.
        harmless: cards of these topics that advise nothing to take.
        words: what makes a statement of any other topic one about medicines.
        remedies: topics of cards that hold something to do.
    """

    medicine: str = ""
    cautions: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    card: str | None = None
    topics: Collection[str] = ()
    harmless: Collection[str] = ()
    words: Sequence[str] = ()
    remedies: Collection[str] = ()

    def hides(self, card: Card | None) -> bool:
        """Whether a card advises to take something, and is not for this person."""
        return bool(self.medicine) and card is not None and card.topic in self.topics and card.id not in self.harmless

    def kept(self, statements: Sequence[Statement]) -> list[Statement]:
        """The statements that name no medicine."""
        return [statement for statement in statements if not (self._names and self._names.search(statement.say))]

    def before(self, *cards: Card | None) -> str:
        """The cautions that come before these cards; empty where there is nothing to do in them."""
        return " ".join(self.cautions) if any(card and card.topic in self.remedies for card in cards) else ""

    def instead(self, statements: Sequence[Statement]) -> str:
        """What is said in place of the statements left out; empty where none is."""
        return self.medicine if len(self.kept(statements)) < len(statements) else ""

    @cached_property
    def _names(self) -> re.Pattern[str] | None:
        if not self.medicine or not self.words:
            return None
        return re.compile(rf"\b(?:{'|'.join(map(re.escape, self.words))})\b", re.IGNORECASE)


#: For everybody else nothing differs.
EVERYBODY = Care()
