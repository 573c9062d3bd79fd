"""What a messenger has to offer for :class:`bot.channels.messenger.messenger.Messenger` to speak through it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from bot.channels.messenger.incoming import Call, Incoming


class Later(Exception):  # noqa: N818 (it is no fault, and says what to do)
    """The service cannot take a request now; nothing is lost by trying again.

    Attributes:
        why: for the log and for ``/health``; never holds what was written.
        seconds: how long the service wants to be left alone; ``None`` where it did not say.
    """

    def __init__(self, why: str, seconds: float | None = None) -> None:
        super().__init__(why)
        self.why, self.seconds = why, seconds


class Refused(Exception):  # noqa: N818
    """The service will never take this request, such as a message to somebody who has blocked the bot."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Service(Protocol):
    """A messenger.

    Attributes:
        name: the name of the channel.
        company: who carries the messages, as people know it.
        commands: how people give a command, with ``{}`` for its name: ``/{}``.
    """

    name: str
    company: str
    commands: str

    def draw(self, response: dict[str, Any], tokens: Sequence[str], place: dict[str, Any]) -> list[Call]:
        """A reply as requests to the service, in their order.

        Args:
            response: ``text``, ``buttons`` (each with a ``title``) and ``custom`` (docs: the REST contract).
            tokens: what the buttons are to carry, one for each.
            place: of the message whose button is answered, where a step may be told; else empty.
        """

    def mark(self, place: dict[str, Any], token: str, title: str) -> list[Call]:
        """Requests that mark a button as used."""

    def answer_press(self, place: dict[str, Any], words: str = "") -> list[Call]:
        """Requests that end the waiting after a press, perhaps with a few words; none where nothing waits."""

    async def send(self, address: dict[str, Any], call: Call) -> None:
        """Makes one request. Raises Later, Refused."""

    async def typing(self, incoming: Incoming) -> None:
        """Shows that an answer is being written; may raise whatever it likes."""
