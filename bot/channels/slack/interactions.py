"""Buttons, shortcuts and the slash command."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.channels.messenger.commands import COMMANDS
from bot.channels.messenger.incoming import Incoming
from bot.channels.slack.events import direct, is_private_channel
from bot.channels.slack.home import command_of
from bot.channels.slack.markup import written

Body = dict[str, Any]


class Interactions:
    """Reads what people press and command.

    Args:
        person: makes the id of a conversation.
    """

    def __init__(self, person: Callable[..., str]) -> None:
        self._person = person

    def read(self, body: Body, workspace: str) -> tuple[str, Incoming] | None:
        """What somebody did, with the id under which it is delivered again."""
        kind = body.get("type")
        if kind is None and "command" in body:
            return self._slash(body, workspace)
        if kind == "block_actions":
            return self._pressed(body, workspace)
        if kind in ("shortcut", "message_action"):
            return self._shortcut(body, workspace)
        return None

    def _slash(self, body: Body, workspace: str) -> tuple[str, Incoming]:
        """A command, or words for the guide; the answer goes to the private conversation, wherever it was given."""
        user, text = body["user_id"], written(body.get("text") or "")
        first, _, rest = text.partition(" ")
        name = first.strip("/?!.,").lower() if text else "help"
        command = COMMANDS.get(name)
        if command is None or (command.takes_words and rest):
            incoming = Incoming("text", self._person(workspace, user), {"user": user}, text=text)
        else:
            incoming = self._command(name, user, workspace, rest.strip())
        return f"slash/{user}/{body['trigger_id']}", incoming

    def _pressed(self, body: Body, workspace: str) -> tuple[str, Incoming] | None:
        user, action = body["user"]["id"], body["actions"][0]
        known_by = f"press/{user}/{body.get('trigger_id') or action['action_ts']}"
        command = command_of(action.get("action_id"))
        if command is not None:
            return known_by, self._command(command, user, workspace)
        token = action.get("value") or (action.get("selected_option") or {}).get("value")
        if not token:  # a link, or something the guide never drew
            return None
        place, address = _place(body, user)
        return known_by, Incoming("press", self._person(workspace, user), address, token=str(token), place=place)

    def _shortcut(self, body: Body, workspace: str) -> tuple[str, Incoming] | None:
        """For whoever chose it: a message it was chosen at may be somebody else's, and is not read."""
        user, command = body["user"]["id"], command_of(body.get("callback_id"))
        if command is None:
            return None
        known_by = f"shortcut/{user}/{body.get('trigger_id') or body['action_ts']}"
        return known_by, self._command(command, user, workspace)

    def _command(self, name: str, user: str, workspace: str, text: str = "") -> Incoming:
        return Incoming("command", self._person(workspace, user), {"user": user}, command=name, text=text)


def _place(body: Body, user: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Where the button is, as it is needed to mark it, and where the answer goes."""
    container, message = body.get("container") or {}, body.get("message") or {}
    channel = container.get("channel_id") or ""
    if not is_private_channel(channel):
        return {}, {"user": user}
    place = {"channel": channel, "user": user, "ts": container.get("message_ts"), "text": message.get("text") or "…"}
    if message.get("blocks") and not container.get("is_ephemeral"):
        place["blocks"] = message["blocks"]
    return place, direct(channel, message)
