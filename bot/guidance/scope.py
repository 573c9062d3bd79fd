"""Examples of questions about backs and about other things: what is in scope, and what is not."""

from __future__ import annotations

from bot.guidance.priors import TOPICS_OF_INTENT
from bot.language.examples import examples_of
from bot.language.words import data_lines
from bot.paths import DATA


def inside_examples() -> list[str]:
    """Questions about backs from the training data: for whether a question is about backs, not for which card."""
    return [text for intent in TOPICS_OF_INTENT for text in examples_of(intent, DATA / "nlu")]


def health_examples() -> list[str]:
    """Questions about other matters of health."""
    return data_lines("outside_health.txt")


def outside_examples() -> list[str]:
    """Questions about anything else: those of the training data, and more of this package."""
    return [*examples_of("out_of_scope", DATA / "nlu"), *data_lines("outside_world.txt")]
