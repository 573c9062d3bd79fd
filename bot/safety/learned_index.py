"""What the learned reader knows: examples that people edit, and the arrays that are trained from them.

``content/red_flags/examples`` holds clauses in people's own words, by sign, and clauses that are no sign. A
multinomial logistic regression tells them apart by their sentence vector and by their words and pairs of words
(a vector alone hardly notices a "not"). Training needs scikit-learn; what it makes is plain arrays, kept under
``var/`` and made anew when the examples or the sentence model change.
"""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from pydantic import Field, validator

from bot.files import Edited, FileError, line_of, read_model
from bot.language.vectors import MODEL_SHA256, SentenceEncoder, Vectors
from bot.paths import RED_FLAGS, VAR
from bot.safety.screener import default_screener, screen
from bot.safety.screening import Level

EXAMPLES = RED_FLAGS / "examples"
CACHE = VAR / "learned_reader.npz"

#: Raised by hand when the features, the training or the choice of thresholds change.
FORM = 1
NONE = "none"
STRENGTH = 10.0  # inverse strength of regularisation
GRAM_WEIGHT = 0.5  # length of the part of the words, beside the sentence vector's 1
FOLDS, SEED = 5, 0
#: A sign may be heard in at most so many of a thousand hard clauses that hold none, each sign for itself. A missed
#: emergency weighs more than a needless question.
FALSE_PER_THOUSAND = {Level.emergency: 3.0}
FALSE_PER_THOUSAND_OTHERS = 1.5
LOWEST, HIGHEST = 0.6, 0.97
_SETTINGS = (STRENGTH, GRAM_WEIGHT, FOLDS, SEED, FALSE_PER_THOUSAND, FALSE_PER_THOUSAND_OTHERS, LOWEST, HIGHEST)

_APOSTROPHE = re.compile(r"['’‘`´]")
_GRAM = re.compile(r"\w+")


class Examples(Edited):
    """Clauses that say the same sign, or that say none.

    Attributes:
        flag: the sign, or ``None`` in a list of what is no sign.
        about: what a list without a sign has in common, for whoever edits it.
        level: the level of these wordings, where it is not the sign's own tier.
        said: the clauses.
    """

    flag: str | None = None
    about: str | None = None
    level: Level | None = None
    said: list[str] = Field(min_items=1)

    @validator("level", pre=True)
    def _read_level(cls, value: Any) -> Any:  # noqa: N805 (pydantic's way)
        if value is None or value in Level.__members__:
            return value and Level[value]
        raise ValueError(f"write one of {', '.join(Level.__members__)}")

    @property
    def label(self) -> str:
        """What the clauses are trained as: ``"none"``, the sign, or ``"<sign>:<level>"``."""
        if self.flag is None:
            return NONE
        return f"{self.flag}:{self.level.name}" if self.level else self.flag


class Example(NamedTuple):
    """One clause and its label."""

    words: str
    label: str


class HeldOut(NamedTuple):
    """What models say about examples that they were trained without.

    Attributes:
        labels: the label of each column.
        score: for each example how likely it is that there is any sign.
        best: for each example the number of the likeliest sign.
        truth: for each example the number of its label.
        quiet: for each example whether it holds no sign and the rules are silent about it. Where the rules judge a
            sign absent the learned reader is not heard, so only these can make a needless question.
    """

    labels: tuple[str, ...]
    score: Vectors
    best: npt.NDArray[np.int64]
    truth: npt.NDArray[np.int64]
    quiet: npt.NDArray[np.bool_]


class Curve(NamedTuple):
    """What one threshold does to a sign, on clauses that were held out.

    Attributes:
        threshold: the least score that is heard.
        heard: the share of the sign's clauses that are heard, as this sign or another.
        false_alarms: how many of the clauses without a sign are heard as this one.
    """

    threshold: float
    heard: float
    false_alarms: int


@dataclass(frozen=True)
class Model:
    """The trained arrays.

    Attributes:
        labels: the signs, and ``none``.
        grams: words and pairs of words, in order.
        rarity: how much each of them weighs.
        weights: one row for each feature (the vector's, then the grams'), one column for each label.
        bias: one number for each label.
        thresholds: the least score at which each label is heard.
    """

    labels: tuple[str, ...]
    grams: Mapping[str, int]
    rarity: Vectors
    weights: Vectors
    bias: Vectors
    thresholds: Vectors

    def chances(self, words: Sequence[str], vectors: Vectors) -> Vectors:
        """How likely each label is for each clause: one row a clause, each of sum 1."""
        scores = _features(words, vectors, self.grams, self.rarity) @ self.weights + self.bias
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        return scores / scores.sum(axis=1, keepdims=True)

    def promise(self, words: str) -> float:
        """How much the words alone speak for a sign: cheap, to choose among the clauses of a long message."""
        rows = [place for gram in grams(words) if (place := self.grams.get(gram)) is not None]
        if not rows:
            return 0.0
        words_weights = self.weights[len(self.weights) - len(self.rarity) :]
        said = self.rarity[rows] @ words_weights[rows]
        none = self.labels.index(NONE)
        return float((np.delete(said, none).max() - said[none]) / np.linalg.norm(self.rarity[rows]))


