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
    METADATA,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from bot.safety import Level, Screening, Status, screen

RED_FLAG = "red_flag"
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
            message.set(SCREENING, screening.to_dict(), add_to_output=True)
            if screening.level >= Level.urgent:
                message.set(INTENT, {"name": RED_FLAG, "confidence": 1.0}, add_to_output=True)
            signs = [_entity(flag) for flag in screening.flags if flag.status is Status.present]
            if signs:
                message.set(ENTITIES, (message.get(ENTITIES) or []) + signs, add_to_output=True)
        return messages


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
