"""Telegram, Slack and a public address on loopback, each of which can be told what to answer."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


class Service:
    """A server that answers each path with what ``answers`` has for its last part; 404 for others.

    Attributes:
        answers: by the last part of the path: ``(status, body, headers)``, or ``None`` to say nothing until the end.
        ahead: seconds by which its clock is ahead.
        asked: the paths.
    """

    def __init__(self, certificate: Path | None = None) -> None:
        self.answers: dict[str, Any] = {}
        self.ahead = 0.0
        self.asked: list[str] = []
        self.over = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def says(self, path: str, body: Any, status: int = 200, **headers: str) -> None:
        """Sets an answer: a JSON object, or a text as it is."""
        self.answers[path] = (status, body if isinstance(body, str) else json.dumps(body), headers)

    def stop(self) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()

    def _handler(service) -> type[BaseHTTPRequestHandler]:  # noqa: N805 (self is the request's)
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                service.asked.append(self.path)
                answer = service.answers.get(self.path.rpartition("/")[2], (404, "", {}))
                if answer is None:
                    service.over.wait(30)
                    return
                status, body, headers = answer
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Length", str(len(body.encode())))
                self.end_headers()
                self.wfile.write(body.encode())

            do_GET = do_POST  # noqa: N815

            def date_time_string(self, timestamp: float | None = None) -> str:
                now = datetime.now(timezone.utc) + timedelta(seconds=service.ahead)
                return now.strftime("%a, %d %b %Y %H:%M:%S GMT")

            def log_message(self, *_: Any) -> None:
                pass

        return Handler


class Telegram(Service):
    """As it is when all is well."""

    TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
    HOST = "bot.clinic.example"

    def __init__(self) -> None:
        super().__init__()
        self.webhook = {
            "url": f"https://{self.HOST}/webhooks/telegram/webhook",
            "pending_update_count": 0,
            "allowed_updates": ["message", "edited_message", "callback_query", "my_chat_member"],
        }
        self.has("getMe", {"username": "riverside_bot", "can_read_all_group_messages": False})
        names = ("start", "help", "emergency", "human", "privacy", "delete")
        self.has("getMyCommands", [{"command": name, "description": name} for name in names])
        self.has("getWebhookInfo", self.webhook)

    @property
    def settings(self) -> dict[str, str]:
        """The part of credentials.yml that leads here."""
        api = f"http://127.0.0.1:{self.port}"
        return {"bot_token": self.TOKEN, "api": api, "public_url": f"https://{self.HOST}"}

    def has(self, method: str, result: Any) -> None:
        self.says(method, {"ok": True, "result": result})

    def refuses(self, method: str, code: int, description: str) -> None:
        self.says(method, {"ok": False, "error_code": code, "description": description}, code)


class Slack(Service):
    """As it is when all is well."""

    TOKEN = "xoxb-1111-2222-abcdefabcdefabcdef"
    APP_TOKEN = "xapp-1-A111-2222-abcdefabcdefabcdef"
    SIGNING_SECRET = "8f742231b10e8888abcd99yyyzzz85a5".replace("y", "0").replace("z", "1")
    SCOPES = ("chat:write", "commands", "im:history")

    def __init__(self) -> None:
        super().__init__()
        self.has_scopes(*self.SCOPES)
        self.says("apps.connections.open", {"ok": True, "url": "wss://slack.example/link/?ticket=not-to-be-shown"})

    @property
    def settings(self) -> dict[str, str]:
        """The part of credentials.yml that leads here."""
        api = f"http://127.0.0.1:{self.port}/api/"
        public = "https://bot.clinic.example"
        return {"bot_token": self.TOKEN, "signing_secret": self.SIGNING_SECRET, "public_url": public, "api": api}

    def has_scopes(self, *scopes: str) -> None:
        answer = {"ok": True, "user": "backspasm", "team": "Riverside", "bot_id": "B1"}
        self.says("auth.test", answer, X_OAuth_Scopes=",".join(scopes))

    def refuses(self, method: str, error: str) -> None:
        self.says(method, {"ok": False, "error": error})


def certificate_for(name: str, folder: Path, *, days: int = 1) -> Path:
    """A certificate with its key that nobody signed; expired where ``days`` is below 0."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(timezone.utc)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=9))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    kind, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    file.write_bytes(certificate.public_bytes(kind) + key.private_bytes(kind, form, serialization.NoEncryption()))
    return file


def nobody() -> int:
    """A port of loopback where nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
