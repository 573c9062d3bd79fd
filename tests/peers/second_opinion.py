"""telemelya in Telegram's place: a second peer, by other people, that also keeps what a chat does not show."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx

from peers.programs import HERE, Program, free_port, is_listening, until, uv
from peers.served import Server
from peers.telegram import SECRET, TOKEN


class SecondOpinion:
    """The server, and telemelya with its Redis.

    Args:
        place: a directory for what they write.
        closing: ends them.
    """

    def __init__(self, place: Path, closing: ExitStack) -> None:
        memory, port = free_port(), free_port()
        redis = Program(["redis-server", "--port", str(memory), "--save", ""], place / "redis.log")
        closing.callback(redis.end)
        redis.wait_until(lambda: is_listening(memory))
        self.address = f"http://127.0.0.1:{port}"
        script = uv("run", "--no-project", "--script", str(HERE / "telemelya_peer.py"), str(port), SECRET)
        where = {"REDIS_URL": f"redis://127.0.0.1:{memory}/0", "STRICT_EDIT": "true"}
        peer = Program(script, place / "peer.log", where)
        closing.callback(peer.end)
        headers = {"Authorization": "Bearer tests"}
        self._http = closing.enter_context(httpx.Client(base_url=self.address, timeout=30, headers=headers))
        peer.wait_until(self._answers)
        settings = {
            "BACKSPASM_TELEGRAM_TOKEN": TOKEN,
            "BACKSPASM_TELEGRAM_SECRET": SECRET,
            "BACKSPASM_TELEGRAM_API": self.address,
            "BACKSPASM_PUBLIC_URL": "{address}",
        }
        self.server = Server(place, settings)
        closing.callback(self.server.end)
        self.server.wait_for("telegram", "ok")

    def send(self, chat: int, **update: Any) -> None:
        """Has telemelya deliver an update, and waits until the bot is done with it."""
        before = self.server.books.taken_in()
        query = {"bot_token": TOKEN, "session_id": str(chat)}
        answer = self._http.post("/api/v1/test/send_update", params=query, json={"chat_id": chat, **update}).json()
        assert answer["delivery"]["status_code"] == 200, answer
        until(lambda: self.server.books.taken_in() > before and self.server.books.is_quiet(), "an answer")

    def requests(self, chat: int) -> list[dict[str, Any]]:
        """What the bot asked for in a chat, the oldest first."""
        answer = self._http.get("/api/v1/test/responses", params={"session_id": str(chat)}).json()
        return list(answer["responses"])

    def _answers(self) -> bool:
        try:
            return self._http.get("/").status_code == 200
        except httpx.TransportError:
            return False
