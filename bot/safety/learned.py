"""A second reader beside the rules: hears wordings that no rule foresaw, by their likeness to examples.

What it hears is a number, not a verdict; :mod:`bot.safety.verdict` says what follows from it.
:mod:`bot.safety.learned_model` says what it counts, :mod:`bot.safety.learned_training` what it is trained on.
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from bot.language.grams import normal
from bot.language.vectors import SentenceEncoder, Vectors
from bot.safety.clauses import Clause, clauses, within_a_sentence
from bot.safety.everyday import everyday
from bot.safety.examples import EXAMPLES, Example
from bot.safety.learned_model import Grams, Model, grams_of
from bot.safety.learned_training import CACHE, model_of
from bot.safety.screener import Mark, Screener
from bot.safety.screening import Level

#: Pieces of one message that are read; the most promising ones, where there are more.
MOST_PIECES = 16
#: A wording without groups, alternatives or gaps.
_LITERAL = re.compile(r"[\w' ]+")
#: Longest message that is read, in characters; as far as the gate lets one through.
LONGEST = 20_000


@dataclass(frozen=True)
class Hearing:
    """What the examples make of one piece of a message.

    Attributes:
        start: offset of the first character of the piece in the message.
        end: offset after its last character.
        words: the piece itself.
        flag: the sign it is most like.
        level: the level of that likeness: the sign's own tier, or that of these wordings.
        by_level: for each level from routine on, how likely the piece holds a sign of that level or a higher one.
    """

    start: int
    end: int
    words: str
    flag: str
    level: Level
    by_level: Mapping[Level, float]

    @property
    def chance(self) -> float:
        """How likely it is that the piece holds any sign, 0 to 1."""
        return self.by_level[Level.routine]


class LearnedReader:
    """Reads messages by the examples in a folder. May be used from several threads."""

    def __init__(
        self,
        encoder: SentenceEncoder,
        screener: Screener,
        *,
        examples: Path = EXAMPLES,
        cache: Path | None = CACHE,
    ) -> None:
        """
        Args:
            encoder: makes the sentence vectors; best the one that the rest of the process uses.
            screener: the rules, which leave their marks on the examples, and know the level of each sign.
            examples: the folder of the example files.
            cache: where the trained arrays are kept; ``None`` keeps nothing on disk.
        """
        self._encoder = encoder
        self._screener = screener
        self._examples = examples
        self._cache = cache
        self._lock = threading.Lock()
        self._model: Model | None = None

    def build(self) -> None:
        """Loads the trained arrays, and trains them first where the examples have changed (some minutes).

        Raises:
            FileError: when an example file is broken.
            ModelFileError: when a file of the sentence model is missing or altered.
        """
        self._ready()

    def read(self, text: str, marks: Sequence[Mark] | None = None) -> list[Hearing]:
        """What each piece of a message sounds like, in the order in which they begin.

        Args:
            text: what the person typed.
            marks: those that the rules left on it; ``None`` has the rules read it first.

        Raises:
            FileError, ModelFileError: at the first use, as :meth:`build` does.
        """
        model = self._ready()
        marks = self._screener.findings(text).marks if marks is None else marks
        forms = {piece: self._form(piece.words) for piece in clauses(text[:LONGEST])}
        if not forms:
            return []
        pieces = _chosen(model, {piece: grams_of(form, _inside(piece, marks)) for piece, form in forms.items()})
        vectors = self._encoder.encode([forms[piece] for piece in pieces])
        chances = model.chances(list(pieces.values()), vectors)
        rows = zip(pieces, _in_company(list(pieces), chances, model.none), strict=True)
        return [self._hearing(piece, row) for piece, row in rows]

    def _hearing(self, piece: Clause, chances: Vectors) -> Hearing:
        columns, levels, names = self._columns
        by_level = {level: float(chances[columns[levels >= level]].sum()) for level in Level if level}
        best = int(chances[columns].argmax())
        return Hearing(*piece, names[best], Level(levels[best]), by_level)

    @cached_property
    def _columns(self) -> tuple[Vectors, Vectors, list[str]]:
        """The columns of the model that are signs, with the level and the name of each."""
        labels = self._ready().labels
        columns = [number for number in range(len(labels)) if number != self._ready().none]
        names, levels = [], []
        for number in columns:
            flag, _, level = labels[number].partition(":")
            names.append(flag)
            levels.append(Level[level] if level else self._tier(flag))
        return np.array(columns), np.array(levels), names

    def _ready(self) -> Model:
        with self._lock:
            if self._model is None:
                more = self._plain_words() + (self._everyday() if self._examples == EXAMPLES else [])
                self._model = model_of(self._encoder, self._form, self._marks, self._examples, self._cache, more=more)
            return self._model

    def _everyday(self) -> list[Example]:
        """Everyday messages in which the rules find nothing."""
        return [example for example in everyday() if not self._screener.findings(example.words).of]

    def _plain_words(self) -> list[Example]:
        """The lay wordings of the catalogue: what is plain to the rules must be plain to this reader."""
        said = ((flag, words) for flag, entry in self._screener.catalogue.entries.items() for words in entry.said)
        return [Example(words, flag) for flag, words in said if _LITERAL.fullmatch(words)]

    def _form(self, text: str) -> str:
        return self._screener.mended(normal(text))

    def _marks(self, text: str) -> list[str]:
        return [mark.name for mark in self._screener.findings(text).marks]

    def _tier(self, flag: str) -> Level:
        entry = self._screener.catalogue.entries.get(flag)
        return entry.tier if entry else Level.none


def _in_company(pieces: Sequence[Clause], chances: Vectors, none: int) -> Vectors:
    """The chances of each piece, weighed with those of the likeliest longer piece around it: their geometric mean.

    "In my legs" is a sign or none by what stands around it, and "I can feel both legs" is none whatever it sounds like.
    Only within a sentence: a further sentence may add a sign, and never hides one.
    """
    together = chances.copy()
    for number, piece in enumerate(pieces):
        around = [other for other, longer in enumerate(pieces) if within_a_sentence(piece, longer)]
        if around:
            likeliest = min(around, key=lambda other: float(chances[other, none]))
            together[number] = np.sqrt(chances[number] * chances[likeliest])
    return together / together.sum(axis=1, keepdims=True)


def _chosen(model: Model, pieces: Mapping[Clause, Grams]) -> Mapping[Clause, Grams]:
    if len(pieces) <= MOST_PIECES:
        return pieces
    best = sorted(pieces, key=lambda piece: -model.promise(pieces[piece]))[:MOST_PIECES]
    return {piece: pieces[piece] for piece in sorted(best)}


def _inside(piece: Clause, marks: Sequence[Mark]) -> list[str]:
    """The names of the marks on a piece; ``marks`` are in the order in which they begin."""
    first = bisect_left(marks, piece.start, key=lambda mark: mark.start)
    last = bisect_left(marks, piece.end, key=lambda mark: mark.start)
    return [mark.name for mark in marks[first:last] if mark.end <= piece.end]
