"""Reads a message that takes back what was said before: a slip put right, or a bare "ignore that".

Neither makes a warning sign undone. A slip put right earns one direct question; a bare "ignore that" earns nothing,
for it is what people say who would rather not bother anybody.
"""

from __future__ import annotations

import re
from enum import Enum

#: A longer message tells something of its own.
LONGEST = 30  # words

_CORRECTION = re.compile(
    r"\btypos?\b|\bauto ?-?correct\w*|\bspell ?-?check\w*|\bpredictive text|\bvoice to text|\bdictation\b|"
    r"\bwrong (?:words?|leg|person|chat|thing|number|message|window|button)\b|\bspelling mistakes?\b|"
    r"\bspelt (?:it|that) wrong|\bi (?:only |actually |just )?meant\b(?! it\b| every)|\bmeant to (?:say|write|"
    r"type|put)\b|"
    r"\bi was (?:talking|asking|writing) (?:about|for)\b|\bmis ?-?(?:read|typed?|typing|understood|spoke|heard|"
    r"wrote)\b|"
    r"\b(?:you|it|bot) (?:have |has |ve )?(?:mis ?understood|got (?:me|that|it) wrong|took (?:that|it) wrong)|"
    r"\bi (?:got|wrote|typed|said|put|read) (?:that|it|this) (?:\w+ )?wrong|\bcame out wrong|\bmy mistake\b|\bmy bad\b|"
    r"\boops\b|\bwhoops\b|\bslip of the\b|\bfat ?-?fingers?|\bfinger slipped|\bnot what i (?:meant|said|was saying)\b|"
    r"\bdidnt mean (?:to (?:say|write|type)|bladder|leg)\b|\bthat was (?:about )?my (?:mum|mom|dad|gran|nan|"
    r"friend|wife|husband)"
    r"|^(?:sorry,? )?not \w+ ?, ?(?:but |i said )?\w+$|^\*\w+$|\bthat was (?:years|ages|months) ago\b",
)
_BARE = re.compile(
    r"\b(?:ignore|disregard|forget|scratch|cancel|strike) (?:that|it|this|what i (?:said|wrote)|me|my last|"
    r"the last|i said|"
    r"everything|all that|about (?:it|that))\b|\bnever ?mind\b|\bnvm\b|\bno worries\b|\b(?:only|just|was|were|am|im) "
    r"(?:just |only )?(?:joking|kidding|messing|teasing|playing|testing|trolling|having a laugh|being (?:silly|"
    r"dramatic|daft))|"
    r"^(?:jk|lol jk|joking|kidding|only a joke|just a joke|it was a joke|a joke|joke|test|testing|a test|only a test)$|"
    r"\b(?:it|that) was (?:just |only )?(?:a |my )?(?:bad )?(?:joke|test|banter)\b|\btake (?:it|that) back\b|"
    r"\b(?:doesnt|does not|dont) matter\b|\bdont worry about (?:it|me|that)\b|\bdid ?nt mean (?:it|that|any of it)\b|"
    r"\b(?:wasnt|im not|not) (?:being )?serious\b|\bchanged my mind\b|\bforget it\b|\bpretend i (?:didnt|never)\b|"
    r"\b(?:dont|do not) (?:call|worry|panic|fuss)\b|\bits (?:probably )?nothing\b|\bi(?:m| am) fine (?:really|"
    r"honestly|now)\b",
)
#: "Should I ignore it?" asks, and takes nothing back.
_ASKS = re.compile(r"^(?:should|can|could|do|does|will|would|what|how|why|when|is|are|shall|may)\b")


class Retraction(Enum):
    """How something was taken back."""

    CORRECTION = "correction"
    BARE = "bare"


def read_retraction(text: str) -> Retraction | None:
    """How a message takes back what was said before, or ``None`` when it does not.

    Args:
        text: what was typed.
    """
    words = re.sub(r"\s+", " ", re.sub(r"[’'`]", "", text.lower())).strip(" .,!;:-")
    if not words or len(words.split()) > LONGEST:
        return None
    if _CORRECTION.search(words):
        return Retraction.CORRECTION
    return Retraction.BARE if _BARE.search(words) and not _ASKS.search(words) else None
