"""The screening on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TextIO

from rich.console import Console

from bot.safety import Screening, Status, screen

COLOURS = {"none": "green", "routine": "cyan", "urgent": "yellow", "emergency": "bold white on red"}


class LineError(ValueError):
    """A line on standard input that cannot be read."""


def screen_lines(lines: Iterable[str], output: TextIO) -> None:
    """One ``{"level", "check", "flags"}`` line for each ``{"text"}`` line.

    A line that cannot be read gets ``{"error": …}`` in its place, so that the lines still pair up.
    """
    for line in lines:
        if not line.strip():
            continue
        try:
            answer = _spoken(screen(_text(line)))
        except LineError as error:
            answer = {"error": str(error)}
        output.write(json.dumps(answer, ensure_ascii=False) + "\n")
        output.flush()


def show(text: str, console: Console, *, explain: bool) -> None:
    """Prints the level and, when asked for, which words, which rule and why."""
    screening = screen(text)
    level = screening.level.name
    note = "  (a question is due)" if screening.check else ""
    console.print(f"[{COLOURS[level]}]{level}[/]{note}")
    if not explain:
        for flag in screening.flags:
            if flag.status is not Status.absent:
                console.print(f"  {flag.id} ({flag.status.value})", markup=False)
        return
    for flag in screening.flags:
        console.print(f"\n{flag.id}  {flag.level.name}, {flag.status.value}", markup=False, style="bold")
        score = "the learned reader did not look" if flag.score is None else f"{flag.score:.2f} by the learned reader"
        rows = {"words": flag.words, "rule": flag.rule, "why": flag.assertion, "score": score, "source": flag.source}
        for name, value in rows.items():
            console.print(f"  {name:7} {value}", markup=False, soft_wrap=True)


def _text(line: str) -> str:
    try:
        text = json.loads(line)["text"]
    except (ValueError, KeyError, TypeError):
        raise LineError('not a JSON object with a "text"') from None
    if not isinstance(text, str):
        raise LineError('"text" is not a text')
    return text


def _spoken(screening: Screening) -> dict[str, object]:
    """What is there or may be there; what the message says is absent is left to --explain."""
    plain = screening.to_dict()
    plain["flags"] = [flag for flag in plain["flags"] if flag["status"] != Status.absent.value]
    return plain
