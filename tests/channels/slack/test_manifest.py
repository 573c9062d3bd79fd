"""The manifest asks for what the code uses, and for nothing else."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bot import paths
from bot.channels.messenger.commands import COMMANDS
from bot.channels.slack.home import command_of
from bot.channels.slack.service import SlackService
from bot.files import read_yaml

from .conftest import WEBHOOK

#: The scopes that Slack wants for what the code calls and listens to (docs.slack.dev/reference).
SCOPES = {
    "auth.test": None,
    "assistant.threads.setStatus": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.update": "chat:write",
    "conversations.open": "im:write",
    "views.publish": None,
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
}


@pytest.fixture(scope="module")
def manifest() -> Any:
    return read_yaml(paths.PROJECT / "deploy" / "slack-manifest.yml")


def test_the_scopes_are_those_that_the_code_needs(manifest: Any) -> None:
    code = "\n".join(path.read_text() for path in (paths.PROJECT / "bot" / "channels" / "slack").glob("*.py"))
    called = set(re.findall(r'"((?:auth|assistant|chat|conversations|views|users|files|reactions)\.[\w.]+)"', code))
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    needed = {SCOPES[name] for name in (*called, *events)} - {None}
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == needed | {"commands"}
    assert "user" not in manifest["oauth_config"]["scopes"]


def test_the_events_are_among_those_that_are_read(manifest: Any) -> None:
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert sorted(events) == ["app_home_opened", "app_mention", "message.im"]


def test_every_address_is_the_one_that_is_served(manifest: Any) -> None:
    settings = manifest["settings"]
    addresses = [
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
        *(command["url"] for command in manifest["features"]["slash_commands"]),
    ]
    assert addresses == [f"https://bot.clinic.example{WEBHOOK}"] * 3


def test_the_slash_command_is_the_one_that_people_are_told(manifest: Any) -> None:
    (command,) = manifest["features"]["slash_commands"]
    assert SlackService.commands.format("delete").split() == [command["command"], "delete"]
    assert all(name in command["usage_hint"] for name in COMMANDS if name != "start")


def test_every_command_has_a_shortcut(manifest: Any) -> None:
    shortcuts = manifest["features"]["shortcuts"]
    assert sorted(command_of(shortcut["callback_id"]) or "" for shortcut in shortcuts) == sorted(COMMANDS)
    assert {shortcut["type"] for shortcut in shortcuts} == {"global", "message"}
    assert all(len(shortcut["name"]) <= 24 for shortcut in shortcuts)


def test_people_can_write_to_it_and_open_its_home_page(manifest: Any) -> None:
    home = manifest["features"]["app_home"]
    assert home["home_tab_enabled"]
    assert home["messages_tab_enabled"]
    assert not home["messages_tab_read_only_enabled"]
    assert manifest["settings"]["interactivity"]["is_enabled"]
