"""Words and their places in a message: lower case, without apostrophes, with the offsets of the original text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# One alternative a kind; none of them can backtrack. A number ends where letters begin: "38.5C", "4wks".
_PIECE = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)?)"
    r"|(?P<short>[wW]/[oO]?(?![^\W_]))"
    r"|(?P<word>[^\W\d_]+(?:['’‘`´ʼ][^\W\d_]+)*(?:\d+(?![.,]?\d))?)"
    r"|(?P<stop>[.!?…。！？\n]+)"
    r"|(?P<pause>[,;:()—–，]|(?<=\s)-+(?=\s))"
    r"|(?P<sign>[&+@])"
)
_APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ")
# Marks that hide inside words: zero-width characters, soft hyphens, direction marks, controls other than white space.
_HIDDEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0f\ufeff]")
_SIGNS = {"&": "and", "+": "and", "@": "at"}

#: What is written together, or with an apostrophe, and read apart: one spelling for the rules to know.
CONTRACTIONS: dict[str, tuple[str, ...]] = {
    "im": ("i", "am"), "ive": ("i", "have"),
    "hes": ("he", "is"), "shes": ("she", "is"), "its": ("it", "is"), "thats": ("that", "is"),
    "theres": ("there", "is"), "whats": ("what", "is"), "hows": ("how", "is"), "theyre": ("they", "are"),
    "theyve": ("they", "have"), "youre": ("you", "are"), "youd": ("you", "would"), "hed": ("he", "would"),
    "theyd": ("they", "would"), "itd": ("it", "would"), "weve": ("we", "have"),
    "cannot": ("cant",), "carnt": ("cant",), "cnt": ("cant",), "aint": ("isnt",), "dnt": ("dont",),
    "gonna": ("going", "to"), "wanna": ("want", "to"), "gotta": ("got", "to"), "kinda": ("kind", "of"),
    "sorta": ("sort", "of"), "cuz": ("because",), "cos": ("because",), "coz": ("because",), "bc": ("because",),
    "u": ("you",), "ur": ("your",), "n": ("and",), "tho": ("though",), "thru": ("through",), "rn": ("right", "now"),
}  # fmt: skip


@dataclass(frozen=True)
class Token:
    """One word, number or mark.

    Attributes:
        text: the normal form: lower case, plain letters, no apostrophe; ``"."``, ``"?"`` or ``","`` for a mark.
        start: offset of its first character in the original text.
        end: offset after its last character.
    """

    text: str
    start: int
    end: int

    @property
    def is_stop(self) -> bool:
        """Whether a sentence ends here."""
        return self.text in (".", "?")

    @property
    def is_word(self) -> bool:
        """Whether this is a word or a number, not a mark."""
        return self.text not in (".", "?", ",")


def tokenize(text: str) -> list[Token]:
    """The words, numbers and marks of a message in their order; never raises on a string."""
    places: list[int] | None = None
    if _HIDDEN.search(text):
        # A hidden mark becomes nothing, so that a word broken by one is read whole.
        places = [place for place, char in enumerate(text) if not _HIDDEN.match(char)]
        text = "".join(text[place] for place in places)
    tokens: list[Token] = []
    for match in _PIECE.finditer(text):
        start, end = match.span()
        if places is not None:
            start, end = places[start], places[end - 1] + 1
        tokens.extend(Token(form, start, end) for form in _forms(match.lastgroup or "", match.group()))
    return tokens


def plain(word: str) -> str:
    """A word in lower case with its accents, ligatures and wide letters made plain."""
    if word.isascii():
        return word.lower()
    spread = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in spread if not unicodedata.combining(char))


def _forms(kind: str, piece: str) -> tuple[str, ...]:
    if kind == "number":
        return (unicodedata.normalize("NFKC", piece).replace(",", "."),)
    if kind == "short":
        return ("without",) if piece[-1] in "oO" else ("with",)
    if kind == "stop":
        return ("?",) if "?" in piece or "？" in piece else (".",)
    if kind == "pause":
        return (",",)
    if kind == "sign":
        return (_SIGNS[piece],)
    word = plain(piece)
    bare = word.translate(_APOSTROPHES)
    if bare in CONTRACTIONS:
        return CONTRACTIONS[bare]
    # "leg's gone numb" is one leg that has gone numb; "legs gone numb" would be two.
    if len(bare) > 1 and len(word) > len(bare) and word.endswith("s") and not word[-2].isalnum():
        return (bare[:-1], "is")
    return (bare,) if bare else ()
