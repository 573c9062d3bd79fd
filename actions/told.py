"""What was told last: the card, and the procedure whose steps are being told."""

from __future__ import annotations

from actions.turn import Turn
from bot import knowledge
from bot.guidance.cards import Card


def last_card(turn: Turn) -> Card | None:
    """The card told last, if it is still there."""
    return knowledge.library().cards.get(turn.slot("last_card") or "")


def under_way(turn: Turn) -> Card | None:
    """The card whose steps are being told."""
    return knowledge.library().cards.get(turn.slot("procedure") or "")


def step_of(turn: Turn) -> int:
    """The number of the step told last, counted from 1."""
    return int(turn.slot("step") or 1)
