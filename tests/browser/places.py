"""What the browser visits: the bot, and a clinic's website of another origin."""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import closing
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HOSTILE = "* {all: revert; color: red !important} button, dialog {display: none; float: left} p {font-size: 4px}"
STRICT = (
    "default-src 'none'; script-src {bot}; connect-src {bot}; img-src {bot}; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Riverside Back Clinic</title>
{head}
</head>
<body>
<main>
<h1>Riverside Back Clinic</h1>
<p><a href="/other">Where we are</a></p>
<p>We treat backs. Come in from Monday to Saturday, or call the desk.</p>
</main>
<script src="{bot}/webhooks/web/widget.js" defer {options}></script>
</body>
</html>
"""


@dataclass(frozen=True)
class Bot:
    """The running server and the database that it writes."""

    address: str
    database: Path

    def rows(self, session: str) -> int:
        """How many events of a conversation the database holds."""
        return self._count("SELECT count(*) FROM events WHERE sender_id = ?", session)

    def heard(self, session: str) -> list[str]:
        """What a person said, in the order in which it was kept."""
        query = "SELECT data FROM events WHERE sender_id = ? AND type_name = 'user' ORDER BY id"
        with closing(sqlite3.connect(self.database)) as connection:
            return [json.loads(row[0])["text"] for row in connection.execute(query, (session,))]

    def _count(self, query: str, *values: str) -> int:
        with closing(sqlite3.connect(self.database)) as connection:
            return int(connection.execute(query, values).fetchone()[0])


class ClinicSite:
    """A clinic's website on a port of loopback. ``localhost`` is another origin than ``127.0.0.1``: it is not let in.

    Its pages are ``/`` and ``/other``; ``/remember`` and ``/open`` with an option each; ``/hostile`` with style sheets
    that reach for everything; ``/strict`` with a policy that forbids all but the bot.
    """

    def __init__(self) -> None:
        self._pages: dict[str, tuple[str, dict[str, str]]] = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page, headers = site._pages.get(self.path, ("", {}))
                body = page.encode()
                self.send_response(200 if page else 204)  # the browser asks for an icon
                for name, value in {"Content-Type": "text/html; charset=utf-8", **headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self.refused = f"http://localhost:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def show(self, bot: str) -> None:
        """Writes the pages, with the line for a bot."""

        def page(head: str = "", options: str = "") -> str:
            return PAGE.format(bot=bot, head=head, options=options)

        self._pages.update(
            {
                "/": (page(), {}),
                "/other": (page(), {}),
                "/remember": (page(options="data-remember"), {}),
                "/open": (page(options="data-open"), {}),
                "/hostile": (page(f"<style>{HOSTILE}</style>"), {}),
                "/strict": (page(), {"Content-Security-Policy": STRICT.format(bot=bot)}),
            }
        )

    def close(self) -> None:
        """Ends it."""
        self._server.shutdown()
        self._server.server_close()
