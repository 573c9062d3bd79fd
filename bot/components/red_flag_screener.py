"""The screening as the last component of the NLU pipeline.

Intents, slots, tests and logs of Rasa thereby see the same truth as the gate: a message with an urgent or emergency
sign has the intent ``red_flag``, and each sign is an entity with its id, level and words.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import (
    ENTITIES,
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    METADATA,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from bot import knowledge
from bot.safety import Level, Screening, Status, screen
from bot.safety.learned import second_reading

RED_FLAG = "red_flag"
SHORT = 200  # characters; in a longer message a sign may be buried in a story
#: Below this chance of the intent red_flag a short message is harmless: of 29 signs that only the learned reader
#: heard in 600 messages written to test it, the least likely had 0.027.
HARMLESS = 0.015
SCREENING = "screening"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class RedFlagScreener(GraphComponent, EntityExtractorMixin):
    """Sets ``screening`` on every message; overrides the intent when a sign needs help today or now."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> RedFlagScreener:
        """Creates the component; it has nothing to set."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Screens each message, or takes over the screening that the gate handed on in its metadata."""
        for message in messages:
            handed_on = (message.get(METADATA) or {}).get(SCREENING)
            text = message.get(TEXT) or ""
            screening = Screening.from_dict(handed_on) if handed_on else screen(text)
            if _deserves_second_reading(message, text):
                # The gate has the rules alone, which cost nothing; a possible sign may be heard here, and asked about.
                screening = second_reading(text, screening, knowledge.learned_reader())
            message.set(SCREENING, screening.to_dict(), add_to_output=True)
            if screening.level >= Level.urgent:
                message.set(INTENT, {"name": RED_FLAG, "confidence": 1.0}, add_to_output=True)
            signs = [_entity(flag) for flag in screening.flags if flag.status is Status.present]
            if signs:
                message.set(ENTITIES, (message.get(ENTITIES) or []) + signs, add_to_output=True)
        return messages


def _deserves_second_reading(message: Message, text: str) -> bool:
    """Whether the learned reader, which costs 3 ms a clause, should look: always but for short, harmless messages."""
    if text.startswith("/"):
        return False
    ranking = message.get(INTENT_RANKING_KEY) or []
    chances = {intent[INTENT_NAME_KEY]: intent[PREDICTED_CONFIDENCE_KEY] for intent in ranking}
    # An intent that is not among the ranked is less likely than the last of them.
    chance = chances.get(RED_FLAG, min(chances.values(), default=1.0))
    return len(text) > SHORT or chance >= HARMLESS


def _entity(flag: Any) -> dict[str, Any]:
    return {
        "entity": RED_FLAG,
        "start": flag.start,
        "end": flag.end,
        "value": flag.id,
        "level": flag.level.name,
        "words": flag.words,
        "extractor": "RedFlagScreener",
    }
