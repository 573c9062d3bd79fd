"""What a service's update comes down to, whichever service it is."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Call = dict[str, Any]  # one request to a service, as JSON; its "call" says which
Kind = Literal["text", "press", "command", "media", "calls"]


@dataclass(frozen=True)
class Incoming:
    """One thing that a person did.

    Attributes:
        kind: ``text`` was typed (or stands below a photo), ``press`` is a button, ``command`` one of
            :data:`bot.channels.messenger.commands.COMMANDS`, ``media`` is what cannot be read, ``calls`` is what only
            the service has to be asked for (an offer to a group, the home page of an app).
        person: the id of the conversation; a keyed hash.
        address: how the service reaches the person.
        message: the id of the message in its chat; empty where an edit of it cannot come.
        edition: what tells an edit from the message and from other edits of it; empty for the message itself.
        text: what was written; behind a command, what follows it.
        command: its name, without the slash.
        media: what cannot be read: one of :data:`bot.channels.messenger.words.MEDIA`.
        album: what several photos sent as one have in common.
        token: what the button carries.
        place: of the message that has the button, as the service needs it to mark and to edit that message.
        calls: requests to make to the service.
    """

    kind: Kind
    person: str
    address: dict[str, Any]
    message: str = ""
    edition: str = ""
    text: str = ""
    command: str = ""
    media: str = ""
    album: str = ""
    token: str = ""
    place: dict[str, Any] = field(default_factory=dict)
    calls: tuple[Call, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """As JSON holds it, without what is empty."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def of(cls, data: dict[str, Any]) -> Incoming:
        """From what :meth:`as_dict` gave."""
        return cls(**{**data, "calls": tuple(data.get("calls", ()))})
