"""One server for each service, shared by the tests that do not kill it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from peers.second_opinion import SecondOpinion
from peers.slack import SlackWorld
from peers.telegram import TelegramWorld


@pytest.fixture(scope="session")
def telegram(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TelegramWorld]:
    """The bot and telegram-test-api."""
    world = TelegramWorld(tmp_path_factory.mktemp("telegram"))
    yield world
    world.end()


@pytest.fixture(scope="session")
def slack(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SlackWorld]:
    """The bot and emulate."""
    world = SlackWorld(tmp_path_factory.mktemp("slack"))
    yield world
    world.end()


@pytest.fixture
def second_opinion(model: Path, tmp_path: Path) -> Iterator[SecondOpinion]:
    """The bot and telemelya."""
    world = SecondOpinion(tmp_path)
    yield world
    world.end()


@pytest.fixture(params=["telegram", "slack"])
def world(request: pytest.FixtureRequest) -> TelegramWorld | SlackWorld:
    """Each of the two."""
    return request.getfixturevalue(request.param)
