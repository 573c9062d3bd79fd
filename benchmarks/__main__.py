"""``uv run python -m benchmarks``: both bots side by side on this machine; exit code 1 when a limit is missed."""

from __future__ import annotations

import argparse
import os
import sys

from rich.console import Console

from benchmarks import measure, report
from benchmarks.bots import PROJECT, Bot, BuildError, Ours, Starter
from benchmarks.serving import ServingError, serving

RESULTS = PROJECT / "results" / "benchmarks.json"

console = Console(highlight=False, soft_wrap=True)


def main() -> int:
    """Builds, measures, reports."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often each bot is measured (default: 3)")
    rounds_wanted = max(1, parser.parse_args().rounds)
    starter, ours = Starter(), Ours()
    try:
        for bot in (starter, ours):
            prepare(bot)
        rounds = measure_in_turn(starter, ours, rounds_wanted)
    except (BuildError, ServingError) as error:
        console.print(str(error), style="red", markup=False)
        return 2
    table = report.rows(rounds)
    report.show(table, console)
    report.save(RESULTS, table, rounds)
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    console.print(f"Load of the machine over the last 1, 5 and 15 minutes: {busy}. Every round: {RESULTS}")
    return 0 if all(row.passed for row in table) else 1


def prepare(bot: Bot) -> None:
    """Builds a bot and starts it once unmeasured: both then have their byte code, and their files in memory."""
    console.print(f"{bot.name}: installing and training (minutes, the first time)")
    bot.build()
    with serving(bot, next(bot.messages())):
        pass


def measure_in_turn(starter: Starter, ours: Ours, count: int) -> list[dict[str, measure.Figures]]:
    """Measures one bot after the other, never at the same time, so that what else the machine does hits both.

    Returns:
        For each round the figures of both.
    """
    sizes = {bot.name: measure.installed_bytes(bot.environment) / measure.MEGABYTE for bot in (starter, ours)}
    rounds: list[dict[str, measure.Figures]] = []
    for number in range(count):
        figures: dict[str, measure.Figures] = {}
        # Whoever went first goes second in the next round.
        for bot in (starter, ours) if number % 2 == 0 else (ours, starter):
            console.print(f"round {number + 1} of {count}: {bot.name}")
            figures[bot.name] = {"installed_mb": sizes[bot.name], **measure.measure(bot)}
        figures[ours.name].update(measure.screening(ours))
        rounds.append(figures)
    return rounds


if __name__ == "__main__":
    sys.exit(main())
