"""The real server: ``backspasm serve`` in a process of its own, with a database of its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import httpx

from peers.books import Books
from peers.programs import Program, free_port, until

SERVE = str(Path(sys.executable).with_name("backspasm"))
SECRETS = {
    "BACKSPASM_WEB_SECRET": "signs the sessions of the tests",
    "BACKSPASM_MESSENGER_SECRET": "seals what the tests write",
}


class Server:
    """A server that can be killed and started again.

    Args:
        place: a directory for its database and its log.
        settings: what its channels read from the environment; ``{address}`` in it stands for where it is.

    Attributes:
        address: where it is.
        log: where it writes.
        books: its database.
        http: a client of it.
    """

    def __init__(self, place: Path, settings: dict[str, str]) -> None:
        self._port = free_port()
        self.address = f"http://127.0.0.1:{self._port}"
        self._database = place / "conversations.db"
        self._settings = {key: value.replace("{address}", self.address) for key, value in settings.items()}
        self.log = place / "server.log"
        self.books = Books(self._database)
        self.http = httpx.Client(base_url=self.address, timeout=30)
        self.start()

    def start(self) -> None:
        """Starts it, and waits until it answers."""
        # Channels that the machine of the tests may have set up must not come to life.
        inherited = dict.fromkeys((name for name in os.environ if name.startswith("BACKSPASM_")), "")
        self._program = Program(
            [SERVE, "serve", "--port", str(self._port), "--database", str(self._database)],
            self.log,
            {**inherited, **SECRETS, **self._settings},
        )
        self._program.wait_until(self._answers)

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self._program.kill()

    def end(self) -> None:
        """Ends it, and its client."""
        self.http.close()
        self._program.end()

    def state(self, channel: str) -> str:
        """How a channel is doing."""
        return str(self.health()["channels"][channel]["status"])

    def wait_for(self, channel: str, state: str) -> None:
        """Waits until a channel is doing so."""
        until(lambda: self.state(channel) == state, f"{channel} is {state}")

    def health(self) -> dict[str, Any]:
        """What ``/health`` says."""
        return self.http.get("/health").json()

    def _answers(self) -> bool:
        try:
            return self.http.get("/health").status_code == 200
        except httpx.TransportError:
            return False
