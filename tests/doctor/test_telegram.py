"""Telegram: what can be wrong, and what the doctor says of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from bot.doctor.network import Network
from bot.doctor.telegram import Telegram as Area
from doctor import services
from doctor.conftest import Findings

Fault = Callable[[services.Telegram], None]


def test_when_all_is_well_then_nothing_is_to_be_done(
    telegram: services.Telegram, network: Network, found: Findings
) -> None:
    findings = found(Area(telegram.settings, network))
    assert {name: finding.state for name, finding in findings.items()} == dict.fromkeys(
        ["token", "groups", "commands", "webhook", "kinds of messages", "delivery"], "ok"
    )
    assert not any(finding.advice for finding in findings.values())
    assert "@riverside_bot" in findings["token"].found


def test_when_there_is_no_token_then_it_is_off_and_nothing_is_asked(network: Network, found: Findings) -> None:
    (finding,) = found(Area({"public_url": "https://bot.clinic.example"}, network)).values()
    assert finding.state == "off"
    assert not finding.advice


@pytest.mark.parametrize(
    ("token", "state"),
    [
        ("not-a-token", "wrong"),
        (f'"{services.Telegram.TOKEN}"', "wrong"),
        ("110201543", "wrong"),
        ("1:é" + "a" * 40, "wrong"),
    ],
)
def test_when_the_token_cannot_be_one_then_it_is_not_even_tried(
    telegram: services.Telegram, network: Network, found: Findings, token: str, state: str
) -> None:
    finding = found(Area({**telegram.settings, "bot_token": token}, network))["token"]
    assert finding.state == state
    assert "BACKSPASM_TELEGRAM_TOKEN" in finding.found
    assert telegram.asked == []


FAULTS: list[tuple[str, Fault, str, str, str]] = [
    # What is wrong, how it comes about, where it is found, how bad it is, what is said.
    ("unknown", lambda t: t.refuses("getMe", 401, "Unauthorized"), "token", "wrong", "BotFather"),
    ("malformed", lambda t: t.refuses("getMe", 404, "Not Found"), "token", "wrong", "BotFather"),
    ("flood", lambda t: t.refuses("getMe", 429, "Too Many Requests: retry after 5"), "token", "warning", "minute"),
    ("down", lambda t: t.refuses("getMe", 502, "Bad Gateway"), "token", "warning", "Telegram's"),
    ("other", lambda t: t.says("getMe", "<h1>Sign in to the guests' network</h1>"), "token", "wrong", "Something else"),
    ("other json", lambda t: t.says("getMe", {"ok": True}), "token", "warning", "error 200"),
    ("list", lambda t: t.says("getMe", "[]"), "token", "wrong", "Something else"),
    (
        "reads groups",
        lambda t: t.has("getMe", {"username": "b", "can_read_all_group_messages": True}),
        "groups",
        "warning",
        "Group Privacy",
    ),
    ("no commands", lambda t: t.has("getMyCommands", []), "commands", "warning", "/emergency"),
    ("one missing", lambda t: t.has("getMyCommands", [{"command": "help"}]), "commands", "warning", "/delete"),
    ("no webhook", lambda t: t.webhook.update(url=""), "webhook", "wrong", "Start the server"),
    (
        "other server",
        lambda t: t.webhook.update(url="https://old.example/webhooks/telegram/webhook"),
        "webhook",
        "wrong",
        "old.example, not to bot.clinic.example",
    ),
    (
        "other path",
        lambda t: t.webhook.update(url="https://bot.clinic.example/hook"),
        "webhook",
        "wrong",
        "another place on bot.clinic.example",
    ),
    (
        "too little allowed",
        lambda t: t.webhook.update(allowed_updates=["message"]),
        "kinds of messages",
        "wrong",
        "edited_message, callback_query",
    ),
    ("many wait", lambda t: t.webhook.update(pending_update_count=40), "delivery", "warning", "40 messages wait"),
]


@pytest.mark.parametrize(("fault", "name", "state", "words"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_what_is_wrong_at_telegram_is_said_with_what_to_do(
    telegram: services.Telegram,
    network: Network,
    found: Findings,
    fault: Fault,
    name: str,
    state: str,
    words: str,
) -> None:
    fault(telegram)
    telegram.answers.setdefault("getWebhookInfo", None)
    telegram.has("getWebhookInfo", telegram.webhook)
    finding = found(Area(telegram.settings, network))[name]
    assert finding.state == state
    assert words in f"{finding.found} {finding.advice}"
    assert finding.advice


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("Wrong response from the webhook: 403 Forbidden", "Restart the server"),
        ("Wrong response from the webhook: 401 Unauthorized", "Restart the server"),
        ("Wrong response from the webhook: 404 Not Found", "/webhooks/"),
        ("Wrong response from the webhook: 502 Bad Gateway", "no server behind"),
        ("Wrong response from the webhook: 500 Internal Server Error", "log"),
        ("Wrong response from the webhook: 301 Moved Permanently", "BACKSPASM_PUBLIC_URL"),
        ("Connection timed out", "149.154.160.0/20"),
        ("Read timeout expired", "149.154.160.0/20"),
        ("Connection refused", "nothing answers"),
        ("SSL error {error:0A000086:SSL routines::certificate verify failed}", "fullchain.pem"),
        ("Bad webhook: Failed to resolve host: Name or service not known", "DNS"),
        ("Bad webhook: IP address 10.0.0.7 is reserved", "--telegram-polling"),
        ("Something nobody has seen yet", "from outside"),
    ],
)
def test_what_telegram_says_of_a_failed_delivery_is_explained(
    telegram: services.Telegram, network: Network, found: Findings, message: str, words: str
) -> None:
    telegram.webhook.update(pending_update_count=3, last_error_date=time.time() - 300, last_error_message=message)
    telegram.has("getWebhookInfo", telegram.webhook)
    finding = found(Area(telegram.settings, network))["delivery"]
    assert finding.state == "wrong"
    assert "3 messages wait at Telegram" in finding.found
    assert "5 minutes ago" in finding.found
    assert words in f"{finding.found} {finding.advice}"


@pytest.mark.parametrize(
    ("waiting", "age", "state"), [(0, 300, "warning"), (0, 7200, "ok"), (1, 7200, "wrong"), (1, 0, "wrong")]
)
def test_a_failure_that_is_long_over_is_no_fault(
    telegram: services.Telegram, network: Network, found: Findings, waiting: int, age: float, state: str
) -> None:
    failure = {"last_error_date": time.time() - age, "last_error_message": "Connection timed out"}
    telegram.has("getWebhookInfo", {**telegram.webhook, **failure, "pending_update_count": waiting})
    assert found(Area(telegram.settings, network))["delivery"].state == state


@pytest.mark.parametrize(
    ("url", "state", "words"), [("", "ok", "asks"), ("https://old.example/x", "warning", "old.example")]
)
def test_with_polling_nothing_is_sent(
    telegram: services.Telegram, network: Network, found: Findings, url: str, state: str, words: str
) -> None:
    telegram.has("getWebhookInfo", {**telegram.webhook, "url": url})
    settings = {name: value for name, value in telegram.settings.items() if name != "public_url"}
    findings = found(Area(settings, network, polling=True))
    assert findings["polling"].state == state
    assert words in findings["polling"].found
    assert "webhook" not in findings


@pytest.mark.parametrize("url", ["", "https://old.example/x"])
def test_without_public_address_and_without_polling_messages_arrive_nowhere(
    telegram: services.Telegram, network: Network, found: Findings, url: str
) -> None:
    telegram.has("getWebhookInfo", {**telegram.webhook, "url": url})
    settings = {name: value for name, value in telegram.settings.items() if name != "public_url"}
    finding = found(Area(settings, network))["webhook"]
    assert finding.state == "wrong"
    assert "--telegram-polling" in finding.advice


def test_a_webhook_of_another_program_is_shown_without_the_token_in_it(
    telegram: services.Telegram, network: Network, found: Findings
) -> None:
    telegram.has("getWebhookInfo", {**telegram.webhook, "url": f"https://old.example/{telegram.TOKEN}"})
    everything: list[Any] = list(found(Area(telegram.settings, network)).values())
    assert "old.example" in str(everything)
    assert telegram.TOKEN not in str(everything)
