"""The cards against a file of facts: what no card tells, and figures that the facts of a statement do not hold.

The facts of the documents stay outside the repository, so this is a check to run, not a test.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from bot.guidance.library import Library

_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_FAHRENHEIT = re.compile(r"(\d+(?:\.\d+)?) ?°F")


class Facts:
    """The facts of a file, by id.

    Args (constructor):
        file: one JSON object a line, with ``id``, ``fact``, ``section``, ``figures`` and, for what only advertises a
            product, ``promotional``.
    """

    def __init__(self, file: Path) -> None:
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
        self._facts: dict[str, dict[str, Any]] = {fact["id"]: fact for fact in lines}

    def untold(self, library: Library) -> list[str]:
        """Ids of the facts that no card tells, in the order of the file; promotion is not meant to be told."""
        told = {
            fact for card in library.cards.values() for _, statement in card.everything() for fact in statement.facts
        }
        return [id for id, fact in self._facts.items() if id not in told and not fact.get("promotional")]

    def unfounded(self, library: Library) -> list[str]:
        """One line for each statement with a figure, written in digits, that none of its facts holds."""
        found = []
        for card in library.cards.values():
            for (part, index), statement in card.everything():
                known = set().union(*(self._figures(fact) for fact in statement.facts))
                strange = sorted(set(_FIGURE.findall(statement.say)) - known)
                if statement.facts and strange:
                    found.append(f"{card.id}: {part} {int(index) + 1} says {', '.join(strange)}, its facts do not")
        return found

    def _figures(self, id: str) -> set[str]:
        fact = self._facts.get(id, {})
        text = " ".join([fact.get("fact", ""), fact.get("section", ""), *map(str, fact.get("figures", []))])
        converted = {f"{(float(degrees) - 32) / 1.8:.1f}" for degrees in _FAHRENHEIT.findall(text)}
        return {*_FIGURE.findall(text), *converted}
