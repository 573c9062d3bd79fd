"""Long texts in parts that a service takes, cut where a reader would pause."""

from __future__ import annotations

import re

#: Where a text may be cut, the best first: between paragraphs, lines, sentences, words.
_CUTS = (re.compile(r"\n\n+"), re.compile(r"\n"), re.compile(r"(?<=[.!?…”\"])\s+"), re.compile(r"\s+"))


def split(text: str, limit: int) -> list[str]:
    """The text in parts of at most ``limit`` characters, none of them empty."""
    parts = []
    rest = text.strip()
    while len(rest) > limit:
        end, start = _cut(rest, limit)
        parts.append(rest[:end].rstrip())
        rest = rest[start:].lstrip()
    return [*parts, rest] if rest else parts


def _cut(text: str, limit: int) -> tuple[int, int]:
    """Where a part ends, and where the next one begins."""
    for cut in _CUTS:
        # One character more: a part of exactly the limit may end before the space.
        found = [match for match in cut.finditer(text, 0, limit + 1) if 0 < match.start() <= limit]
        if found:
            return found[-1].start(), found[-1].end()
    return limit, limit
