"""Fits the arrays of the learned reader from the examples that people edit, and keeps them.

Training needs scikit-learn; what it makes is kept under ``var/`` and made anew when the examples, the lexicon or the
sentence model change.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from bot.language.vectors import MODEL_SHA256, SentenceEncoder, Vectors, give_back_memory
from bot.paths import RED_FLAGS, VAR
from bot.safety.examples import COMPANY, EXAMPLES, Example, in_pieces, load_examples, with_company
from bot.safety.learned_model import KINDS, Grams, Model, Vocabulary, grams_of
from bot.safety.screener import FINDING

CACHE = VAR / "learned_reader.npz"

#: The arrays of a model, as they are kept.
ARRAYS = ("weights", "bias", "outer", "outer_bias")
#: Raised by hand when the features or the training change.
FORM = 10
#: How many networks are fitted, each from another start; a third one adds nothing that can be measured.
NETWORKS = 2
#: Of each; a wider or longer trained one is no better on messages that it has not seen.
SETTINGS = {"hidden_layer_sizes": (64,), "max_iter": 6, "batch_size": 256, "learning_rate_init": 2e-3}

#: Brings a text into the form in which it is read.
Former = Callable[[str], str]
#: Names the marks that the rules leave on a text.
Marker = Callable[[str], Iterable[str]]


def model_of(
    encoder: SentenceEncoder,
    former: Former,
    marker: Marker,
    folder: Path = EXAMPLES,
    cache: Path | None = CACHE,
    *,
    more: Sequence[Example] = (),
) -> Model:
    """The model of these examples: from the cache where it was made of the same ones, else trained and kept there.

    Args:
        encoder: makes the sentence vectors.
        former: brings a text into the form in which it is read.
        marker: names the marks that the rules leave on a text.
        cache: an ``.npz`` file; ``None`` keeps nothing on disk.
        more: further examples, of the signs that the folder has examples of, and harmless ones; a change of them
            alone trains nothing anew.

    Raises:
        FileError: when an example file is broken.
        bot.language.vectors.ModelFileError: when it has to be trained and a file of the sentence model is wrong.
    """
    key = _key(folder)
    model = _read(cache, key) if cache else None
    if model is not None:
        return model
    with _alone(cache):
        model = _read(cache, key) if cache else None  # another process may have trained it meanwhile
        if model is None:
            examples = load_examples(folder)
            labels = {example.label for example in examples}
            examples += [example for example in more if example.label in labels]
            model = train(examples, encoder, former, marker)
            if cache:
                _write(cache, key, model)
            give_back_memory()
    return model


@contextmanager
def _alone(cache: Path | None) -> Iterator[None]:
    """Lets one process train at a time; the others wait for what it makes."""
    if cache is None:
        yield
        return
    cache.parent.mkdir(parents=True, exist_ok=True)
    with cache.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def train(examples: Sequence[Example], encoder: SentenceEncoder, former: Former, marker: Marker) -> Model:
    """Fits the weights; about five minutes on two cores for forty-five thousand examples.

    Args:
        examples: what to learn from.
        encoder, former, marker: as for :func:`model_of`.
    """
    from sklearn.neural_network import MLPClassifier  # needed for training only

    examples = with_company(in_pieces(examples, lambda words: any(FINDING in mark for mark in marker(words))))
    texts = [former(example.words) for example in examples]
    grams = [grams_of(text, marker(text)) for text in texts]
    vocabularies = {name: Vocabulary.of([each[name] for each in grams], kind.fewest) for name, kind in KINDS.items()}
    features, labels = _features(vocabularies, grams, encoder.encode(texts)), [example.label for example in examples]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it stops before it has settled, on purpose
        fitted = [MLPClassifier(**SETTINGS, random_state=start).fit(features, labels) for start in range(NETWORKS)]
    inner = [(network.coefs_[0], network.intercepts_[0]) for network in fitted]
    outer = [_for_each_label(network.coefs_[1], network.intercepts_[1]) for network in fitted]
    return Model(
        tuple(str(label) for label in fitted[0].classes_),
        vocabularies,
        np.hstack([weights for weights, _ in inner]).astype(np.float16),
        np.hstack([bias for _, bias in inner]).astype(np.float32),
        np.vstack([weights for weights, _ in outer]).astype(np.float32) / NETWORKS,
        np.sum([bias for _, bias in outer], axis=0).astype(np.float32) / NETWORKS,
    )


def _for_each_label(weights: Vectors, bias: Vectors) -> tuple[Vectors, Vectors]:
    """Weights with a column for each label; scikit-learn keeps one column for two."""
    if len(bias) > 1:
        return weights, bias
    return np.hstack([-weights, weights]) / 2, np.array([-bias[0], bias[0]]) / 2


def _features(vocabularies: Mapping[str, Vocabulary], grams: Sequence[Grams], vectors: Vectors) -> Any:
    from scipy import sparse

    parts = [_matrix(vocabulary, [each[name] for each in grams], name) for name, vocabulary in vocabularies.items()]
    return sparse.hstack([sparse.csr_matrix(vectors), *parts]).tocsr()


def _matrix(vocabulary: Vocabulary, texts: Sequence[Sequence[str]], name: str) -> Any:
    from scipy import sparse

    read = [vocabulary.read(grams, KINDS[name].weight) for grams in texts]
    starts = np.cumsum([0, *(len(rows) for rows, _ in read)])
    places, values = np.concatenate([rows for rows, _ in read]), np.concatenate([values for _, values in read])
    return sparse.csr_matrix((values.astype(np.float32), places, starts), shape=(len(texts), len(vocabulary.rarity)))


def _key(folder: Path) -> str:
    digest = hashlib.sha256(f"{FORM} {NETWORKS} {SETTINGS} {KINDS} {COMPANY} {MODEL_SHA256}".encode())
    for path in sorted([*folder.glob("*.yml"), *RED_FLAGS.glob("*.yml"), *RED_FLAGS.glob("language/*.yml")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _read(cache: Path, key: str) -> Model | None:
    try:
        with np.load(cache) as stored:
            if str(stored["key"]) != key:
                return None
            vocabularies = {
                name: Vocabulary({str(gram): at for at, gram in enumerate(stored[name])}, stored[f"{name}_rarity"])
                for name in KINDS
            }
            labels = tuple(str(label) for label in stored["labels"])
            return Model(labels, vocabularies, *(stored[name] for name in ARRAYS))
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
        return None  # missing, cut short or of an older form: trained anew


def _write(cache: Path, key: str, model: Model) -> None:
    """Writes beside the cache and renames, so that a process that reads meanwhile finds a whole file."""
    cache.parent.mkdir(parents=True, exist_ok=True)
    part = cache.with_suffix(f".{os.getpid()}.npz")
    vocabularies = model.vocabularies.items()
    np.savez(
        part,
        key=np.array(key),
        labels=np.array(model.labels),
        **{name: getattr(model, name) for name in ARRAYS},
        **{name: np.array(list(vocabulary.places)) for name, vocabulary in vocabularies},
        **{f"{name}_rarity": vocabulary.rarity for name, vocabulary in vocabularies},
    )
    part.replace(cache)
