"""The home page of the app: the same choices as the commands."""

from __future__ import annotations

from typing import Any

from bot.channels.messenger.commands import COMMANDS
from bot.channels.slack import words
from bot.channels.slack.drawing import button, header, section
from bot.clinic.config import Clinic

_COMMAND = "command_"


def view(clinic: Clinic) -> dict[str, Any]:
    """The page as Slack's ``views.publish`` takes it."""
    buttons = [
        button(command.about, action_id_of(command.name), style="danger" if command.name == "emergency" else None)
        for command in COMMANDS.values()
    ]
    return {
        "type": "home",
        "blocks": [
            header(words.HOME_TITLE),
            section(words.home(clinic)),
            section(words.home_in_emergency(clinic)),
            {"type": "actions", "elements": buttons},
        ],
    }


def action_id_of(command: str) -> str:
    """What names a command in a button of the page and in a shortcut."""
    return _COMMAND + command


def command_of(action_id: Any) -> str | None:
    """The command that a button of the page or a shortcut names."""
    name = str(action_id).removeprefix(_COMMAND)
    return name if name in COMMANDS and str(action_id) != name else None
