"""What a channel is made with, beside its part of ``credentials.yml``."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clinic.config import Clinic
from bot.gate import Gate


class SettingError(Exception):
    """A setting of a channel is missing or wrong; the text says what to set."""


@dataclass(frozen=True)
class Parts:
    """The rest of the server.

    Attributes:
        gate: where messages go, and who has the conversations.
        clinic: who runs the guide.
        loopback: whether the server listens on a loopback address only.
        telegram_polling: whether Telegram is asked for messages instead of sending them.
    """

    gate: Gate
    clinic: Clinic
    loopback: bool
    telegram_polling: bool = False
