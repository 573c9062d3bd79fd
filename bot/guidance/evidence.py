"""What speaks for each card, and for a question being about backs at all, as numbers still to be weighed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bot.guidance.index import Index, IndexText
from bot.guidance.lexical import Overlap
from bot.language.vectors import Vectors

#: Columns of :meth:`Evidence.of_cards`. Cosine with the phrase most like the question, with the middle of the
#: card's phrases, with the statement most like it; share of the question's rare words that the card has.
CARD_EVIDENCE = ("best", "centre", "said", "words")

#: Entries of :meth:`Evidence.of_scope`. As :class:`bot.guidance.index.Familiarity`, then shared and strange words.
SCOPE_EVIDENCE = ("bias", "best", "nearest", "said", "outside", "outside_nearest", "side", "words", "strangeness")

Numbers = npt.NDArray[np.float64]


class Evidence:
    """Compares questions with the texts of the cards."""

    def __init__(
        self, texts: Sequence[IndexText], vectors: Vectors, *, inside: Vectors, outside: Vectors, health: int = 0
    ) -> None:
        """
        Args:
            texts: every text of the cards, in the order of the cards.
            vectors: one row for each of them.
            inside: one row for each further example of a question about backs; may have no row.
            outside: one row for each example of a question that is out of scope; may have no row.
            health: how many rows of ``outside``, the first ones, are about other matters of health.
        """
        self.index = Index(texts, vectors, inside=inside, outside=outside, health=health)
        cards = texts[-1].card + 1
        self._words = Overlap([[text.text for text in texts if text.card == card] for card in range(cards)])

    def of_cards(self, question: str, vector: Vectors) -> Numbers:
        """One row a card, with the columns of :data:`CARD_EVIDENCE`."""
        near = self.index.closeness(vector)
        return np.stack([near.best, near.centre, near.said, self._words.scores(question)], axis=1)

    def of_scope(self, question: str, vector: Vectors) -> Numbers:
        """The entries of :data:`SCOPE_EVIDENCE`."""
        words = float(self._words.scores(question).max())
        return np.array([1.0, *self.index.familiarity(vector), words, self._words.strangeness(question)])
