"""The pieces of a text that a classifier counts: words, pairs of neighbours, and runs of letters."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_HIDDEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_APOSTROPHE = re.compile(r"['’‘`´]")
#: "cannot", "cant", "do not": one form each, for a "not" must not depend on how it is written.
_NOT = re.compile(
    r"\b(?:(?P<can>can)(?: ?not|t)|(?P<will>will not|wont)"
    r"|(?P<verb>do|does|did|is|are|was|were|have|has|had|would|could|should)(?: not|nt))\b"
)
_WORD = re.compile(r"\w+")
_RUNS = (3, 4, 5)  # letters


def normal(text: str) -> str:
    """The form in which a text is read: small plain letters, single spaces, "not" in one form, nothing hidden."""
    whole = unicodedata.normalize("NFKC", _HIDDEN.sub("", text.encode("utf-8", "ignore").decode("utf-8")))
    plain = " ".join(_APOSTROPHE.sub("'", whole).lower().split())
    return _NOT.sub(_contracted, plain)


def _contracted(match: re.Match[str]) -> str:
    return {"can": "can't", "will": "won't"}.get(match.lastgroup or "", f"{match['verb']}n't")


def word_grams(text: str) -> list[str]:
    """The words of a text and the pairs of neighbours, each once; "can't" is one word."""
    words = _plain_words(text)
    return list(dict.fromkeys([*words, *(f"{first} {second}" for first, second in pairwise(words))]))


def letter_grams(text: str) -> list[str]:
    """The runs of 3 to 5 letters in each word, its ends marked, each once: a misspelt word keeps most of them."""
    marked = [f"<{word}>" for word in dict.fromkeys(_plain_words(text))]
    runs = (word[at : at + size] for word in marked for size in _RUNS for at in range(len(word) - size + 1))
    return list(dict.fromkeys(runs))


def _plain_words(text: str) -> list[str]:
    return _WORD.findall(_APOSTROPHE.sub("", text).lower())
