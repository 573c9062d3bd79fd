"""A light intent classifier: logistic regression on sentence vectors and character n-grams.

Trained by scikit-learn and saved as plain arrays (``.npz``): it loads in milliseconds, needs neither scikit-learn
nor pickled code to answer, and its file can be read by anything.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, diags, hstack, vstack

RANKING_LENGTH = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(IntentClassifier, GraphComponent):
    """Multinomial logistic regression; answers the ranking of intents with calibrated-by-training confidences."""

    FILE = "intents.npz"

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._labels: list[str] = []
        self._idf = np.zeros(0, dtype=np.float32)
        self._weights = np.zeros((0, 0), dtype=np.float32)  # (features, intents)
        self._bias = np.zeros(0, dtype=np.float32)

    @classmethod
    def required_components(cls) -> list[type]:
        """At least one featurizer has to come before it."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``C``: inverse strength of regularisation. ``ngram_weight``: length of the n-gram part beside the
        sentence vector's 1.0."""
        return {"C": 12.0, "ngram_weight": 0.7, "max_iter": 400}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearIntentClassifier:
        """Creates an untrained component (see the parent class)."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fits the weights on the intent examples and saves them."""
        from sklearn.linear_model import LogisticRegression  # needed for training only

        examples = [m for m in training_data.intent_examples if m.get(INTENT) and m.get(TEXT)]
        if not examples:
            return self._resource
        ngrams = vstack([_ngrams(message) for message in examples]).tocsr()
        seen_in = np.asarray((ngrams > 0).sum(axis=0)).ravel()
        self._idf = (np.log((1 + len(examples)) / (1 + seen_in)) + 1).astype(np.float32)
        model = LogisticRegression(C=self._config["C"], max_iter=self._config["max_iter"], class_weight="balanced")
        model.fit(self._features(examples), [message.get(INTENT) for message in examples])
        self._labels = [str(label) for label in model.classes_]
        self._weights = model.coef_.T.astype(np.float32)
        self._bias = model.intercept_.astype(np.float32)
        self._save()
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets ``intent`` and ``intent_ranking`` of each message."""
        for message in messages:
            ranking = self._ranking(message)
            message.set(INTENT, ranking[0] if ranking else _no_intent(), add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def _ranking(self, message: Message) -> list[dict[str, Any]]:
        if not self._labels or not message.get(TEXT):
            return []
        scores = self._scores(_vector(message).ravel(), _ngrams(message))
        confidences = np.exp(scores - scores.max())
        confidences /= confidences.sum()
        best = np.argsort(-confidences)[:RANKING_LENGTH]
        return [{INTENT_NAME_KEY: self._labels[i], PREDICTED_CONFIDENCE_KEY: float(confidences[i])} for i in best]

    def _scores(self, vector: np.ndarray, ngrams: csr_matrix) -> np.ndarray:
        """The same sum as :meth:`_features` times the weights, for one message: sparse matrices cost 1 ms."""
        found = ngrams.data.astype(np.float32) * self._idf[ngrams.indices]
        found *= self._config["ngram_weight"] / max(float(np.linalg.norm(found)), 1e-9)
        size = len(vector)
        return vector @ self._weights[:size] + found @ self._weights[size:][ngrams.indices] + self._bias

    def _features(self, messages: list[Message]) -> csr_matrix:
        """Sentence vectors (length 1) beside n-grams weighted by rarity and brought to one length."""
        ngrams = vstack([_ngrams(message) for message in messages]).astype(np.float32) @ diags(self._idf)
        lengths = np.sqrt(np.asarray(ngrams.multiply(ngrams).sum(axis=1)).ravel())
        scale = self._config["ngram_weight"] / np.maximum(lengths, 1e-9)
        vectors = np.vstack([_vector(message) for message in messages])
        return hstack([csr_matrix(vectors), diags(scale) @ ngrams]).tocsr()

    def _save(self) -> None:
        with self._model_storage.write_to(self._resource) as folder:
            np.savez_compressed(
                folder / self.FILE,
                labels=np.array(self._labels),
                idf=self._idf,
                weights=self._weights,
                bias=self._bias,
            )

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LinearIntentClassifier:
        """Loads the arrays of a trained component."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder, np.load(folder / cls.FILE) as arrays:
            component._labels = [str(label) for label in arrays["labels"]]
            component._idf, component._weights = arrays["idf"], arrays["weights"]
            component._bias = arrays["bias"]
        return component


def _ngrams(message: Message) -> csr_matrix:
    _, sentence = message.get_sparse_features(TEXT)
    return csr_matrix(sentence.features) if sentence else csr_matrix((1, 0))


def _vector(message: Message) -> np.ndarray:
    _, sentence = message.get_dense_features(TEXT)
    return sentence.features if sentence else np.zeros((1, 0), dtype=np.float32)


def _no_intent() -> dict[str, Any]:
    return {INTENT_NAME_KEY: None, PREDICTED_CONFIDENCE_KEY: 0.0}
