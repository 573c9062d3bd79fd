"""``backspasm doctor``, as somebody types it."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot import cli
from bot.doctor import examination, files
from bot.doctor.finding import Trouble, ok, wrong
from doctor import services

VARIABLES = ("TELEGRAM_TOKEN", "TELEGRAM_API", "PUBLIC_URL", "SLACK_TOKEN", "SLACK_API", "SLACK_SIGNING_SECRET")


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in VARIABLES:
        monkeypatch.setenv(f"BACKSPASM_{name}", "")
    monkeypatch.setattr(files.content_check, "mistakes", lambda: [])
    monkeypatch.chdir(tmp_path)


def doctor(*options: str) -> Result:
    return CliRunner().invoke(cli.app, ["doctor", *options])


def checks(result: Result) -> dict[str, dict[str, Any]]:
    return {f"{check['area']}: {check['name']}": check for check in json.loads(result.stdout)["checks"]}


def test_when_no_messenger_is_on_then_nothing_is_wrong() -> None:
    result = doctor("--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)["ok"] is True
    assert checks(result)["Telegram: token"]["state"] == "off"
    assert checks(result)["Slack: token"]["state"] == "off"


def test_when_something_is_wrong_then_the_exit_code_says_so(
    telegram: services.Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKSPASM_TELEGRAM_TOKEN", telegram.TOKEN)
    monkeypatch.setenv("BACKSPASM_TELEGRAM_API", telegram.settings["api"])
    telegram.has("getWebhookInfo", {**telegram.webhook, "url": ""})
    result = doctor("--json")
    assert result.exit_code == 1
    assert json.loads(result.stdout)["ok"] is False
    assert checks(result)["Telegram: token"]["state"] == "ok"
    assert "--telegram-polling" in checks(result)["Telegram: webhook"]["do"]
    assert checks(result)["Clock: time"]["state"] == "ok"
    polling = doctor("--json", "--telegram-polling")
    assert polling.exit_code == 0
    assert checks(polling)["Telegram: polling"]["state"] == "ok"


def test_for_people_each_finding_has_a_word_and_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKSPASM_SLACK_TOKEN", "xoxp-not-a-bot")
    result = doctor()
    assert result.exit_code == 1
    assert "wrong" in result.stdout
    assert "→" in result.stdout
    assert "2 wrong" in result.stdout  # the signing secret is missing, too


@pytest.mark.parametrize("fault", ["fine", "refused", "nobody there", "silly answer"])
def test_no_token_is_ever_shown_or_logged(
    telegram: services.Telegram,
    slack_service: services.Slack,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    fault: str,
) -> None:
    caplog.set_level(logging.INFO)
    if fault == "refused":
        telegram.refuses("getMe", 401, f"Unauthorized {telegram.TOKEN}")
        slack_service.refuses("auth.test", slack_service.TOKEN)
    if fault == "silly answer":
        telegram.has("getMe", {"username": telegram.TOKEN})
        slack_service.says("auth.test", {"ok": True, "user": slack_service.TOKEN, "team": slack_service.SIGNING_SECRET})
    nobody = f"http://127.0.0.1:{services.nobody()}"
    for name, service in (("TELEGRAM", telegram), ("SLACK", slack_service)):
        api = nobody if fault == "nobody there" else f"http://127.0.0.1:{service.port}"
        monkeypatch.setenv(f"BACKSPASM_{name}_API", api)
        monkeypatch.setenv(f"BACKSPASM_{name}_TOKEN", service.TOKEN)
    monkeypatch.setenv("BACKSPASM_SLACK_SIGNING_SECRET", slack_service.SIGNING_SECRET)
    shown = doctor("--json").output + doctor("--telegram-polling").output.replace("\n", "") + caplog.text
    for secret in (telegram.TOKEN, slack_service.TOKEN, slack_service.SIGNING_SECRET):
        assert secret not in shown


def test_a_check_that_breaks_takes_no_other_along() -> None:
    def broken() -> Any:
        raise ZeroDivisionError("with something secret in it")

    def stuck() -> Any:
        raise Trouble(wrong("It is stuck.", "Push."))

    class Area:
        title = "Area"

        def checks(self) -> Any:
            return iter([("broken", broken), ("stuck", stuck), ("well", lambda: ok("Well."))])

    found = {one.name: one.finding for one in examination.examine([Area()])}
    assert found["broken"].state == "wrong"
    assert "secret" not in repr(found["broken"])
    assert found["stuck"].advice == "Push."
    assert found["well"].state == "ok"
