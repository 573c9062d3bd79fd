"""A second reader beside the rules: hears wordings that no rule foresaw, and asks about them. Never an alarm.

It is asked only where the rules found nothing urgent, and what it hears becomes a *possible* sign, so that the bot
asks that sign's question. :mod:`bot.safety.learned_index` says what it is trained on.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.files import FileError
from bot.language.vectors import ModelFileError, SentenceEncoder
from bot.safety.clauses import Clause, clauses, rest
from bot.safety.learned_index import CACHE, EXAMPLES, Model, model_of, normal, scores
from bot.safety.screener import default_screener
from bot.safety.screening import Flag, Level, Screening, Status

log = logging.getLogger(__name__)

RULE = "learned"
ASSERTION = "sounds like"
#: Clauses of one message that are read; the most promising ones, where there are more.
MOST_CLAUSES = 24
#: Longest message that is read, in characters; as far as the gate lets one through.
LONGEST = 20_000
#: Most signs that one message is suspected of: one question is asked at a time.
MOST_FLAGS = 3


@dataclass(frozen=True)
class Suspicion:
    """A sign that some words sound like.

    Attributes:
        flag: the sign, as in ``content/red_flags``.
        level: the level of this wording, or ``None`` for the sign's own tier.
        score: how likely it is that the words hold any sign, 0 to 1.
        start: offset of the first character of the words in the message.
        end: offset after their last character.
        words: the words themselves.
    """

    flag: str
    level: Level | None
    score: float
    start: int
    end: int
    words: str


class LearnedReader:
    """Reads messages by the examples in a folder. May be used from several threads."""

    def __init__(self, encoder: SentenceEncoder, *, examples: Path = EXAMPLES, cache: Path | None = CACHE) -> None:
        """
        Args:
            encoder: makes the sentence vectors; best the one that the rest of the process uses.
            examples: the folder of the example files.
            cache: where the trained arrays are kept; ``None`` keeps nothing on disk.
        """
        self._encoder = encoder
        self._examples = examples
        self._cache = cache
        self._lock = threading.Lock()
        self._model: Model | None = None

    def build(self) -> None:
        """Loads the trained arrays, and trains them first where the examples have changed (half a minute).

        Raises:
            FileError: when an example file is broken.
            ModelFileError: when a file of the sentence model is missing or altered.
        """
        self._ready()

    def read(self, text: str, denied: Iterable[tuple[int, int]] = ()) -> list[Suspicion]:
        """The signs that a message sounds like, the likeliest first; at most one of each.

        Args:
            text: what the person typed.
            denied: the places in it of what is known not to be so. A clause that holds one is read from its end on.

        Raises:
            FileError, ModelFileError: at the first use, as :meth:`build` does.
        """
        model = self._ready()
        pieces = self._chosen(model, rest(clauses(text[:LONGEST]), list(denied)))
        if not pieces:
            return []
        words = [normal(piece.words) for piece in pieces]
        chances, best = scores(model.chances(words, self._encoder.encode(words)), model.labels)
        heard: dict[str, Suspicion] = {}
        for piece, score, number in sorted(zip(pieces, chances, best, strict=True), key=lambda row: -row[1]):
            if score >= model.thresholds[number]:
                flag, _, level = model.labels[number].partition(":")
                suspicion = Suspicion(flag, Level[level] if level else None, float(score), *piece)
                heard.setdefault(flag, suspicion)
        return list(heard.values())[:MOST_FLAGS]

    @staticmethod
    def _chosen(model: Model, pieces: Sequence[Clause]) -> Sequence[Clause]:
        if len(pieces) <= MOST_CLAUSES:
            return pieces
        return sorted(pieces, key=lambda piece: -model.promise(piece.words))[:MOST_CLAUSES]

    def _ready(self) -> Model:
        with self._lock:
            if self._model is None:
                self._model = model_of(self._encoder, self._examples, self._cache)
            return self._model


def needs_second_reading(screening: Screening) -> bool:
    """Whether the rules found nothing urgent, be it present or possible."""
    return not any(flag.level >= Level.urgent and flag.status is not Status.absent for flag in screening.flags)


def suspects(screening: Screening, suspicions: Iterable[Suspicion]) -> Screening:
    """The screening with what the learned reader heard added as possible signs, so that a question is due.

    Nothing is added where the rules found something urgent, where they hold the same sign for present or possible,
    or where they judged the sign absent in the same words.
    """
    if not needs_second_reading(screening):
        return screening
    added = [flag for suspicion in suspicions if (flag := _flag(screening, suspicion))]
    if not added:
        return screening
    kept = [flag for flag in screening.flags if flag.id not in {new.id for new in added}]
    added.sort(key=lambda flag: -flag.level)
    present = [flag for flag in kept if flag.status is Status.present]
    others = [flag for flag in kept if flag.status is not Status.present]
    check = screening.check or any(flag.level > screening.level for flag in added)
    return Screening(screening.level, check, (*present, *added, *others))


def second_reading(text: str, screening: Screening, reader: LearnedReader) -> Screening:
    """The screening of a message after the learned reader looked at it as well, where the rules found nothing urgent.

    Never fails: where the learned reader cannot be used, the rules alone hold, and the log says so.

    Args:
        text: the message that was screened.
        screening: what the rules made of it.
        reader: the learned reader of the process.
    """
    if not text.strip() or not needs_second_reading(screening):
        return screening
    denied = [(flag.start, flag.end) for flag in screening.flags if flag.status is Status.absent]
    try:
        return suspects(screening, reader.read(text, denied))
    except (FileError, ModelFileError, ImportError, OSError) as error:
        log.error("The learned reader is out of use, only the rules screen: %s", error)
        return screening


def _flag(screening: Screening, suspicion: Suspicion) -> Flag | None:
    entry = default_screener().catalogue.entries.get(suspicion.flag)
    if entry is None:
        return None
    for flag in screening.flags:
        overlaps = flag.start < suspicion.end and suspicion.start < flag.end
        if flag.id == suspicion.flag and (overlaps or flag.status is not Status.absent):
            return None
    level = suspicion.level or entry.tier
    place = suspicion.start, suspicion.end, suspicion.words
    return Flag(entry.id, level, Status.possible, *place, entry.sources[0], RULE, ASSERTION)
