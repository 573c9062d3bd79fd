"""Telegram is told who the bot is and where the server is, however long that takes."""

from __future__ import annotations

from typing import Any

import pytest
from telegram.error import BadRequest, Conflict, RetryAfter

from bot.channels.messenger import backoff
from bot.channels.messenger.commands import COMMANDS
from bot.channels.messenger.health import Health
from bot.channels.telegram.api import Api
from bot.channels.telegram.reading import Reader
from bot.channels.telegram.set_up import Webhook, explained, set_up

from .conftest import BotApi

WEBHOOK = Webhook("https://bot.clinic.example/webhooks/telegram/webhook", "s3cret-of-the-webhook")


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backoff, "LONGEST_PAUSE", 0)


@pytest.fixture
def reader() -> Reader:
    return Reader(lambda *ids: "/".join(ids), "")


class Troubled(Health):
    """Remembers every trouble."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.troubles: list[str] = []

    def trouble(self, why: str) -> None:
        super().trouble(why)
        self.troubles.append(why)


@pytest.fixture
def health() -> Troubled:
    return Troubled("telegram")


async def test_telegram_knows_the_commands_and_the_address(
    api: BotApi, asking: Api, reader: Reader, health: Troubled
) -> None:
    await set_up(asking, reader, WEBHOOK, health)
    (commands,), (webhook,) = api.made("setMyCommands"), api.made("setWebhook")
    assert {c["command"]: c["description"] for c in commands["commands"]} == {
        c.name: c.about for c in COMMANDS.values()
    }
    assert (webhook["url"], webhook["secret_token"]) == (WEBHOOK.url, WEBHOOK.secret)
    assert {"message", "edited_message", "callback_query", "my_chat_member"} == set(webhook["allowed_updates"])
    assert reader.username == "BackBot"
    assert health.as_dict()["status"] == "ok"


@pytest.mark.parametrize(
    ("method", "code", "description", "says"),
    [
        ("getMe", 401, "Unauthorized", "copy it again from @BotFather"),
        ("getMe", 502, "Bad Gateway", "cannot be reached"),
        ("setWebhook", 400, "Bad Request: bad webhook: Failed to resolve host", "BACKSPASM_PUBLIC_URL"),
    ],
)
async def test_it_is_tried_until_it_works_and_health_says_what_to_do(
    api: BotApi, asking: Api, reader: Reader, health: Troubled, method: str, code: int, description: str, says: str
) -> None:
    for _ in range(3):
        api.fails(method, code, description)
    await set_up(asking, reader, WEBHOOK, health)
    assert len(health.troubles) == 3
    assert all(says in why for why in health.troubles)
    assert health.as_dict()["status"] == "ok"


async def test_a_token_is_never_told(api: BotApi, asking: Api, reader: Reader, health: Troubled) -> None:
    api.fails("getMe", 401, "Unauthorized")
    await set_up(asking, reader, WEBHOOK, health)
    assert asking.token not in str(health.troubles)


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (Conflict("terminated by other getUpdates request"), "stop the other server"),
        (BadRequest("bad webhook"), "BACKSPASM_PUBLIC_URL"),
    ],
)
def test_trouble_says_what_to_do(error: Any, says: str) -> None:
    assert says in explained(error)[0]


def test_a_pause_is_as_long_as_telegram_wants() -> None:
    assert explained(RetryAfter(40))[1] == 40
