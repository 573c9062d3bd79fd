"""Whether an edited message says something new."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from rapidfuzz.distance import OSA

from bot.language.words import english_words
from bot.safety import screen

SLIPS = 2  # letters that mending a word may change
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def matters(before: str, now: str) -> bool:
    """Whether a message says something else than before, by its signs or by its words; mended spelling does not."""
    if _signs(before) != _signs(now):
        return True
    old, new = (_WORD.findall(text.lower().replace("’", "'")) for text in (before, now))
    changes = (change for change in SequenceMatcher(None, old, new, autojunk=False).get_opcodes())
    return any(
        not (kind == "replace" and b - a == d - c and all(map(_is_mended, old[a:b], new[c:d])))
        for kind, a, b, c, d in changes
        if kind != "equal"
    )


def has_sign(text: str) -> bool:
    """Whether a text speaks of a warning sign, or may."""
    return bool(screen(text).flags)


def _signs(text: str) -> set[tuple[str, str, str]]:
    return {(flag.id, flag.level.name, flag.status.name) for flag in screen(text).flags}


def _is_mended(old: str, new: str) -> bool:
    """Whether one word is another with its slips mended: "can" and "can't" are two words."""
    return old not in english_words() and OSA.distance(old, new) <= SLIPS
