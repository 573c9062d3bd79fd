"""Each vignette in each state, over the wire: the advice comes in the same turn and before any other text.

``uv run pytest`` takes a part of the matrix in which every sign meets every state; ``uv run pytest tests/always_first
--full`` takes all of it. Both end with the time that the advice took, by state.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from always_first.conftest import FULL
from always_first.served import Bot, Person
from always_first.states import DOMAIN, SLOTS, STATES, WAITING
from bot import knowledge
from bot.files import read_yaml
from bot.safety import Level

#: Seconds somebody who tells a sign waits for the advice. It takes some hundredths of a second where all is well, and
#: two at most is the promise; the rest is for busy machines.
PATIENCE = 2.5
#: Every how many signs one is told in a state of waiting, where not all of the matrix runs.
STRIDE = 5


@dataclass(frozen=True)
class Vignette:
    """What somebody in need writes, the sign it tells of, and the least level of its advice."""

    text: str
    flag: str
    level: Level


VIGNETTES = [
    Vignette(row["text"], row["flag"], Level[row["level"]])
    for row in read_yaml(Path(__file__).with_name("vignettes.yml"))
]
Cell = tuple[str, Vignette]


def cells(full: bool) -> Iterator[Cell]:
    """What is told in which state; in part, each sign once in each state, its vignettes by turns.

    States of waiting get every fifth sign in part, each of them other ones.
    """
    flags = list(dict.fromkeys(vignette.flag for vignette in VIGNETTES))
    for turn, state in enumerate(STATES):
        stride = STRIDE if state in WAITING and not full else 1
        for number, flag in enumerate(flags):
            if (number + turn) % stride:
                continue
            several = [vignette for vignette in VIGNETTES if vignette.flag == flag]
            chosen = several if full else [several[(turn + number) % len(several)]]
            yield from ((state, vignette) for vignette in chosen)


def name_of(cell: Cell) -> str:
    state, vignette = cell
    several = [other for other in VIGNETTES if other.flag == vignette.flag]
    return f"{state}-{vignette.flag}-{several.index(vignette) + 1}"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "cell" in metafunc.fixturenames:
        full = metafunc.config.getoption(FULL, default=False)
        metafunc.parametrize("cell", list(cells(full)), ids=name_of)


def test_the_advice_comes_first(cell: Cell, person: Person, bot: Bot, times: dict[str, list[float]]) -> None:
    name, vignette = cell
    with STATES[name](person, bot, vignette.flag):
        try:
            replies = person.say(vignette.text, PATIENCE)
        finally:
            times[name].append(person.seconds)
    assert replies, "silence"
    first = replies[0]
    assert first.custom["kind"] == "escalation"
    assert Level[first.custom["level"]] >= vignette.level
    assert set(first.custom["flags"]) - person.earlier, "an earlier sign was repeated, this one was not heard"


def test_every_sign_has_two_vignettes() -> None:
    told = [vignette.flag for vignette in VIGNETTES]
    assert {flag for flag in knowledge.catalogue().entries if told.count(flag) < 2} == set()


def test_every_vignette_asks_for_help_today_or_now() -> None:
    assert all(vignette.level >= Level.urgent for vignette in VIGNETTES)


@pytest.mark.parametrize("form", DOMAIN["forms"])
def test_every_question_of_a_form_is_a_state(form: str) -> None:
    assert {f"{form}_{slot}" for slot in SLOTS[form]} <= set(STATES)


def test_the_part_that_always_runs_holds_every_vignette() -> None:
    assert {vignette for _, vignette in cells(full=False)} == set(VIGNETTES)


@pytest.mark.parametrize("state", STATES)
def test_the_part_that_always_runs_tells_six_signs_in_every_state(state: str) -> None:
    assert len({vignette.flag for told, vignette in cells(full=False) if told == state}) >= 6
