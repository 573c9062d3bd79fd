"""One server for each service, shared by the tests that do not kill it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from peers.people import Person
from peers.second_opinion import SecondOpinion
from peers.slack import SlackWorld
from peers.telegram import TelegramWorld


@pytest.fixture(scope="session")
def telegram(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramWorld]:
    """The bot and telegram-test-api."""
    with ExitStack() as closing:
        yield TelegramWorld(tmp_path_factory.mktemp("telegram"), closing)


@pytest.fixture(scope="session")
def slack(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SlackWorld]:
    """The bot and emulate."""
    with ExitStack() as closing:
        yield SlackWorld(tmp_path_factory.mktemp("slack"), closing)


@pytest.fixture
def second_opinion(model: Path, tmp_path: Path) -> Iterator[SecondOpinion]:
    """The bot and telemelya."""
    with ExitStack() as closing:
        yield SecondOpinion(tmp_path, closing)


@pytest.fixture(params=["telegram", "slack"])
def world(request: pytest.FixtureRequest) -> TelegramWorld | SlackWorld:
    """Each of the two."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def person(world: TelegramWorld | SlackWorld) -> Person:
    """Somebody who has been told the notice."""
    person = world.person()
    person.meet()
    return person
