"""The shorthand in which wordings are written, read into patterns.

``foot drop``              these words, in this order
``{cant,could not} feel``  one of the alternatives; an empty one, ``{so,}``, makes a word optional
``<numb>``                 any wording of the word group ``numb``
``<cannot> .. <hold>``     up to three other words between (``...``: up to seven), within one sentence
``numb, gone dead``        two wordings: a comma outside braces parts them
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from bot.language.tokens import tokenize

#: Most words that a gap may skip.
GAPS = {"..": 3, "...": 7}

_NAMED = re.compile(r"<([a-z_]+)>")
_PIECE = re.compile(r"\{|\}|,|<[a-z_]+>|[^\s<>{},]+|[<>]")


@dataclass(frozen=True)
class Word:
    """A word as the tokenizer writes it."""

    text: str


@dataclass(frozen=True)
class Group:
    """Any wording of a word group."""

    name: str


@dataclass(frozen=True)
class Gap:
    """Up to ``most`` other words."""

    most: int


@dataclass(frozen=True)
class Choice:
    """One of several patterns; an empty one among them makes the choice optional."""

    options: tuple[Pattern, ...]


Element = Word | Group | Gap | Choice
Pattern = tuple[Element, ...]


def parse(wording: str) -> list[Pattern]:
    """The patterns that a wording stands for, one for each part between outer commas.

    Raises:
        ValueError: with a sentence that says what is wrong with the wording.
    """
    return list(_parsed(wording))


@cache
def _parsed(wording: str) -> tuple[Pattern, ...]:
    if glued := re.search(r"[^\s{},]\{|\}[^\s{},]", wording):
        raise ValueError(f"in {wording!r} a brace touches a word at {glued.group()!r}; put a space between them")
    pieces = _PIECE.findall(wording)
    patterns = _alternatives(pieces, wording)
    if pieces:
        raise ValueError(f"the wording {wording!r} closes a brace that it did not open")
    for pattern in patterns:
        if may_be_empty(pattern):
            raise ValueError(f"the wording {wording!r} has a part without words, or one that may be left without any")
        if isinstance(pattern[0], Gap) or isinstance(pattern[-1], Gap):
            raise ValueError(f"the wording {wording!r} begins or ends with a gap")
    return tuple(patterns)


def parse_all(wordings: Iterable[str]) -> list[Pattern]:
    """The patterns of several wordings."""
    return [pattern for wording in wordings for pattern in parse(wording)]


def inlined(wording: str, groups: Mapping[str, list[str]]) -> str:
    """The wording with the wordings of some word groups in the place of their names."""
    return _NAMED.sub(lambda name: _alternatives_of(name, groups), wording)


def _alternatives_of(name: re.Match[str], groups: Mapping[str, list[str]]) -> str:
    wordings = groups.get(name.group(1))
    if wordings is None:
        return name.group()
    return "{" + ", ".join(inlined(wording, groups) for wording in wordings) + "}"


def may_be_empty(pattern: Pattern) -> bool:
    """Whether the pattern can match no words at all."""
    return all(
        isinstance(element, Gap)
        or (isinstance(element, Choice) and any(may_be_empty(option) for option in element.options))
        for element in pattern
    )


def parts(patterns: Iterable[Pattern]) -> Iterator[Word | Group]:
    """Every word and word group in the patterns, those within choices too."""
    for pattern in patterns:
        for element in pattern:
            if isinstance(element, Choice):
                yield from parts(element.options)
            elif not isinstance(element, Gap):
                yield element


def _alternatives(pieces: list[str], wording: str) -> list[Pattern]:
    """The patterns up to the end or to a closing brace; takes what it reads out of ``pieces``."""
    options: list[list[Element]] = [[]]
    while pieces and pieces[0] != "}":
        piece = pieces.pop(0)
        if piece == ",":
            options.append([])
        elif piece == "{":
            choices = _alternatives(pieces, wording)
            if not pieces:
                raise ValueError(f"the wording {wording!r} opens a brace that it does not close")
            pieces.pop(0)
            options[-1].append(Choice(tuple(choices)))
        else:
            options[-1].extend(_elements(piece, wording))
    return [tuple(option) for option in options]


def _elements(piece: str, wording: str) -> list[Element]:
    if piece in GAPS:
        return [Gap(GAPS[piece])]
    if piece in "<>":
        raise ValueError(f"the wording {wording!r} has a stray angle bracket; a word group is written <name>")
    if piece.startswith("<"):
        return [Group(piece[1:-1])]
    return [Word(token.text) for token in tokenize(piece) if token.is_word]
