"""Between Slack's markup and the words a person writes and reads."""

from __future__ import annotations

import re

# <@U1|anna>, <#C1|general>, <!here>, <!date^…|tomorrow>, <https://…|label>, <mailto:…|label>
_REFERENCE = re.compile(r"<(?P<kind>[@#!]?)(?P<target>[^<>|\n]*)(?:\|(?P<label>[^<>\n]*))?>")
# A mark of bold, italic, struck or code stands at the edge of a word: "2*3" and "a_b" hold none.
_MARK = re.compile(r"(?<![^\W_])[*_~`]+(?=\S)|(?<=\S)[*_~`]+(?![^\W_])")
_CONTROL = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))  # the ampersand last, as "&amp;lt;" is "&lt;"
_ANSWERS = {":+1:": "👍", ":thumbsup:": "👍", ":-1:": "👎", ":thumbsdown:": "👎"}


def written(text: str) -> str:
    """What a person wrote, from what Slack made of it; who was mentioned by an id only is left out."""
    plain = _MARK.sub("", _REFERENCE.sub(_referred, text))
    for emoji, meant in _ANSWERS.items():
        plain = plain.replace(emoji, meant)
    return unescaped(plain).strip()


def escaped(text: str) -> str:
    """Words for a text in which Slack looks for markup."""
    for code, character in reversed(_CONTROL):
        text = text.replace(character, code)
    return text


def unescaped(text: str) -> str:
    """The same the other way."""
    for code, character in _CONTROL:
        text = text.replace(code, character)
    return text


def _referred(match: re.Match[str]) -> str:
    kind, target, label = match["kind"], match["target"], match["label"]
    if kind == "!":
        return label or f"@{target}"
    if kind:
        return f"{kind}{label}" if label else ""
    return label or re.sub(r"^(?:mailto|tel):", "", target)
