"""Running servers take the cards anew when they are asked, and keep the old ones when the new ones are broken."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bot.runtime import reloading

CONTENT = Path(__file__).parents[1] / "guidance" / "content"
#: A server of its own process, since a signal reaches only the main thread of one. It tells the titles of its cards.
SERVER = """
import socket, sys
from pathlib import Path
from sanic import Sanic
from sanic.response import json
from bot import knowledge, paths
from bot.guidance import guide
from bot.runtime import reloading

content, serving, port = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
paths.CARDS, paths.SOURCES, paths.PICTURES = content / "cards", content / "sources.yml", content / "pictures"
guide.INDEX_FILE = None
guide.inside_examples = guide.health_examples = guide.outside_examples = lambda: ["is it far"]
app = Sanic("reloading")

@app.get("/")
async def titles(_):
    return json([card.title for card in knowledge.library().cards.values()])

knowledge.library()
reloading.listen(app, serving)
app.run(sock=socket.create_server(("127.0.0.1", port)), access_log=False, motd=False)
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return shutil.copytree(CONTENT, tmp_path / "content")


@pytest.fixture
def serving(tmp_path: Path) -> Path:
    return tmp_path / "serving"


@pytest.fixture
def server(content: Path, serving: Path) -> Iterator[httpx.Client]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-c", SERVER, content, serving, str(port)])
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        deadline = time.monotonic() + 60
        while not reloading.running(serving):
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.1)
        yield client
    process.terminate()
    process.wait(20)


def edit(content: Path, old: str, new: str) -> None:
    file = content / "cards" / "duration.yml"
    file.write_text(file.read_text().replace(old, new))


def test_when_a_card_changed_then_the_server_answers_from_it(
    server: httpx.Client, content: Path, serving: Path
) -> None:
    assert "How long a spasm lasts" in server.get("/").json()
    edit(content, "title: How long a spasm lasts", "title: How long it takes")
    (word,) = reloading.ask(serving)
    assert word.error == ""
    assert "How long it takes" in server.get("/").json()


def test_when_a_card_is_broken_then_the_server_keeps_what_it_had_and_says_why(
    server: httpx.Client, content: Path, serving: Path
) -> None:
    before = reloading.running(serving)[0]
    edit(content, "title: How long a spasm lasts", "titel: How long it takes")
    (word,) = reloading.ask(serving)
    assert "duration.yml" in word.error
    assert word.state == before.state
    assert "How long a spasm lasts" in server.get("/").json()


def test_when_a_server_was_killed_then_it_is_not_asked(serving: Path) -> None:
    """Its number may belong to any process by now."""
    reloading.Serving(pid=1, state="old").write(serving)
    assert reloading.running(serving) == []
    assert list(reloading.ask(serving)) == []
    assert not list(serving.glob("*.json"))
