"""``uv run python -m benchmarks``: both bots side by side on this machine; exit code 1 when a limit is missed."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter

from rich.console import Console

from benchmarks import measure, report
from benchmarks.bots import PROJECT, Bot, BuildError, Ours, Starter
from benchmarks.serving import ServingError, serving

RESULTS = PROJECT / "results" / "benchmarks.json"

console = Console(highlight=False)


def main() -> int:
    """Builds, measures, reports."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each bot is measured (default: 3)")
    rounds_wanted = max(1, parser.parse_args().rounds)
    starter, ours = Starter(), Ours()
    try:
        for bot in (starter, ours):
            prepare(bot)
        rounds, kinds = measure_in_turn(starter, ours, rounds_wanted)
    except (BuildError, ServingError) as error:
        console.print(str(error), style="red", markup=False)
        return 2
    table = report.rows(rounds)
    report.show(table, console)
    report.save(RESULTS, table, rounds, kinds)
    console.print(f"Replies of ours by kind: {kinds}. Load of the machine: {os.getloadavg()}. All in {RESULTS}.")
    return 0 if all(row.passed for row in table) else 1


def prepare(bot: Bot) -> None:
    """Builds a bot and starts it once unmeasured: both then have their byte code, and their files in memory."""
    console.print(f"{bot.name}: installing and training (minutes, the first time)")
    bot.build()
    with serving(bot, next(bot.messages())):
        pass


def measure_in_turn(
    starter: Starter, ours: Ours, count: int
) -> tuple[list[dict[str, measure.Figures]], dict[str, int]]:
    """Measures one bot after the other, never at the same time, so that what else the machine does hits both.

    Returns:
        For each round the figures of both, and how often ours gave each kind of reply.
    """
    sizes = {bot.name: measure.installed_bytes(bot.environment) / measure.MEGABYTE for bot in (starter, ours)}
    rounds: list[dict[str, measure.Figures]] = []
    kinds: Counter[str] = Counter()
    for number in range(count):
        figures: dict[str, measure.Figures] = {}
        # Whoever went first goes second in the next round.
        for bot in (starter, ours) if number % 2 == 0 else (ours, starter):
            console.print(f"round {number + 1} of {count}: {bot.name}")
            taken, replies = measure.measure(bot)
            figures[bot.name] = {"installed_mb": sizes[bot.name], **taken}
            if bot is ours:
                kinds.update(replies)
        figures["ours"].update(measure.screening(ours))
        rounds.append(figures)
    return rounds, dict(kinds)


if __name__ == "__main__":
    sys.exit(main())
