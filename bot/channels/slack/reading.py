"""What Slack delivers, as what somebody did; ``None`` for all that is not for the guide."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.channels.messenger import words as shared
from bot.channels.messenger.incoming import Incoming
from bot.channels.slack import home
from bot.channels.slack.events import Events
from bot.channels.slack.interactions import Interactions
from bot.clinic.config import Clinic

Read = tuple[str, Incoming]  # with the id under which it is delivered again


class Reader:
    """Reads the bodies of requests, and the same from Socket Mode.

    Args:
        person: makes the id of a conversation.
        clinic: who runs the guide.
    """

    def __init__(self, person: Callable[..., str], clinic: Clinic) -> None:
        self._events = Events(person, shared.write_in_private(clinic), home.view(clinic))
        self._interactions = Interactions(person)

    def read(self, body: dict[str, Any], workspace: str) -> Read | None:
        """What somebody did.

        Args:
            body: as Slack sent it, with whatever is in it; raises anything where it is not of a form known here.
            workspace: where the person is at home.
        """
        if body.get("type") == "event_callback":
            return self._events.read(body, workspace)
        return self._interactions.read(body, workspace)
