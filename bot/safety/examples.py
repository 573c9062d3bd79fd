"""The examples that the learned reader is trained on: messages and parts of them in people's own words, which people
edit in ``content/red_flags/examples``.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import Field, validator

from bot.files import Edited, FileError, line_of, read_model
from bot.language.grams import normal
from bot.paths import RED_FLAGS
from bot.safety.clauses import LONGEST_WHOLE, clauses
from bot.safety.screening import Level

EXAMPLES = RED_FLAGS / "examples"
NONE = "none"
#: Examples of at most so many words are put beside others; with this probability; parted by one of these.
SHORT, ACCOMPANIED, SEED = 14, 0.3, 0
BETWEEN = (". ", ", ", " and ", " but ", ", also ", " plus ", " ")
COMPANY = SHORT, ACCOMPANIED, BETWEEN, SEED


class Examples(Edited):
    """Messages that say the same sign, or that say none.

    Attributes:
        flag: the sign, or ``None`` in a list of what is no sign.
        about: what a list without a sign has in common, for whoever edits it.
        level: the level of these wordings, where it is not the sign's own tier.
        said: the messages.
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
        """What the messages are trained as: ``"none"``, the sign, or ``"<sign>:<level>"``."""
        if self.flag is None:
            return NONE
        return f"{self.flag}:{self.level.name}" if self.level else self.flag


class Example(NamedTuple):
    """One message and its label."""

    words: str
    label: str


def load_examples(folder: Path = EXAMPLES, flags: frozenset[str] | None = None) -> list[Example]:
    """Every example in a folder, in the order of the files.

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


def in_pieces(examples: Sequence[Example], speaks_of_a_sign: Callable[[str], bool]) -> list[Example]:
    """The examples, the long ones without a sign cut into the pieces in which a long message is read.

    Left out is a piece that speaks of a sign: alone it could be one, and it is none by what stands around it. Of a long
    example with a sign nobody has said which piece holds it, so it stays whole.
    """
    result: dict[str, Example] = {}
    for example in sorted(examples, key=lambda example: example.label == NONE):  # the signs first
        pieces = [example.words]
        if example.label == NONE and len(example.words.split()) > LONGEST_WHOLE:
            pieces = [piece.words for piece in clauses(example.words) if not speaks_of_a_sign(piece.words)]
        for words in pieces:
            result.setdefault(normal(words), Example(words, example.label))
    return list(result.values())


def with_company(examples: Sequence[Example]) -> list[Example]:
    """The examples, and some of the short ones once more beside one that holds no sign.

    People say two things at a time, and the second must neither hide a sign nor make one.
    """
    chance = random.Random(SEED)
    harmless = [words for words, label in examples if label == NONE and len(words.split()) <= SHORT]
    result = list(examples)
    for words, label in examples:
        if len(words.split()) <= SHORT and chance.random() < ACCOMPANIED:
            both = [words, chance.choice(harmless)]
            chance.shuffle(both)
            result.append(Example(chance.choice(BETWEEN).join(both), label))
    return result
