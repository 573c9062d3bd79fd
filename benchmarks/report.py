"""The figures, their limits, and how they are shown."""

from __future__ import annotations

import json
import os
import platform
import statistics
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from rich.console import Console
from rich.table import Table

from benchmarks.measure import Figures

NO_LIMIT = "none"
Judged = Literal["ratio", "ours"]


@dataclass(frozen=True)
class Figure:
    """One line of the table.

    Attributes:
        key: its name in the measurements and in the JSON file.
        title: its name and unit for people.
        judged: whether the limit holds for ours divided by the starter's, or for ours alone.
        at_most: the greatest value that passes.
        at_least: the least value that passes.
        digits: after the point.
    """

    key: str
    title: str
    judged: Judged = "ratio"
    at_most: float | None = None
    at_least: float | None = None
    digits: int = 1

    @property
    def limit(self) -> str:
        """The limit in words."""
        bound = self.at_most if self.at_most is not None else self.at_least
        if bound is None:
            return NO_LIMIT
        sign = "<=" if self.at_most is not None else ">="
        return f"{self.judged} {sign} {bound:g}"

    def passes(self, value: float) -> bool:
        """Whether a value keeps the limit."""
        return (self.at_most is None or value <= self.at_most) and (self.at_least is None or value >= self.at_least)


FIGURES = (
    Figure("start_s", "start to first answer, s", at_most=0.18),
    Figure("memory_mb", "resident memory after 200 messages (RSS), MB", at_most=0.4, digits=0),
    Figure("installed_mb", "installed size, MB", at_most=0.4, digits=0),
    Figure("median_ms", "an answered message, median, ms", at_most=0.6),
    Figure("p95_ms", "an answered message, 95th percentile, ms", at_most=0.7),
    Figure("cpu_ms", "processor time of an answered message, ms"),
    Figure("per_second", "messages a second, 8 people at once", at_least=1.8),
    Figure("growth", "95th message of a talk against its 10th, times", "ours", at_most=1.5, digits=2),
    Figure("answered", "questions answered from a card, share", "ours", at_least=0.9, digits=2),
    Figure("screen_per_second", "screening on one core, messages a second", "ours", at_least=100, digits=0),
    Figure("screen_start_s", "screening, start to first line, s", "ours"),
)


@dataclass(frozen=True)
class Row:
    """A figure with its values: medians over the rounds."""

    figure: str
    starter: float | None
    ours: float
    ratio: float | None
    limit: str
    passed: bool


def rows(rounds: list[dict[str, Figures]], figures: tuple[Figure, ...] = FIGURES) -> list[Row]:
    """The table.

    Args:
        rounds: for each round the figures of ``starter`` and of ``ours``.
        figures: the lines of the table.
    """
    return [_row(figure, rounds) for figure in figures]


def _row(figure: Figure, rounds: list[dict[str, Figures]]) -> Row:
    ours = statistics.median(each["ours"][figure.key] for each in rounds)
    theirs = [each["starter"][figure.key] for each in rounds if figure.key in each.get("starter", {})]
    starter = statistics.median(theirs) if theirs else None
    ratio = ours / starter if starter is not None else None
    judged = ratio if figure.judged == "ratio" and ratio is not None else ours
    return Row(figure.key, starter, ours, ratio, figure.limit, figure.passes(judged))


def show(
    table_rows: list[Row],
    console: Console,
    figures: tuple[Figure, ...] = FIGURES,
    title: str = "This guide beside the bot of rasa init (medians over the rounds)",
) -> None:
    """Prints the table."""
    table = Table("figure", title=title)
    for heading in ("starter", "ours", "ratio"):
        table.add_column(heading, justify="right")
    table.add_column("limit")
    table.add_column("passed")
    for figure, row in zip(figures, table_rows, strict=True):
        written = _writer(figure.digits)
        passed = "yes" if row.passed else "[bold red]NO[/]"
        if figure.limit == NO_LIMIT:
            passed = "-"
        ratio = _writer(3)(row.ratio)
        table.add_row(figure.title, written(row.starter), written(row.ours), ratio, row.limit, passed)
    console.print(table)


def _writer(digits: int) -> Callable[[float | None], str]:
    return lambda value: "-" if value is None else f"{value:.{digits}f}"


def save(path: Path, table_rows: list[Row], rounds: list[dict[str, Figures]]) -> None:
    """Writes the table, every round, and what the machine was like, as JSON."""
    result: dict[str, Any] = {
        "passed": all(row.passed for row in table_rows),
        "figures": [asdict(row) for row in table_rows],
        "rounds": rounds,
        "machine": {
            "cores": os.cpu_count(),
            "load": os.getloadavg(),
            "python": platform.python_version(),
            "system": platform.platform(),
        },
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
