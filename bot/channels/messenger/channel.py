"""What the channels of the messengers share, as the server sees them."""

from __future__ import annotations

from rasa.core.channels.channel import InputChannel, OutputChannel

from bot.channels.messenger.health import Health
from bot.channels.messenger.messenger import Messenger, Unasked


class MessengerChannel(InputChannel):
    """A channel that leaves all but reading and drawing to a messenger.

    Args:
        messenger: answers.
    """

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger

    @property
    def health(self) -> Health:
        """Whether the service can be reached."""
        return self._messenger.health

    def get_output_channel(self) -> OutputChannel:
        """Speaks to a person outside an update."""
        return Unasked(self._messenger)
