"""Cards taken anew by running servers: ``backspasm content reload`` asks them by a signal and waits for their word.

Each server keeps a small file in ``var/serving`` that names its process and the state of the cards it answers from.
SIGHUP is what servers are told to read their files again with.
"""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import json
import logging
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from sanic import Sanic

from bot import knowledge, paths
from bot.files import FileError

logger = logging.getLogger(__name__)

SERVING = paths.VAR / "serving"
PATIENCE = 120.0  # seconds a server may take to read the cards
POLL = 0.2  # seconds


@dataclass(frozen=True)
class Serving:
    """A server that runs.

    Attributes:
        pid: its process.
        state: of the cards it answers from, as :func:`content_state` names it.
        error: why it kept the cards it had; empty when it took the new ones.
        requests: how often it was asked so far.
    """

    pid: int
    state: str
    error: str = ""
    requests: int = 0

    def write(self, folder: Path) -> None:
        """Writes beside the file and renames, so that nobody reads half of it."""
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f"{self.pid}.part"
        part.write_text(json.dumps(asdict(self)), encoding="utf-8")
        part.replace(folder / f"{self.pid}.json")


def content_state() -> str:
    """A name for the cards and pages as they are in the files now."""
    digest = hashlib.sha256()
    for file in [paths.SOURCES, *sorted(paths.CARDS.glob("*.yml"))]:
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def listen(app: Sanic, folder: Path = SERVING) -> None:
    """Has a server take the cards anew on SIGHUP, and leave word of it."""
    served: list[Serving] = []

    async def take() -> None:
        state, error = content_state(), ""
        try:
            # In a thread: meanwhile messages are answered from the cards as they were.
            await asyncio.get_running_loop().run_in_executor(None, knowledge.reload_content)
        except FileError as problem:
            state, error = served[-1].state, str(problem)
            logger.error("the cards were not taken anew: %s", error)
        served.append(Serving(os.getpid(), state, error, served[-1].requests + 1))
        served[-1].write(folder)

    async def begin(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
        app.ctx.claim = _claim(folder)
        served.append(Serving(os.getpid(), content_state()))
        served[-1].write(folder)
        loop.add_signal_handler(signal.SIGHUP, lambda: app.add_task(take()))

    async def end(_: Sanic, __: asyncio.AbstractEventLoop) -> None:
        _clear(folder, os.getpid())

    app.register_listener(begin, "after_server_start")
    app.register_listener(end, "after_server_stop")


def running(folder: Path = SERVING) -> list[Serving]:
    """The servers that run; what a killed one left behind is cleared away."""
    found = []
    for file in sorted(folder.glob("*.json")):
        serving = Serving(**json.loads(file.read_text(encoding="utf-8")))
        if _is_alive(folder, serving.pid):
            found.append(serving)
        else:
            _clear(folder, serving.pid)
    return found


def ask(folder: Path = SERVING, patience: float = PATIENCE) -> Iterator[Serving]:
    """Asks every running server to take the cards anew, and gives the word of each.

    Raises:
        TimeoutError: when a server leaves no word in time; it answers on with the cards it has.
    """
    for before in running(folder):
        os.kill(before.pid, signal.SIGHUP)
        yield _word_of(before, folder, time.monotonic() + patience)


def _word_of(before: Serving, folder: Path, deadline: float) -> Serving:
    while time.monotonic() < deadline:
        now = next((serving for serving in running(folder) if serving.pid == before.pid), None)
        if now is not None and now.requests > before.requests:
            return now
        time.sleep(POLL)
    raise TimeoutError(
        f"The server of process {before.pid} gave no answer. Restart it to be sure that it has the cards."
    )


def _clear(folder: Path, pid: int) -> None:
    for ending in ("json", "lock"):
        (folder / f"{pid}.{ending}").unlink(missing_ok=True)


def _claim(folder: Path) -> IO[str]:
    """A file that this process holds locked for as long as it lives: a number alone may be another process by now."""
    folder.mkdir(parents=True, exist_ok=True)
    claim = (folder / f"{os.getpid()}.lock").open("w")
    fcntl.flock(claim, fcntl.LOCK_EX)
    return claim


def _is_alive(folder: Path, pid: int) -> bool:
    try:
        with (folder / f"{pid}.lock").open() as claim:
            fcntl.flock(claim, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