def load_examples(folder: Path = EXAMPLES, flags: frozenset[str] | None = None) -> list[Example]:
    """Every example clause in a folder, in the order of the files.

    Args:
        flags: the signs there are; ``None`` checks no names.

    Raises:
        FileError: with file, line and what is wrong.
    """
    found: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        for place, several in enumerate(read_model(path, list[Examples])):
            if flags is not None and several.flag is not None and several.flag not in flags:
                raise FileError(path, line_of(path, (place, "flag")), f"there is no sign {several.flag!r}.")
            for number, words in enumerate(several.said):
                if found.setdefault(normal(words), several.label) != several.label:
                    line = line_of(path, (place, "said", number))
                    raise FileError(path, line, f"{words!r} is an example of {found[normal(words)]} as well.")
    if NONE not in found.values() or len(set(found.values())) < 2:
        raise FileError(folder, None, "there must be examples of at least one sign and of none.")
    return [Example(words, label) for words, label in found.items()]


def normal(words: str) -> str:
    """The form in which a clause is read: small letters, plain apostrophes, single spaces."""
    return " ".join(_APOSTROPHE.sub("'", words).lower().split())


def grams(words: str) -> list[str]:
    """The words of a clause and the pairs of neighbours, each once."""
    plain = _GRAM.findall(_APOSTROPHE.sub("", words).lower())
    return list(dict.fromkeys([*plain, *(f"{first} {second}" for first, second in pairwise(plain))]))


def model_of(encoder: SentenceEncoder, folder: Path = EXAMPLES, cache: Path | None = CACHE) -> Model:
    """The model of these examples: from the cache where it was made of the same ones, else trained and kept there.

    Args:
        cache: an ``.npz`` file; ``None`` keeps nothing on disk.

    Raises:
        FileError: when an example file is broken.
        bot.language.vectors.ModelFileError: when it has to be trained and a file of the sentence model is wrong.
    """
    key = _key(folder)
    model = _read(cache, key) if cache else None
    if model is None:
        model = train(load_examples(folder), encoder)
        if cache:
            _write(cache, key, model)
    return model


def train(examples: Sequence[Example], encoder: SentenceEncoder) -> Model:
    """Fits the weights on all examples, and the thresholds on held-out ones; about half a minute on one core."""
    vectors = encoder.encode([example.words for example in examples])
    held = hold_out(examples, vectors)
    chosen = {label: _threshold(held, number) for number, label in enumerate(held.labels)}
    model = _fit(examples, vectors)
    return replace(model, thresholds=np.array([chosen[label] for label in model.labels], dtype=np.float32))


def hold_out(examples: Sequence[Example], vectors: Vectors) -> HeldOut:
    """Reads each example with a model that was trained without its fold."""
    labels = tuple(sorted({example.label for example in examples}))
    truth = np.array([labels.index(example.label) for example in examples])
    folds = np.zeros(len(examples), dtype=np.int64)
    order = np.random.default_rng(SEED).permutation(len(examples))
    for number in range(len(labels)):  # every fold gets its share of each label
        members = order[truth[order] == number]
        folds[members] = np.arange(len(members)) % FOLDS
    chances = np.zeros((len(examples), len(labels)), dtype=np.float32)
    for fold in range(FOLDS):
        kept, asked = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        model = _fit([examples[place] for place in kept], vectors[kept])
        columns = np.array([labels.index(label) for label in model.labels])
        chances[np.ix_(asked, columns)] = model.chances([examples[place].words for place in asked], vectors[asked])
    quiet = [example.label == NONE and not screen(example.words).flags for example in examples]
    return HeldOut(labels, *scores(chances, labels), truth, np.array(quiet))


def curves(held: HeldOut) -> Iterator[tuple[str, float, list[Curve]]]:
    """Sign by sign the threshold that is chosen, and what each threshold would do."""
    for number, label in enumerate(held.labels):
        if label != NONE:
            points = [_point(held, number, step / 20) for step in range(10, 20)]
            yield label, _threshold(held, number), points


