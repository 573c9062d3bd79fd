"""A proxy between the bot and a peer, which can be told to fail."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import httpx

from peers.programs import free_port

NOT_PASSED_ON = {"host", "connection", "content-length", "transfer-encoding", "accept-encoding", "content-encoding"}


@dataclass(frozen=True)
class Failure:
    """An answer in place of the peer's.

    Attributes:
        status: of HTTP.
        body: as JSON holds it.
        headers: beside the usual ones.
    """

    status: int
    body: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """One request of the bot.

    Attributes:
        call: the last part of its path: the method of the service.
        body: its fields, where they are text.
        status: how it was answered; ``None`` where it was not.
        at: when it came, in seconds of a clock that only runs forward.
    """

    call: str
    body: dict[str, Any]
    status: int | None
    at: float


class Proxy:
    """Passes requests on to a peer.

    Attributes:
        address: where the bot finds the peer.
        requests: those that were answered, in their order.
    """

    def __init__(self, peer: str) -> None:
        self.requests: list[Request] = []
        self._port = free_port()
        self.address = f"http://127.0.0.1:{self._port}"
        self._failures: list[tuple[str, Failure]] = []
        self._held: str | None = None
        self._held_requests = threading.Semaphore(0)
        self._open = threading.Event()
        self._open.set()
        self._peer = httpx.Client(base_url=peer, timeout=30)
        self._listen()

    def fail_once(self, call: str, failure: Failure) -> None:
        """Answers the next request of that method so."""
        self._failures.append((call, failure))

    def to(self, call: str) -> list[Request]:
        """The requests of that method."""
        return [request for request in self.requests if request.call == call]

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Nobody can connect."""
        self.close()
        try:
            yield
        finally:
            self._listen()

    @contextmanager
    def holding(self, call: str) -> Iterator[None]:
        """Requests of that method get no answer; those of this time never reach the peer."""
        self._open.clear()
        self._held = call
        try:
            yield
        finally:
            self._held = None
            self._open.set()

    def wait_for_held(self) -> None:
        """Waits until one more request is held."""
        assert self._held_requests.acquire(timeout=60), "no request came"

    def close(self) -> None:
        """Stops to listen."""
        self._open.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _listen(self) -> None:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            """HTTP/1.0, so that no connection is kept which a refusal would have to cut."""

            def do_POST(self) -> None:
                proxy._answer(self)

            def log_message(self, *_: Any) -> None:
                """Says nothing."""

        self._server = _Server(("127.0.0.1", self._port), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        came = time.monotonic()
        call = handler.path.partition("?")[0].rpartition("/")[2]
        content = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        if self._held == call:
            self._held_requests.release()
            self._open.wait()
            return
        failure = self._failure(call)
        if failure is not None:
            status, answer = failure.status, json.dumps(failure.body).encode()
            headers = {"Content-Type": "application/json", **failure.headers}
        else:
            response = self._pass_on(handler, content)
            status, answer, headers = response.status_code, response.content, _passed_on(response.headers)
        body = _fields(handler.headers.get("Content-Type") or "", content)
        self.requests.append(Request(call, body, status, came))
        handler.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(answer))}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(answer)

    def _failure(self, call: str) -> Failure | None:
        for index, (failing, failure) in enumerate(self._failures):
            if failing == call:
                del self._failures[index]
                return failure
        return None

    def _pass_on(self, handler: BaseHTTPRequestHandler, content: bytes) -> httpx.Response:
        headers = _passed_on(handler.headers)
        return self._peer.request(handler.command, handler.path, content=content, headers=headers)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_: Any) -> None:
        """A bot that was killed does not read its answers."""


def _passed_on(headers: Any) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in NOT_PASSED_ON}


def _fields(content_type: str, content: bytes) -> dict[str, Any]:
    if "json" in content_type:
        return json.loads(content or b"{}")
    if "urlencoded" in content_type:
        return {name: values[0] for name, values in parse_qs(content.decode()).items()}
    return {}
