"""Shows what was found, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.doctor.examination import Examined

_STYLES = {"ok": "green", "warning": "yellow", "wrong": "bold red", "off": "dim"}


def is_well(examined: Iterable[Examined]) -> bool:
    """Whether nothing is wrong."""
    return all(one.finding.state != "wrong" for one in examined)


def show(examined: Sequence[Examined], out: Console) -> None:
    """Prints a table, and what to do below what is not right."""
    table = Table.grid(padding=(0, 2, 0, 0))
    for ratio in (None, None, 1):
        table.add_column(ratio=ratio, overflow="fold")
    area = ""
    for one in examined:
        if one.area != area:
            table.add_row(*([""] * 3 if area else []))
            area = one.area
            table.add_row("", Text(area, style="bold"), "")
        finding = one.finding
        found = Text(finding.found)
        if finding.advice:
            found.append(f"\n→ {finding.advice}", style="bold")
        table.add_row(Text(finding.state, style=_STYLES[finding.state]), one.name, found)
    out.print(table)
    out.print(_summary(examined))


def as_json(examined: Sequence[Examined]) -> str:
    """``{"ok", "checks": [{"area", "name", "state", "found", "do"}]}``."""
    checks = [
        {
            "area": one.area,
            "name": one.name,
            "state": one.finding.state,
            "found": one.finding.found,
            "do": one.finding.advice,
        }
        for one in examined
    ]
    return json.dumps({"ok": is_well(examined), "checks": checks}, indent=2, ensure_ascii=False)


def _summary(examined: Sequence[Examined]) -> Text:
    wrong, warnings = (sum(one.finding.state == state for one in examined) for state in ("wrong", "warning"))
    words = f"\n{wrong or 'Nothing'} wrong, {warnings or 'no'} warning{'s' * (warnings != 1)}."
    return Text(words, style="bold red" if wrong else "yellow" if warnings else "green")
