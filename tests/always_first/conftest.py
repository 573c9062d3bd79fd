"""The option that runs every vignette in every state, and the times that are told at the end."""

from __future__ import annotations

from collections import defaultdict
from statistics import median

import httpx
import pytest

from always_first.served import Bot, Person
from bot import knowledge

FULL = "--full"
TIMES: pytest.StashKey[dict[str, list[float]]] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(FULL, action="store_true", help="always first: every vignette in every state")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    times = config.stash.get(TIMES, None)
    if not times:
        return
    terminalreporter.section("always first: seconds until the advice was there")
    rows = {**times, "all states": [seconds for several in times.values() for seconds in several]}
    for name, several in rows.items():
        line = f"{name:34}{len(several):5} told   median {median(several):6.3f}   maximum {max(several):6.3f}"
        terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def times(pytestconfig: pytest.Config) -> dict[str, list[float]]:
    """How long each sign waited for its advice, by state."""
    return pytestconfig.stash.setdefault(TIMES, defaultdict(list))


@pytest.fixture(scope="session")
def bot(address: str) -> Bot:
    """The bot that is served, with everything loaded, as a server has it before it listens."""
    knowledge.load_all()
    return Bot()


@pytest.fixture
def person(client: httpx.Client, bot: Bot) -> Person:
    """A new person."""
    return Person(client)
