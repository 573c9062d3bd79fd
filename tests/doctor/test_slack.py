"""Slack: what can be wrong, and what the doctor says of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.doctor.network import Network
from bot.doctor.slack import Slack
from doctor import services
from doctor.conftest import Findings

Made = Callable[[dict[str, str]], Slack]


def test_when_all_is_well_then_nothing_is_to_be_done(
    slack_service: services.Slack, slack_area: Made, found: Findings
) -> None:
    findings = found(slack_area({**slack_service.settings, "app_token": slack_service.APP_TOKEN}))
    names = ["token", "scopes", "Socket Mode", "signing secret", "public address"]
    assert {name: finding.state for name, finding in findings.items()} == dict.fromkeys(names, "ok")
    assert "workspace Riverside" in findings["token"].found
    assert "ticket" not in str(findings)


def test_when_there_is_no_token_then_it_is_off(slack_area: Made, found: Findings) -> None:
    (finding,) = found(slack_area({})).values()
    assert finding.state == "off"


@pytest.mark.parametrize(
    ("error", "state", "words"),
    [
        ("invalid_auth", "wrong", "does not know BACKSPASM_SLACK_TOKEN"),
        ("token_revoked", "wrong", "was taken back"),
        ("token_expired", "wrong", "has expired"),
        ("account_inactive", "wrong", "was removed"),
        ("access_denied", "wrong", "IP addresses"),
        ("ratelimited", "warning", "minute"),
        ("fatal_error", "warning", "fatal_error"),
    ],
)
def test_what_slack_says_of_the_token_is_explained(
    slack_service: services.Slack, slack_area: Made, found: Findings, error: str, state: str, words: str
) -> None:
    slack_service.refuses("auth.test", error)
    findings = found(slack_area(slack_service.settings))
    assert findings["token"].state == state
    assert words in f"{findings['token'].found} {findings['token'].advice}"
    assert "scopes" not in findings, "nobody knows the scopes of a token that was refused"


@pytest.mark.parametrize("token", ["xoxp-1-2-abcdefabcdef", services.Slack.APP_TOKEN, "abc"])
def test_a_token_of_another_kind_is_not_sent(
    slack_service: services.Slack, slack_area: Made, found: Findings, token: str
) -> None:
    finding = found(slack_area({**slack_service.settings, "bot_token": token}))["token"]
    assert finding.state == "wrong"
    assert "xoxb-" in finding.found
    assert slack_service.asked == []


@pytest.mark.parametrize(
    ("given", "state", "words"),
    [
        (("chat:write", "commands"), "wrong", "im:history"),
        ((*services.Slack.SCOPES, "channels:history", "users:read"), "warning", "channels:history, users:read"),
        (("chat:write", "users:read"), "wrong", "commands, im:history"),  # what is missing is worse
        ((), "wrong", "chat:write"),
    ],
)
def test_scopes_are_compared_with_the_manifest(
    slack_service: services.Slack, slack_area: Made, found: Findings, given: tuple[str, ...], state: str, words: str
) -> None:
    slack_service.has_scopes(*given)
    finding = found(slack_area(slack_service.settings))["scopes"]
    assert finding.state == state
    assert words in finding.found
    assert "Reinstall" in finding.advice


def test_a_service_that_does_not_name_scopes_is_believed(
    slack_service: services.Slack, slack_area: Made, found: Findings
) -> None:
    slack_service.says("auth.test", {"ok": True, "user": "b", "team": "T"})
    assert found(slack_area(slack_service.settings))["scopes"].state == "off"


def test_a_manifest_that_cannot_be_read_is_named(
    slack_service: services.Slack, network: Network, found: Findings, tmp_path: Path
) -> None:
    finding = found(Slack(slack_service.settings, network, manifest=tmp_path / "gone.yml"))["scopes"]
    assert finding.state == "warning"
    assert "gone.yml" in finding.found


@pytest.mark.parametrize(
    ("settings", "state", "words"),
    [
        ({"app_token": "xoxb-1-2-abc"}, "wrong", "xapp-"),
        ({"app_token": services.Slack.APP_TOKEN}, "wrong", "lacks a scope"),
        ({}, "off", "public address"),
    ],
)
def test_socket_mode_is_tried(
    slack_service: services.Slack,
    slack_area: Made,
    found: Findings,
    settings: dict[str, str],
    state: str,
    words: str,
) -> None:
    slack_service.refuses("apps.connections.open", "missing_scope")
    finding = found(slack_area({**slack_service.settings, **settings}))["Socket Mode"]
    assert finding.state == state
    assert words in f"{finding.found} {finding.advice}"


@pytest.mark.parametrize(
    ("settings", "state"),
    [
        ({}, "wrong"),
        ({"app_token": services.Slack.APP_TOKEN}, "off"),
        ({"signing_secret": services.Slack.TOKEN}, "wrong"),
        ({"signing_secret": "8F742231"}, "warning"),
        ({"signing_secret": services.Slack.SIGNING_SECRET}, "ok"),
    ],
)
def test_the_signing_secret_is_there_and_looks_right(
    slack_service: services.Slack, slack_area: Made, found: Findings, settings: dict[str, str], state: str
) -> None:
    without = {name: value for name, value in slack_service.settings.items() if name != "signing_secret"}
    assert found(slack_area({**without, **settings}))["signing secret"].state == state


@pytest.mark.parametrize(("settings", "state"), [({}, "warning"), ({"app_token": services.Slack.APP_TOKEN}, "off")])
def test_without_a_public_address_there_are_no_drawings(
    slack_service: services.Slack, slack_area: Made, found: Findings, settings: dict[str, str], state: str
) -> None:
    without = {name: value for name, value in slack_service.settings.items() if name != "public_url"}
    finding = found(slack_area({**without, **settings}))["public address"]
    assert finding.state == state
    assert "no drawings" in finding.found


@pytest.mark.parametrize(
    ("status", "body", "state"),
    [(429, "", "warning"), (503, "", "warning"), (200, "<p>Welcome</p>", "wrong"), (407, "", "wrong")],
)
def test_when_slack_itself_does_not_answer_then_that_is_said(
    slack_service: services.Slack, slack_area: Made, found: Findings, status: int, body: str, state: str
) -> None:
    slack_service.says("auth.test", body, status)
    assert found(slack_area(slack_service.settings))["token"].state == state
