"""Scores the screening on a file of labelled messages, one JSON object a line.

Fields: ``id, text, flags, level, kind, group``, and where needed ``alt_levels`` (other levels that are right as well)
and ``opt_flags`` (flags that are neither required nor wrong). Never one pooled accuracy: by level, flag, kind and
group, with a Wilson 95 % interval (Wilson 1927, JASA 22:209).
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ValidationError, validator
from rich.console import Group, RenderableType
from rich.table import Table

from bot.files import FileError, read_text
from bot.safety.screening import Level, Screening

Screen = Callable[[str], Screening]


class Labelled(BaseModel):
    """A message and what a person says it holds."""

    id: str
    text: str
    flags: list[str] = []
    level: Level
    kind: str = ""
    group: str = ""
    alt_levels: list[Level] = []
    opt_flags: list[str] = []

    @validator("level", pre=True)
    def _read_level(cls, value: str) -> Level:  # noqa: N805
        return Level[value]

    @validator("alt_levels", pre=True, each_item=True)
    def _read_levels(cls, value: str) -> Level:  # noqa: N805
        return Level[value]

    @property
    def right(self) -> set[Level]:
        """The levels that count as right."""
        return {self.level, *self.alt_levels}


@dataclass
class Share:
    """How many of how many."""

    hits: int = 0
    of: int = 0

    def add(self, hit: bool) -> None:
        """Count one more."""
        self.hits, self.of = self.hits + hit, self.of + 1

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval; the whole range when nothing was counted."""
        if not self.of:
            return 0.0, 1.0
        z, share = 1.96, self.hits / self.of
        middle = share + z * z / (2 * self.of)
        spread = z * math.sqrt(share * (1 - share) / self.of + z * z / (4 * self.of**2))
        scale = 1 + z * z / self.of
        return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)

    def __str__(self) -> str:
        if not self.of:
            return "0 of 0"
        low, high = self.interval
        return f"{self.hits} of {self.of} = {self.hits / self.of:.1%} ({low:.0%} to {high:.0%})"


@dataclass(frozen=True)
class Miss:
    """A message whose verdict was not right, and in which way."""

    message: Labelled
    got: Level
    check: bool
    flags: tuple[str, ...]
    fault: str


