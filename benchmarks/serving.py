"""A bot as a running process, and the people who talk to it over its REST channel."""

from __future__ import annotations

import json
import socket
import sqlite3
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from benchmarks.bots import Bot

START_LIMIT = 120.0  # seconds until the first answer
STOP_LIMIT = 30.0  # seconds a process may take to end before it is killed
TURN_LIMIT = 60.0  # seconds one answer may take
POLL = 0.02  # seconds between two tries to reach a bot that starts


class ServingError(Exception):
    """A bot did not start, did not answer, or did not keep what was said."""


class Person:
    """One sender with one connection that is kept open.

    Args:
        port: where the bot listens on 127.0.0.1.
        sender: the name of the conversation.
        kinds: counts the kinds of replies, where the bot tells them.
    """

    def __init__(self, port: int, sender: str, kinds: Counter[str] | None = None) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=TURN_LIMIT)
        self._sender = sender
        self._kinds = kinds if kinds is not None else Counter()

    def __enter__(self) -> Person:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def say(self, text: str) -> float:
        """Says something and waits for the answer.

        Returns:
            Seconds from sending to the last byte of the answer.

        Raises:
            ServingError: when there was no answer.
            OSError, HTTPException: when the bot could not be reached.
        """
        body = json.dumps({"sender": self._sender, "message": text}).encode()
        began = time.perf_counter()
        self._connection.request("POST", "/webhooks/rest/webhook", body, {"Content-Type": "application/json"})
        response = self._connection.getresponse()
        answer = response.read()
        seconds = time.perf_counter() - began
        if response.status != 200:
            raise ServingError(f"{text!r} was answered with HTTP {response.status}")
        self._check(text, json.loads(answer))
        return seconds

    def _check(self, text: str, replies: list[dict[str, Any]]) -> None:
        kinds = [reply["custom"].get("kind") for reply in replies if "custom" in reply]
        if "error" in kinds or not any(reply.get("text") for reply in replies):
            raise ServingError(f"{text!r} was not answered")
        self._kinds.update(str(kind) for kind in kinds)


@dataclass
class Served:
    """A bot that runs.

    Attributes:
        process: the process that was started.
        port: where it listens on 127.0.0.1.
        first_answer: seconds from the start of the process to its first answer.
        kinds: how often each kind of reply was given, where the bot tells them.
        said: how many messages it was sent.
    """

    process: subprocess.Popen[bytes]
    port: int
    first_answer: float = 0.0
    kinds: Counter[str] = field(default_factory=Counter)
    said: int = 0

    def person(self, sender: str) -> Person:
        """Someone who talks to the bot."""
        return Person(self.port, sender, self.kinds)


@contextmanager
def serving(bot: Bot, first_message: str) -> Iterator[Served]:
    """Starts a bot on an empty database, waits for its first answer, and stops it at the end.

    Raises:
        ServingError: when it does not start, or its database lacks messages it was sent.
    """
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        scratch = Path(folder)
        port = _free_port()
        with (scratch / "log").open("wb") as log:
            began = time.perf_counter()
            process = subprocess.Popen(
                bot.command(port, scratch),
                cwd=bot.folder,
                env=bot.process_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            served = Served(process, port)
            try:
                _await_first_answer(served, first_message, scratch / "log")
                served.first_answer = time.perf_counter() - began
                yield served
            finally:
                _stop(process)
        kept = _messages_kept(bot.database(scratch))
        if kept < served.said:
            raise ServingError(f"{bot.name} kept {kept} of {served.said} messages in its database")


def _await_first_answer(served: Served, message: str, log: Path) -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline:
        if served.process.poll() is not None:
            break
        try:
            with Person(served.port, "first") as person:
                person.say(message)
        except (OSError, HTTPException):
            time.sleep(POLL)  # it does not listen yet
        except ServingError as error:
            raise _with_log(str(error), log) from None
        else:
            served.said += 1
            return
    raise _with_log("the bot did not start", log)


def _with_log(problem: str, log: Path) -> ServingError:
    return ServingError(f"{problem}; its log ends:\n{log.read_text(errors='replace')[-3000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_LIMIT)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _messages_kept(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM events WHERE type_name = 'user'").fetchone()[0])


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
