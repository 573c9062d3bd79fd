"""Reads a typed answer to a question about a warning sign: yes, no, or not sure, which never counts as no."""

from __future__ import annotations

import re
from enum import Enum

#: A longer message says more than an answer; it is left to the rest of the guide.
LONGEST = 12  # words

_UNSURE = re.compile(
    r"\b(?:not (?:really |too |quite |very )?(?:sure|certain)|unsure|dunno|dont know|do not know|couldnt say|cant tell|"
    r"hard to (?:say|tell)|maybe|might|perhaps|possibly|kind of|kinda|sort of|sorta|i think so|a (?:bit|little|touch)|"
    r"slightly|sometimes|on and off|no idea|not certain|could be|idk)\b"
)
_NO = re.compile(
    r"^(?:no+|nope|nah|naw|none|nothing|never|not at all|neither|not one|negative|nowt|not that i|i dont|i do not|"
    r"i havent|definitely not|absolutely not|no way)\b"
)
_YES = re.compile(
    r"^(?:y|yes+|yea+h?|yep|yup|ya|aye|i do|i have|i am|it does|it is|it has|she does|he does|she has|he has|correct|"
    r"definitely|absolutely|sadly yes|afraid so|one or more|one of them|the (?:first|second|third|last))\b"
)
#: After one of these a "no" is taken back: "no, but it tingles".
_BUT = re.compile(r"\b(?:but|except|apart from|although|though|just|only)\b")


class Answer(Enum):
    """What was answered."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


def read_answer(text: str) -> Answer | None:
    """The answer in a short message, or ``None`` when it is not one.

    "No, but …" is not a no: what follows may be the sign, so it counts as not sure.
    """
    words = re.sub(r"[’']", "", text.lower()).strip(" .,!?;:")
    if not words or len(words.split()) > LONGEST:
        return None
    if _NO.search(words) and not _UNSURE.search(words):
        return Answer.UNSURE if _BUT.search(words) else Answer.NO
    if _UNSURE.search(words):
        return Answer.UNSURE
    return Answer.YES if _YES.search(words) else None
