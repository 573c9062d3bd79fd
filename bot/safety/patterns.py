"""The shorthand in which wordings are written, read into patterns.

``foot drop``            these words, in this order
``{cant,could not} feel`` one of the alternatives; an empty one, ``{so,}``, makes a word optional
``<numb>``               any wording of the word group ``numb``
``<cannot> .. <hold>``   up to three other words between (``...``: up to seven), within one sentence
``numb, gone dead``      two wordings: a comma outside braces parts them
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.tokens import tokenize

#: Most words that a gap may skip.
GAPS = {"..": 3, "...": 7}
#: Most patterns that one wording may stand for; more is a slip of the pen that would slow every message down.
MOST_EXPANSIONS = 4000

_BRACES = re.compile(r"\{([^{}]*)\}")
_PIECE = re.compile(r"<[a-z_]+>|[^\s<>]+|[<>]")


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


Element = Word | Group | Gap
Pattern = tuple[Element, ...]


def parse(wording: str) -> list[Pattern]:
    """The patterns that a wording stands for.

    Raises:
        ValueError: with a sentence that says what is wrong with the wording.
    """
    patterns = dict.fromkeys(_elements(text) for part in _parts(wording) for text in _expand(part))
    for pattern in patterns:
        if not pattern:
            raise ValueError(f"the wording {wording!r} has no words (or may be left without any)")
        if isinstance(pattern[0], Gap) or isinstance(pattern[-1], Gap):
            raise ValueError(f"the wording {wording!r} begins or ends with a gap")
    return list(patterns)


def _parts(wording: str) -> list[str]:
    parts, depth = [""], 0
    for char in wording:
        depth += (char == "{") - (char == "}")
        if char == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def _expand(wording: str) -> list[str]:
    texts = [wording]
    while "{" in texts[0]:
        grown: list[str] = []
        for text in texts:
            match = _BRACES.search(text)
            if match is None:
                raise ValueError(f"the wording {wording!r} opens a brace that it does not close")
            for choice in match.group(1).split(","):
                grown.append(text[: match.start()] + choice + text[match.end() :])
        if len(grown) > MOST_EXPANSIONS:
            raise ValueError(f"the wording {wording!r} stands for more than {MOST_EXPANSIONS} patterns")
        texts = grown
    if any("}" in text for text in texts):
        raise ValueError(f"the wording {wording!r} closes a brace that it did not open")
    return texts


def _elements(text: str) -> Pattern:
    elements: list[Element] = []
    for piece in _PIECE.findall(text):
        if piece in GAPS:
            elements.append(Gap(GAPS[piece]))
        elif piece.startswith("<"):
            if len(piece) < 3:
                raise ValueError(f"{text!r} has a stray angle bracket; a word group is written <name>")
            elements.append(Group(piece[1:-1]))
        elif piece == ">":
            raise ValueError(f"{text!r} has a stray angle bracket; a word group is written <name>")
        else:
            elements.extend(Word(token.text) for token in tokenize(piece) if token.is_word)
    return tuple(elements)
