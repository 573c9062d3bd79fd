"""A message cut into the pieces that the learned reader looks at, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

#: A sentence of at most so many words is read whole as well as in pieces, a message likewise.
LONGEST_WHOLE = 25
#: A piece with fewer words than this says too little alone and goes with the one before it.
SHORTEST = 3

_SENTENCE_END = re.compile(r"[.!?…。！？]+(?=\s|$)|\n+")
_JOINT = re.compile(
    r"\s*[,;:()–—]\s+|\s-+\s"
    r"|\s+(?=(?:but|and|then|so|cos|because|although|though|except)\s+(?:i|i'm|im|i've|ive|my|me|the|it|its|it's|now|"
    r"he|he's|hes|his|she|she's|shes|her|they|we|there's|theres|then|when|today|cant|can't)\b)"
    r"|\s+(?=but\s|since\s+(?:my|the|i)\b)",
    re.IGNORECASE,
)
#: What is cut off at both ends of a piece, so that a sentence and its message are one piece, not two.
_EDGE = " \t\r\n.,;:!?…。！？"
_WORD = re.compile(r"\w")


class Clause(NamedTuple):
    """A piece of a message: the words, and where they stand in it."""

    start: int
    end: int
    words: str


def clauses(text: str) -> list[Clause]:
    """The sentences of a message and their parts, each once, in the order in which they begin.

    A short message comes whole as well, a longer one in short neighbouring sentences: "no wee, all day" says more than
    its halves.
    """
    sentences = list(_pieces(text, 0, len(text), _SENTENCE_END))
    found: dict[tuple[int, int], None] = {}
    if _words(text) <= LONGEST_WHOLE:
        found[0, len(text)] = None
    else:
        pairs = ((one[0], other[1]) for one, other in pairwise(sentences))
        found.update((pair, None) for pair in pairs if _words(text[slice(*pair)]) <= LONGEST_WHOLE)
    for start, end in sentences:
        parts = list(_joined(text, list(_pieces(text, start, end, _JOINT))))
        if len(parts) == 1 or _words(text[start:end]) <= LONGEST_WHOLE:
            found[start, end] = None
        found.update(dict.fromkeys(parts))
    trimmed = dict.fromkeys(_trimmed(text, start, end) for start, end in found)
    return sorted(
        Clause(start, end, text[start:end]) for start, end in trimmed if start < end and _WORD.search(text[start:end])
    )


def within_a_sentence(piece: Clause, longer: Clause) -> bool:
    """Whether a piece is a part of another that is one sentence."""
    inside = longer.start <= piece.start and piece.end <= longer.end and piece[:2] != longer[:2]
    return inside and not _SENTENCE_END.search(longer.words)


def _pieces(text: str, start: int, end: int, joint: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for match in joint.finditer(text, start, end):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < end:
        yield start, end


def _joined(text: str, parts: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The parts of a sentence, those of a word or two put to the one before, or to the next at the beginning."""
    held: tuple[int, int] | None = None
    for start, end in parts:
        if held is None:
            held = start, end
        elif _words(text[start:end]) < SHORTEST or _words(text[held[0] : held[1]]) < SHORTEST:
            held = held[0], end
        else:
            yield held
            held = start, end
    if held:
        yield held


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip(_EDGE)), end - (len(piece) - len(piece.rstrip(_EDGE)))


def _words(text: str) -> int:
    return len(text.split())
