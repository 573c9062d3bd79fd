"""The way to a service, and the clock: every fault in words, and none with a token."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.doctor.clock import Clock
from bot.doctor.network import Network
from bot.doctor.telegram import Telegram as Area
from doctor import services
from doctor.conftest import Findings

TOKEN = services.Telegram.TOKEN


def told(found: Findings, api: str, **options: Any) -> str:
    """What is said of the token with Telegram at an address."""
    finding = found(Area({"bot_token": TOKEN, "api": api}, Network(**{"limit": 5, **options})))["token"]
    assert finding.state == "wrong"
    assert finding.advice
    assert TOKEN not in repr(finding)
    return f"{finding.found} {finding.advice}"


@pytest.fixture
def strange(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[services.Service]:
    """A service with a certificate: of the name and the days that the test asks for."""
    name, days = request.param
    service = services.Service(services.certificate_for(name, tmp_path, days=days))
    yield service
    service.stop()


def test_a_name_that_is_not_known(found: Findings, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert "The name telegram.example could not be looked up" in told(found, "https://telegram.example")


def test_a_port_where_nothing_listens(found: Findings) -> None:
    assert "refuses the connection" in told(found, f"http://127.0.0.1:{services.nobody()}")


def test_a_service_that_says_nothing(found: Findings, telegram: services.Telegram) -> None:
    telegram.answers["getMe"] = None
    assert "no answer in time" in told(found, telegram.settings["api"], limit=0.2)


@pytest.mark.parametrize("api", ["telegram.example", "ftp://telegram.example", "https://", "http://[half"])
def test_an_address_that_is_none(found: Findings, api: str) -> None:
    assert "cannot be used" in told(found, api)


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HTTPS_PROXY", "parchment://proxy.example"),
        ("ALL_PROXY", "socks5://p:1"),
        ("SSL_CERT_FILE", "/no/such/file.pem"),
    ],
)
def test_an_environment_that_lets_nothing_through(
    found: Findings, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    assert variable in told(found, "https://telegram.example")


@pytest.mark.parametrize(("strange", "words"), [(("localhost", 1), "self-signed")], indirect=["strange"])
def test_a_certificate_that_nobody_vouches_for(found: Findings, strange: services.Service, words: str) -> None:
    said = told(found, f"https://localhost:{strange.port}")
    assert "certificate" in said
    assert words in said.replace("self signed", "self-signed")
    assert "SSL_CERT_FILE" in said


@pytest.mark.parametrize(
    ("strange", "words"),
    [(("localhost", -1), "expired"), (("elsewhere.example", 1), "localhost")],
    indirect=["strange"],
)
def test_a_certificate_that_is_no_good_any_more(
    found: Findings, strange: services.Service, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(next(tmp_path.glob("*.pem"))))
    assert words in told(found, f"https://localhost:{strange.port}")


def test_no_encryption_where_it_is_expected(found: Findings, telegram: services.Telegram) -> None:
    assert "not accepted" in told(found, f"https://127.0.0.1:{telegram.port}")


def test_a_proxy_that_is_down_is_named_without_its_password(found: Findings, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = f"127.0.0.1:{services.nobody()}"
    monkeypatch.setenv("HTTPS_PROXY", f"http://clinic:hush-hush@{proxy}")
    said = told(found, "https://telegram.example")
    assert f"The proxy {proxy} refuses" in said
    assert "hush" not in said


def test_a_proxy_that_wants_a_password(
    found: Findings, telegram: services.Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{telegram.port}")  # it knows no CONNECT, and refuses it
    assert "does not let this machine through" in told(found, "https://telegram.example")


@pytest.mark.parametrize(
    ("ahead", "state", "words"),
    [
        (0, "ok", "agrees"),
        (30, "ok", "agrees"),
        (100, "warning", "behind"),
        (-100, "warning", "ahead"),
        (400, "wrong", "behind"),
        (-3600, "wrong", "ahead"),
    ],
)
def test_the_clock_is_compared_with_the_services(
    telegram: services.Telegram, network: Network, found: Findings, ahead: float, state: str, words: str
) -> None:
    telegram.ahead = ahead
    found(Area(telegram.settings, network))
    finding = found(Clock(network))["time"]
    assert finding.state == state
    assert words in finding.found


def test_without_a_service_nobody_knows_the_time(network: Network, found: Findings) -> None:
    assert found(Clock(network))["time"].state == "off"