@dataclass
class Evaluation:
    """The scores; every share names what it counts.

    Attributes:
        strict: level exactly as labelled.
        lenient: level as labelled or as in ``alt_levels``.
        emergency_given: emergencies that got the level emergency.
        emergency_missed: emergencies that got neither a level nor a question.
        noticed: messages with a sign that got a level or a question.
        under: level below everything that is right.
        over: level above everything that is right.
        false_alarms: messages of level none (and of no other) that got a level.
        needless_checks: the same messages that got a question.
        by_level, by_kind, by_group: lenient shares.
        alarms_by_kind: false alarms by kind.
        recall, precision: by flag.
        misses: what went wrong, the worst first.
    """

    strict: Share = field(default_factory=Share)
    lenient: Share = field(default_factory=Share)
    emergency_given: Share = field(default_factory=Share)
    emergency_missed: Share = field(default_factory=Share)
    noticed: Share = field(default_factory=Share)
    under: Share = field(default_factory=Share)
    over: Share = field(default_factory=Share)
    false_alarms: Share = field(default_factory=Share)
    needless_checks: Share = field(default_factory=Share)
    by_level: dict[str, Share] = field(default_factory=dict)
    by_kind: dict[str, Share] = field(default_factory=dict)
    by_group: dict[str, Share] = field(default_factory=dict)
    alarms_by_kind: dict[str, Share] = field(default_factory=dict)
    recall: dict[str, Share] = field(default_factory=dict)
    precision: dict[str, Share] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)

    def add(self, message: Labelled, screening: Screening) -> None:
        """Count one message."""
        self._add_levels(message, screening)
        self._add_flags(message, {flag.id for flag in screening.present})
        if fault := _fault(message, screening):
            flags = tuple(f"{flag.id} ({flag.status.value})" for flag in screening.flags)
            self.misses.append(Miss(message, screening.level, screening.check, flags, fault))

    def _add_levels(self, message: Labelled, screening: Screening) -> None:
        level, right = screening.level, screening.level in message.right
        seen = bool(level) or screening.check
        self.strict.add(level == message.level)
        self.lenient.add(right)
        self.under.add(level < min(message.right))
        self.over.add(level > max(message.right))
        if message.level is Level.emergency:
            self.emergency_given.add(level is Level.emergency)
            self.emergency_missed.add(not seen)
        if message.flags:
            self.noticed.add(seen)
        if message.right == {Level.none}:
            self.false_alarms.add(bool(level))
            self.needless_checks.add(screening.check and not level)
            self.alarms_by_kind.setdefault(message.kind, Share()).add(bool(level))
        self.by_level.setdefault(message.level.name, Share()).add(right)
        self.by_kind.setdefault(message.kind, Share()).add(right)
        self.by_group.setdefault(message.group, Share()).add(right)

    def _add_flags(self, message: Labelled, found: set[str]) -> None:
        for flag in message.flags:
            self.recall.setdefault(flag, Share()).add(flag in found)
        for flag in found:
            self.precision.setdefault(flag, Share()).add(flag in {*message.flags, *message.opt_flags})

    def render(self) -> RenderableType:
        """The scores as tables for a terminal."""
        return Group(
            _table("Screening", self._headlines()),
            _table("Level right, by level", self.by_level.items()),
            _table("Level right, by group", self.by_group.items()),
            _table("Level right, by kind", self.by_kind.items()),
            _table("False alarms, by kind", self.alarms_by_kind.items()),
            self._flag_table(),
            self._miss_table(),
        )

    def _headlines(self) -> list[tuple[str, Share]]:
        return [
            ("emergencies given as emergency", self.emergency_given),
            ("emergencies missed entirely", self.emergency_missed),
            ("signs noticed (level or question)", self.noticed),
            ("level right (with alternatives)", self.lenient),
            ("level right (strict)", self.strict),
            ("too low", self.under),
            ("too high", self.over),
            ("false alarms", self.false_alarms),
            ("needless questions", self.needless_checks),
        ]

    def _flag_table(self) -> Table:
        table = Table("flag", "recall", "precision", title="Flags")
        for flag in sorted({*self.recall, *self.precision}):
            table.add_row(flag, str(self.recall.get(flag, Share())), str(self.precision.get(flag, Share())))
        return table

    def _miss_table(self) -> Table:
        table = Table("fault", "id", "kind", "wanted", "got", "flags", title="Misses")
        for miss in sorted(self.misses, key=lambda miss: _ORDER.index(miss.fault)):
            got = miss.got.name + (" + question" if miss.check else "")
            wanted = miss.message.level.name
            table.add_row(miss.fault, miss.message.id, miss.message.kind, wanted, got, ", ".join(miss.flags))
        return table


_ORDER = ["emergency missed", "sign missed", "too low", "false alarm", "needless question", "too high"]


def _fault(message: Labelled, screening: Screening) -> str | None:
    level = screening.level
    if message.flags and not level and not screening.check and Level.none not in message.right:
        return "emergency missed" if message.level is Level.emergency else "sign missed"
    if level < min(message.right):
        return "too low"
    if level > max(message.right):
        return "false alarm" if message.right == {Level.none} else "too high"
    if message.right == {Level.none} and screening.check:
        return "needless question"
    return None


def _table(title: str, rows: Iterable[tuple[str, Share]]) -> Table:
    table = Table("", "share (95 % interval)", title=title)
    for name, share in sorted(rows) if title != "Screening" else rows:
        table.add_row(name, str(share))
    return table


def read_labels(path: Path) -> list[Labelled]:
    """The labelled messages of a file.

    Raises:
        FileError: with the line of the first row that does not fit.
    """
    return list(_labels(path))


def _labels(path: Path) -> Iterator[Labelled]:
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield Labelled.parse_obj(json.loads(line))
        except (json.JSONDecodeError, ValidationError, KeyError) as error:
            raise FileError(path, number, f"not a labelled message: {error}.") from None


def evaluate(messages: Sequence[Labelled], screen: Screen) -> Evaluation:
    """The scores of a screening on labelled messages."""
    evaluation = Evaluation()
    for message in messages:
        evaluation.add(message, screen(message.text))
    return evaluation
