"""Putting the parts together: what stops a start, and with what words."""

import asyncio
from pathlib import Path

import pytest
from conftest import Talk

from bot import knowledge, paths, server
from bot.channels.parts import Parts
from bot.files import FileError
from bot.runtime.conversation_store import ConversationStore


@pytest.mark.parametrize(
    ("host", "alone"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False), ("10.0.0.1", False), ("a.b", False)],
)
def test_only_loopback_is_this_machine_alone(host: str, alone: bool) -> None:
    assert server.is_loopback(host) is alone


def test_when_the_model_cannot_be_loaded_then_it_says_to_train(tmp_path: Path) -> None:
    broken = tmp_path / "model.tar.gz"
    broken.write_bytes(b"not a model")
    endpoints = server.read_endpoints(database=str(tmp_path / "x.db"))
    with pytest.raises(server.StartError, match="backspasm train"):
        asyncio.run(server.load(broken, endpoints))


def test_when_a_channel_is_not_known_then_it_is_named(tmp_path: Path, talk: Talk) -> None:
    credentials = tmp_path / "credentials.yml"
    credentials.write_text("bot.channels.pigeon.PigeonChannel:\n", encoding="utf-8")
    with pytest.raises(FileError, match="PigeonChannel is not a channel"):
        server.channels_of(credentials, Parts(talk.gate, knowledge.clinic(), loopback=True))


def test_when_telegram_is_to_be_asked_without_a_token_then_the_start_says_so(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BACKSPASM_TELEGRAM_TOKEN", raising=False)
    parts = Parts(talk.gate, knowledge.clinic(), loopback=True, telegram_polling=True)
    with pytest.raises(server.StartError, match="BACKSPASM_TELEGRAM_TOKEN"):
        server.channels_of(paths.CREDENTIALS, parts)


def test_secrets_come_from_the_environment(tmp_path: Path, talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKSPASM_TEST_TOKEN", "from-outside")
    credentials = tmp_path / "credentials.yml"
    credentials.write_text("bot.channels.rest.RestChannel:\n  token: ${BACKSPASM_TEST_TOKEN}\n", encoding="utf-8")
    (rest,) = server.channels_of(credentials, Parts(talk.gate, knowledge.clinic(), loopback=False))
    assert rest._token == "from-outside"


def test_the_store_is_the_projects_own(talk: Talk) -> None:
    """Rasa's fail-safe around it would hide a broken database behind an empty memory."""
    assert type(talk.agent.tracker_store) is ConversationStore
    assert talk.agent.processor.tracker_store is talk.agent.tracker_store
