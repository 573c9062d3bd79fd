"""An output channel that collects the replies of one turn, for channels that answer in the HTTP response."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import OutputChannel


class CollectedReplies(OutputChannel):
    """Keeps each response whole: Rasa's own collecting channel cuts a text at every empty line."""

    def __init__(self, channel: str) -> None:
        self._channel = channel
        self.replies: list[dict[str, Any]] = []

    def name(self) -> str:
        """The name of the channel that asked."""
        return self._channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keeps the text, the buttons and the facts of one response."""
        self.replies.append(whole(message))


def whole(message: dict[str, Any]) -> dict[str, Any]:
    """The text, the buttons and the facts of a response; Rasa leaves out what is empty, or makes it ``None``."""
    return {
        "text": message.get("text") or "",
        "buttons": message.get("buttons") or [],
        "custom": message.get("custom") or {},
    }