def report(encoder: SentenceEncoder, folder: Path = EXAMPLES) -> str:
    """The curve of each sign and the threshold that is chosen for it; takes about half a minute."""
    examples = load_examples(folder)
    held = hold_out(examples, encoder.encode([example.words for example in examples]))
    lines = [f"share heard / false alarms in {held.quiet.sum()} clauses without a sign, at each threshold"]
    for label, chosen, points in curves(held):
        row = "  ".join(f"{point.threshold:.2f}: {point.heard:.0%}/{point.false_alarms}" for point in points)
        lines.append(f"{label:20} chosen {chosen:.2f}  {row}")
    return "\n".join(lines)


def scores(chances: Vectors, labels: Sequence[str]) -> tuple[Vectors, npt.NDArray[np.int64]]:
    """For each clause how likely it is that there is any sign, and the number of the likeliest one."""
    none = list(labels).index(NONE)
    others = chances.copy()
    others[:, none] = -1.0
    return 1.0 - chances[:, none], others.argmax(axis=1)


def _point(held: HeldOut, number: int, threshold: float) -> Curve:
    heard = held.score >= threshold
    wrong = heard & held.quiet & (held.best == number)
    return Curve(threshold, float(heard[held.truth == number].mean()), int(wrong.sum()))


def _threshold(held: HeldOut, number: int) -> float:
    """The lowest threshold at which few enough of the clauses without a sign are heard as this one."""
    wrong = np.sort(held.score[held.quiet & (held.best == number)])[::-1]
    allowed = int(
        FALSE_PER_THOUSAND.get(_level(held.labels[number]), FALSE_PER_THOUSAND_OTHERS) * held.quiet.sum() / 1000
    )
    just_above = float(wrong[allowed]) + 1e-4 if len(wrong) > allowed else LOWEST
    return min(max(just_above, LOWEST), HIGHEST)


def _level(label: str) -> Level:
    """The level that a label stands for, as far as the catalogue knows the sign."""
    flag, _, level = label.partition(":")
    entry = default_screener().catalogue.entries.get(flag)
    return Level[level] if level else entry.tier if entry else Level.none


def _fit(examples: Sequence[Example], vectors: Vectors) -> Model:
    from sklearn.linear_model import LogisticRegression  # needed for training only

    words = [example.words for example in examples]
    counts = Counter(gram for text in words for gram in grams(text))
    known = {gram: place for place, gram in enumerate(sorted(gram for gram, count in counts.items() if count > 1))}
    rarity = np.array([np.log(len(words) / counts[gram]) for gram in known], dtype=np.float32)
    fitted = LogisticRegression(C=STRENGTH, max_iter=150, tol=1e-3)
    fitted.fit(_features(words, vectors, known, rarity), [example.label for example in examples])
    weights, bias = fitted.coef_.T.astype(np.float32), fitted.intercept_.astype(np.float32)
    if len(fitted.classes_) == 2:  # scikit-learn keeps one column for two classes
        weights, bias = np.hstack([-weights, weights]) / 2, np.array([-bias[0], bias[0]]) / 2
    labels = tuple(str(label) for label in fitted.classes_)
    return Model(labels, known, rarity, weights, bias, np.full(len(labels), HIGHEST, dtype=np.float32))


def _features(words: Sequence[str], vectors: Vectors, known: Mapping[str, int], rarity: Vectors) -> Vectors:
    """Sentence vectors beside the grams, weighted by rarity and brought to one length."""
    said = np.zeros((len(words), len(known)), dtype=np.float32)
    for row, text in enumerate(words):
        places = [place for gram in grams(text) if (place := known.get(gram)) is not None]
        if places:
            said[row, places] = GRAM_WEIGHT * rarity[places] / (np.linalg.norm(rarity[places]) + 1e-9)
    return np.hstack([vectors, said])


def _key(folder: Path) -> str:
    digest = hashlib.sha256(f"{FORM} {_SETTINGS} {MODEL_SHA256}".encode())
    for path in sorted(folder.glob("*.yml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _read(cache: Path, key: str) -> Model | None:
    try:
        with np.load(cache) as stored:
            if str(stored["key"]) != key:
                return None
            known = {str(gram): place for place, gram in enumerate(stored["grams"])}
            arrays = (stored[name] for name in ("rarity", "weights", "bias", "thresholds"))
            return Model(tuple(str(label) for label in stored["labels"]), known, *arrays)
    except (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile):
        return None  # missing, cut short or of an older form: trained anew


def _write(cache: Path, key: str, model: Model) -> None:
    """Writes beside the cache and renames, so that a process that reads meanwhile finds a whole file."""
    cache.parent.mkdir(parents=True, exist_ok=True)
    part = cache.with_suffix(f".{os.getpid()}.npz")
    np.savez(
        part,
        key=np.array(key),
        labels=np.array(model.labels),
        grams=np.array(list(model.grams)),
        rarity=model.rarity,
        weights=model.weights,
        bias=model.bias,
        thresholds=model.thresholds,
    )
    part.replace(cache)
