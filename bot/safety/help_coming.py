"""Reads a message that says that help was called, or is on its way: what the advice asked for is done."""

from __future__ import annotations

import re

#: A longer message tells something of its own.
LONGEST = 30  # words

_SERVICE = (
    r"(?:999|911|000|112|111|triple (?:zero|0)|ambulance|paramedics?|emergency(?: services)?|them|doctor|gp|hospital|"
    r"helpline|crisis line|samaritans|988|lifeline|a ?(?:&|and) ?e|er|ed|casualty|emergency room|emergency department)"
)
_CALLED = (
    rf"\b(?:called|rang|rung|phoned|dialled|dialed|calling|ringing|phoning|on (?:the phone|hold) (?:to|with))\b"
    rf"(?: \w+){{0,3}}? {_SERVICE}\b"
)
_COMING = (
    r"\b(?:ambulance|paramedics?|help|they|theyre|someone|doctor)(?: (?:is|are|has|have|been|just|now))*"
    r" (?:on (?:its|the|their) way|coming|here|arrived|called|booked|outside|at the door)\b"
)
_GOING = (
    rf"\b(?:on (?:my|our|the) way|heading|going|driving|driven|taking me|takes me|taken me|off|getting a (?:lift|taxi))"
    rf"(?: \w+){{0,3}}? {_SERVICE}\b|\b(?:am|im|were|now|sat|sitting|here) (?:at|in) (?:the )?{_SERVICE}\b"
)
_HELP = re.compile(f"{_CALLED}|{_COMING}|{_GOING}")
#: Not done, or only asked about.
_NOT_DONE = re.compile(
    r"\b(?:not|no|never|havent|hasnt|wont|cant|dont|didnt|isnt|arent|without|nobody|should|shall|do i|if i|why|rather|"
    r"might|maybe|later|tomorrow|tried|engaged|hung up)\b"
)


def says_help_is_coming(text: str) -> bool:
    """Whether a message says that help was called, is on its way, or that the person is on the way to it.

    Args:
        text: what was typed.
    """
    words = re.sub(r"\s+", " ", re.sub(r"[’'`]", "", text.lower())).strip(" .,!;:-")
    if not words or words.endswith("?") or len(words.split()) > LONGEST:
        return False
    return bool(_HELP.search(words)) and not _NOT_DONE.search(words)
