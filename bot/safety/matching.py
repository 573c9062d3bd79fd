"""Finds every wording of the catalogue in a message, in one walk over its words.

A graph of words, word groups and gaps. It stands here instead of spaCy's ``PhraseMatcher`` because it knows word
groups and gaps, keeps no word of a message in a vocabulary, and spares every start of the program over a second of
imports. Word groups may name other groups; they are found in layers, the plainest first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.language.tokens import Token
from bot.safety.patterns import Choice, Element, Gap, Group, Pattern, Word, parts

#: Where a sentence or its thought ends: no gap reaches over these.
BARRIERS = frozenset({".", "?", "but", "though", "although", "however", "except"})

Gaps = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Match:
    """One wording found: ``name`` from word ``start`` up to word ``end``; ``gaps`` are the stretches it skipped."""

    name: str
    start: int
    end: int
    gaps: Gaps = ()

    @property
    def places(self) -> range:
        """The places of its words, gaps included."""
        return range(self.start, self.end)

    def covers(self, place: int) -> bool:
        """Whether the wording itself, not a gap in it, holds this word."""
        return self.start <= place < self.end and not any(low <= place < high for low, high in self.gaps)


class _Node:
    """A place within wordings: what may follow, and the names of the wordings that may end here.

    There are a hundred thousand of them: what is empty is shared by all, and tuples take the place of lists.
    """

    __slots__ = ("gaps", "groups", "names", "words")

    def __init__(self) -> None:
        self.words: dict[str, tuple[_Node, ...]] = _NOTHING
        self.groups: dict[str, tuple[_Node, ...]] = _NOTHING
        self.gaps: tuple[tuple[int, _Node], ...] = ()
        self.names: tuple[str, ...] = ()

    def follow(self, element: Element, after: _Node) -> None:
        """Another node is reached from here by a word, a group or a gap."""
        if isinstance(element, Word):
            self.words = _with(self.words, element.text, after)
        elif isinstance(element, Group):
            self.groups = _with(self.groups, element.name, after)
        elif isinstance(element, Gap):
            self.gaps = (*self.gaps, (element.most, after))


_NOTHING: dict[str, tuple[_Node, ...]] = {}


def _with(followers: dict[str, tuple[_Node, ...]], name: str, after: _Node) -> dict[str, tuple[_Node, ...]]:
    own = {} if followers is _NOTHING else followers
    own[name] = (*own.get(name, ()), after)
    return own


class Chart:
    """The words of a message and the group wordings found in them so far."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.words = [token.text for token in tokens]
        self.ends: list[dict[str, set[int]]] = [{} for _ in tokens]

    def add(self, name: str, start: int, end: int) -> None:
        """Note that the group ``name`` is worded from ``start`` up to ``end``."""
        self.ends[start].setdefault(name, set()).add(end)

    def mentions(self, name: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
        """The wordings of a group that begin between ``start`` and ``end``, the longest at each place."""
        for place in range(start, len(self.words) if end is None else min(end, len(self.words))):
            ends = self.ends[place].get(name)
            if ends:
                yield place, max(ends)


class Matcher:
    """A set of named patterns, ready to be found."""

    def __init__(self, patterns: Mapping[str, Iterable[Pattern]]) -> None:
        self._root = _Node()
        for name, several in patterns.items():
            for pattern in several:
                self._add(name, pattern)

    def _add(self, name: str, pattern: Pattern) -> None:
        for node in _extended([self._root], pattern):
            node.names = (*node.names, name)

    def find(self, chart: Chart) -> Iterator[Match]:
        """Every match in the chart; the same words may match under several names."""
        for start in range(len(chart.words)):
            yield from dict.fromkeys(_walk(self._root, chart, start, start, ()))


def _extended(nodes: list[_Node], pattern: Pattern) -> list[_Node]:
    """Hang a pattern on every node; the nodes where it ends. The ways of a choice join again behind it."""
    for element in pattern:
        if isinstance(element, Choice):
            ends = [end for option in element.options for end in _extended(nodes, option)]
            nodes = list(dict.fromkeys(ends))
            continue
        after = _Node()
        for node in nodes:
            node.follow(element, after)
        nodes = [after]
    return nodes


def _walk(node: _Node, chart: Chart, start: int, place: int, gaps: Gaps) -> Iterator[Match]:
    for name in node.names:
        yield Match(name, start, place, gaps)
    if place >= len(chart.words):
        return
    for child in node.words.get(chart.words[place], ()):
        yield from _walk(child, chart, start, place + 1, gaps)
    if node.groups:
        found = chart.ends[place]
        for group in found.keys() & node.groups.keys():
            for end in found[group]:
                for child in node.groups[group]:
                    yield from _walk(child, chart, start, end, gaps)
    for most, after in node.gaps:
        for skipped in range(most + 1):
            there = place + skipped
            if there >= len(chart.words) or (skipped and chart.words[there - 1] in BARRIERS):
                break
            yield from _walk(after, chart, start, there, (*gaps, (place, there)) if skipped else gaps)


def layers(groups: Mapping[str, Sequence[Pattern]]) -> list[dict[str, Sequence[Pattern]]]:
    """The groups in the order in which they can be found: each layer names only groups of the layers before.

    Groups that are named but not given are taken as found by other means (quantities).

    Raises:
        ValueError: when groups name each other in a circle.
    """
    waiting = {name: _named(patterns) & groups.keys() for name, patterns in groups.items()}
    result: list[dict[str, Sequence[Pattern]]] = []
    while waiting:
        ready = [name for name, needs in waiting.items() if not needs & waiting.keys()]
        if not ready:
            raise ValueError(f"the word groups {', '.join(sorted(waiting))} name each other in a circle")
        result.append({name: groups[name] for name in ready})
        for name in ready:
            del waiting[name]
    return result


def _named(patterns: Iterable[Pattern]) -> set[str]:
    return {part.name for part in parts(patterns) if isinstance(part, Group)}
