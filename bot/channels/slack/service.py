"""Slack as the messenger speaks to it; see :class:`bot.channels.messenger.service.Service`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.channels.messenger.incoming import Call, Incoming
from bot.channels.slack import drawing
from bot.channels.slack.sending import Sender


class SlackService:
    """Draws, and sends.

    Args:
        sender: makes the requests.
        public_url: where Slack fetches the drawings; without it there are none.
    """

    name = "slack"
    company = "Slack"
    commands = "/backspasm {}"

    def __init__(self, sender: Sender, public_url: str | None = None) -> None:
        self._sender, self._public_url = sender, public_url

    def draw(self, response: dict[str, Any], tokens: Sequence[str], place: dict[str, Any]) -> list[Call]:
        """A reply as calls; a step is a message of its own, so that none is lost above."""
        return drawing.draw(response, tokens, self._public_url)

    def mark(self, place: dict[str, Any], token: str, title: str) -> list[Call]:
        """Calls that mark a button as used."""
        return drawing.mark(place, token, title)

    def answer_press(self, place: dict[str, Any], words: str = "") -> list[Call]:
        """Words in passing; nothing waits after a press that was acknowledged."""
        if not words or not place:
            return []
        return [{"call": "chat.postEphemeral", "channel": place["channel"], "user": place["user"], "text": words}]

    async def send(self, address: dict[str, Any], call: Call) -> None:
        """Carries out a call. Raises Later, Refused."""
        await self._sender.send(address, call)

    async def typing(self, incoming: Incoming) -> None:
        """Shows that an answer is being written, where Slack can."""
        await self._sender.typing(incoming)
