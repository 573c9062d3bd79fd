"""What the server is set up with, as the doctor sees it: never raises, because a broken file is a finding."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# Rasa teaches the reader of YAML to fill in ${NAME}.
import rasa.shared.utils.io

from bot import paths
from bot.files import FileError, read_yaml

del rasa
Settings = dict[str, str]

TELEGRAM = "bot.channels.telegram.TelegramChannel"
SLACK = "bot.channels.slack.SlackChannel"
WEB = "bot.channels.web.WebChannel"
SHORTEST_SECRET = 8  # characters; anything shorter would also hide common words


@dataclass(frozen=True)
class Setup:
    """The channels and the database.

    Attributes:
        channels: the settings of each, by its class; without those that are not set.
        store: ``tracker_store`` of endpoints.yml.
        broken: whether one of the files cannot be read, so that nobody knows what is set.
    """

    channels: dict[str, Settings] = field(default_factory=dict)
    store: dict[str, Any] = field(default_factory=dict)
    broken: bool = False

    @classmethod
    def read(cls, credentials: Path = paths.CREDENTIALS, endpoints: Path = paths.ENDPOINTS) -> Setup:
        """From the files."""
        try:
            named, store = _read(credentials), _read(endpoints).get("tracker_store")
        except FileError:
            return cls(broken=True)
        channels = {
            name: {key: str(value).strip() for key, value in settings.items() if value}
            for name, settings in named.items()
            if isinstance(settings, dict)
        }
        return cls(channels, store if isinstance(store, dict) else {})

    def of(self, channel: str) -> Settings:
        """The settings of a channel."""
        return self.channels.get(channel, {})

    @property
    def messengers(self) -> dict[str, Settings]:
        """The messengers that are on, by name."""
        named = {"telegram": self.of(TELEGRAM), "slack": self.of(SLACK)}
        return {name: settings for name, settings in named.items() if "bot_token" in settings}

    @property
    def shared(self) -> bool:
        """Whether several servers can use the database."""
        return bool(self.store) and self.store.get("dialect", "sqlite") != "sqlite"

    @property
    def hidden(self) -> list[str]:
        """Tokens, secrets and passwords: what must never be shown."""
        values = [str(self.store.get("password") or "")]
        for settings in self.channels.values():
            values += [value for key, value in settings.items() if "token" in key or "secret" in key]
        return [value for value in values if len(value) >= SHORTEST_SECRET]


def _read(path: Path) -> dict[str, Any]:
    data = read_yaml(path)
    return data if isinstance(data, dict) else {}
