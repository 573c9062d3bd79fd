"""What the channel needs to start, and what it says where that is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot import knowledge, server
from bot.channels.parts import Parts, SettingError
from bot.channels.telegram import TelegramChannel
from bot.files import FileError

from .conftest import TOKEN

SECRET = "a secret of the tests"


class NoStore:
    """A gate that is not reached: settings are looked at first."""

    store = None


def made(*, polling: bool = False, **settings: Any) -> TelegramChannel:
    gate: Any = NoStore()
    parts = Parts(gate, knowledge.clinic(), loopback=True, telegram_polling=polling)
    return TelegramChannel.made({"bot_token": TOKEN, "secret": SECRET, **settings}, parts)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({}, "--telegram-polling"),
        ({}, "BACKSPASM_PUBLIC_URL"),
        ({"public_url": "http://bot.clinic.example"}, "https://"),
        ({"public_url": "bot.clinic.example"}, "https://"),
        ({"public_url": "https://"}, "https://"),
        ({"public_url": "https://bot.clinic.example", "webhook_secret": "short"}, "BACKSPASM_TELEGRAM_SECRET"),
        ({"public_url": "https://bot.clinic.example", "webhook_secret": "not allowed: a colon"}, "letters, digits"),
        ({"public_url": "https://bot.clinic.example", "secret": "short"}, "16 characters"),
    ],
)
def test_a_setting_that_is_missing_or_wrong_is_named(settings: dict[str, Any], says: str) -> None:
    with pytest.raises(SettingError) as error:
        made(**settings)
    assert says in str(error.value)


def test_the_line_to_mend_is_named(tmp_path: Path) -> None:
    credentials = tmp_path / "credentials.yml"
    credentials.write_text(f"bot.channels.telegram.TelegramChannel:\n  bot_token: {TOKEN}\n  secret: {SECRET}\n")
    gate: Any = NoStore()
    with pytest.raises(FileError) as error:
        server.channels_of(credentials, Parts(gate, knowledge.clinic(), loopback=True))
    assert "credentials.yml:" in str(error.value)
    assert "--telegram-polling" in str(error.value)


def test_without_a_token_the_channel_is_off(tmp_path: Path) -> None:
    credentials = tmp_path / "credentials.yml"
    credentials.write_text("bot.channels.telegram.TelegramChannel:\n  bot_token: ''\n")
    gate: Any = NoStore()
    assert server.channels_of(credentials, Parts(gate, knowledge.clinic(), loopback=True)) == []
