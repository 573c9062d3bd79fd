"""Telegram is asked for what has happened; what was not kept is asked for again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from bot.channels.messenger import backoff
from bot.channels.messenger.health import Health
from bot.channels.telegram.api import Api
from bot.channels.telegram.polling import poll
from bot.channels.telegram.reading import Reader

from .conftest import BotApi


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backoff, "LONGEST_PAUSE", 0)


class Desk:
    """Takes updates, or fails to."""

    def __init__(self) -> None:
        self.taken: list[int] = []
        self.broken = False

    async def take(self, update: dict[str, Any]) -> None:
        if self.broken:
            raise RuntimeError
        self.taken.append(update["update_id"])


@pytest.fixture
def polling(asking: Api) -> Callable[[Desk, Health], Any]:
    @asynccontextmanager
    async def polling(desk: Desk, health: Health) -> AsyncIterator[asyncio.Task[None]]:
        task = asyncio.create_task(poll(asking, Reader(lambda *ids: "/".join(ids), ""), desk.take, health))
        yield task
        task.cancel()
        await asyncio.wait([task])

    return polling


async def test_updates_are_taken_in_order_and_acknowledged(api: BotApi, polling: Any) -> None:
    api.updates = [{"update_id": 4, "poll": "of a shape that nobody knows"}, {"update_id": 5}]
    desk, health = Desk(), Health("telegram")
    async with polling(desk, health):
        await api.asked_again()
        await api.asked_again()
    assert desk.taken == [4, 5]
    assert api.offsets[:2] == [0, 6]
    assert len(api.made("deleteWebhook")) == 1
    assert health.as_dict()["status"] == "ok"


async def test_what_could_not_be_kept_is_asked_for_again(api: BotApi, polling: Any) -> None:
    api.updates = [{"update_id": 4}]
    desk, health = Desk(), Health("telegram")
    desk.broken = True
    async with polling(desk, health):
        await api.asked_again()
        await api.asked_again()
        assert set(api.offsets) == {0}
        assert health.as_dict()["status"] == "trouble"
        desk.broken = False
        while not desk.taken:
            await api.asked_again()
    assert set(desk.taken) == {4}


@pytest.mark.parametrize(
    ("code", "description", "more"),
    [
        (502, "Bad Gateway", {}),
        (409, "Conflict: terminated by other getUpdates request", {}),
        (429, "Too Many Requests", {"retry_after": 0.01}),
    ],
)
async def test_it_goes_on_after_a_failure(
    api: BotApi, polling: Any, code: int, description: str, more: dict[str, Any]
) -> None:
    api.updates = [{"update_id": 4}]
    api.fails("getUpdates", code, description, **more)
    desk, health = Desk(), Health("telegram")
    async with polling(desk, health):
        while not desk.taken:
            await api.asked_again()
    assert desk.taken == [4]


async def test_a_webhook_that_came_back_is_taken_off_again(api: BotApi, polling: Any) -> None:
    api.fails("getUpdates", 409, "Conflict: can't use getUpdates method while webhook is active")
    async with polling(Desk(), Health("telegram")):
        await api.asked_again()
    assert len(api.made("deleteWebhook")) == 2
