"""Files, secrets and the database."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from bot import content_check, paths
from bot.doctor.database import Database
from bot.doctor.examination import areas
from bot.doctor.files import Files
from bot.doctor.network import Network
from bot.doctor.secrets import Secrets
from bot.doctor.setup import SLACK, TELEGRAM, WEB, Setup
from bot.files import FileError
from bot.runtime import training
from doctor.conftest import Findings

LONG = "long-enough-to-be-a-secret"
ON = {TELEGRAM: {"bot_token": "1:a"}, SLACK: {"bot_token": "xoxb-1"}}
POSTGRES = {"dialect": "postgresql", "host": "db.example"}


def with_messengers(**settings: str) -> dict[str, dict[str, str]]:
    return {name: {**values, **settings} for name, values in ON.items()}


@pytest.mark.parametrize(
    ("setup", "name", "state", "words"),
    [
        (Setup(ON), "of the messengers", "ok", "messenger_secret"),
        (Setup(with_messengers(secret=LONG)), "of the messengers", "ok", "BACKSPASM_MESSENGER_SECRET is set"),
        (Setup(with_messengers(secret="short")), "of the messengers", "wrong", "fewer than 16"),
        (Setup({**ON, SLACK: {"bot_token": "x", "secret": LONG}}), "of the messengers", "warning", "different"),
        (Setup(), "of the messengers", "off", "Neither"),
        (Setup({WEB: {"secret": LONG}}), "of the messengers", "off", "Neither"),
        # Replicas that make a secret each would not know each other's people.
        (Setup(ON, POSTGRES), "of the messengers", "warning", "makes its own"),
        (Setup({}, POSTGRES), "of the page", "warning", "makes its own"),
        (Setup(with_messengers(secret=LONG), POSTGRES), "of the messengers", "ok", "is set"),
        (Setup(), "of Telegram's webhook", "off", "Telegram"),
        (Setup(ON), "of Telegram's webhook", "ok", "Made from"),
        (
            Setup({TELEGRAM: {"bot_token": "1:a", "webhook_secret": "with blanks in it, so"}}),
            "of Telegram's webhook",
            "wrong",
            "characters",
        ),
        (
            Setup({TELEGRAM: {"bot_token": "1:a", "webhook_secret": "short"}}),
            "of Telegram's webhook",
            "wrong",
            "fewer than 16",
        ),
        (Setup({TELEGRAM: {"bot_token": "1:a", "webhook_secret": LONG}}), "of Telegram's webhook", "ok", "is set"),
    ],
)
def test_secrets(setup: Setup, name: str, state: str, words: str, tmp_path: Path, found: Findings) -> None:
    finding = found(Secrets(setup, tmp_path))[name]
    assert finding.state == state
    assert words in finding.found
    assert LONG not in repr(finding)


def test_a_kept_secret_that_others_can_read_is_named(tmp_path: Path, found: Findings) -> None:
    kept = tmp_path / "messenger_secret"
    kept.write_text(LONG)
    kept.chmod(0o644)
    finding = found(Secrets(Setup(ON), tmp_path))["of the messengers"]
    assert finding.state == "warning"
    assert f"chmod 600 {kept}" in finding.advice
    kept.chmod(0o600)
    finding = found(Secrets(Setup(ON), tmp_path))["of the messengers"]
    assert finding.state == "ok"
    assert "backup" in finding.found


def test_a_database_that_takes_rows_is_left_as_it_was(tmp_path: Path, found: Findings) -> None:
    file = tmp_path / "conversations.db"
    with sqlite3.connect(file) as connection:
        connection.execute("create table kept (a)")
    (finding,) = found(Database({"type": "x.Store", "dialect": "sqlite", "db": str(file)})).values()
    assert finding.state == "ok"
    with sqlite3.connect(file) as connection:
        assert connection.execute("select name from sqlite_master").fetchall() == [("kept",)]


def test_a_database_that_is_made_at_the_start_is_not_made_now(tmp_path: Path, found: Findings) -> None:
    file = tmp_path / "var" / "conversations.db"
    (finding,) = found(Database({"db": str(file)})).values()
    assert finding.state == "ok"
    assert not file.parent.exists()


def _no_database(folder: Path) -> dict[str, Any]:
    (folder / "text.db").write_text("Once upon a time there was a database. " * 40)
    return {"db": str(folder / "text.db")}


def _held(folder: Path) -> dict[str, Any]:
    holder = sqlite3.connect(folder / "held.db", isolation_level=None, check_same_thread=False)
    holder.execute("create table kept (a)")
    holder.execute("begin exclusive")
    _holders.append(holder)
    return {"db": str(folder / "held.db"), "query": {"timeout": "0"}}


_holders: list[sqlite3.Connection] = []


@pytest.mark.parametrize(
    ("store", "words"),
    [
        (_no_database, "no database"),
        (_held, "another program holds it"),
        (lambda _: {"dialect": "postgresql", "host": "127.0.0.1", "port": 1, "password": LONG}, "nothing listens"),
        (lambda _: {"dialect": "parchment"}, "Nothing here speaks parchment"),
        (lambda folder: {**_no_database(folder), "colour": "blue"}, "not known"),
    ],
)
def test_a_database_that_takes_nothing_is_explained(store: Any, words: str, tmp_path: Path, found: Findings) -> None:
    (finding,) = found(Database(store(tmp_path))).values()
    while _holders:
        _holders.pop().close()
    assert finding.state == "wrong"
    assert words in finding.found
    assert finding.advice
    assert LONG not in repr(finding)


def test_mistakes_in_files_are_named_with_their_lines(monkeypatch: pytest.MonkeyPatch, found: Findings) -> None:
    mistakes = [FileError(Path("clinic.yml"), line, "country: not known.") for line in range(1, 6)]
    monkeypatch.setattr(content_check, "mistakes", lambda: mistakes)
    finding = found(Files())["what people edit"]
    assert finding.state == "wrong"
    assert "clinic.yml:1: country: not known." in finding.found
    assert "And 2 more." in finding.found


@pytest.mark.parametrize(("model", "state"), [(None, "warning"), (Path("model.tar.gz"), "ok")])
def test_a_model_that_has_to_be_trained_first_is_a_warning(
    monkeypatch: pytest.MonkeyPatch, model: Path | None, state: str
) -> None:
    monkeypatch.setattr(training, "current_model", lambda: model)
    assert Files().model().state == state


@pytest.mark.parametrize("text", ["bot.channels.telegram.TelegramChannel: [\n", None])
def test_when_a_file_is_broken_then_nothing_is_called_off_that_may_be_on(tmp_path: Path, text: str | None) -> None:
    broken = tmp_path / "credentials.yml"
    if text:
        broken.write_text(text)
    (only,) = areas(Setup.read(broken, paths.ENDPOINTS), Network())
    assert only.title == "Files"
