"""The public address: what Telegram and Slack would meet there."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.doctor.address import Address
from bot.doctor.network import Network
from doctor import services
from doctor.conftest import Findings


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[services.Service]:
    """A server with a certificate that this machine trusts."""
    certificate = services.certificate_for("localhost", tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    service = services.Service(certificate)
    service.says(
        "health", {"status": "ok", "channels": {"telegram": {"status": "ok"}, "slack": {"status": "starting"}}}
    )
    yield service
    service.stop()


def leads_to(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Has every name lead to an address."""

    def resolved(*_: Any, **__: Any) -> Any:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 0))]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)


def test_when_the_guide_answers_there_then_its_own_word_for_each_messenger_is_told(
    server: services.Service, found: Findings
) -> None:
    findings = found(Address(f"https://localhost:{server.port}", ["slack"], Network(limit=5)))
    assert findings["form"].state == findings["server"].state == findings["Slack there"].state == "ok"
    assert "starting" in findings["Slack there"].found
    assert "Telegram there" not in findings


def test_when_none_is_set_then_it_is_off(network: Network, found: Findings) -> None:
    (finding,) = found(Address(None, ["telegram"], network)).values()
    assert finding.state == "off"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://bot.clinic.example", "https://"),
        ("bot.clinic.example", "https://"),
        ("https://", "no name"),
        ("https://[half", "no address"),
        ("https://me:pass@bot.clinic.example", "more than a name"),
        ("https://bot.clinic.example/?a=b", "more than a name"),
        ("https://bot.clinic.example:5005", "does not send to port 5005"),
        ("https://bot.clinic.example:lots", "no address"),
    ],
)
def test_an_address_that_services_cannot_use(
    found: Findings, network: Network, monkeypatch: pytest.MonkeyPatch, url: str, words: str
) -> None:
    leads_to("127.0.0.1", monkeypatch)
    finding = found(Address(url, ["telegram"], network))["form"]
    assert finding.state == "wrong"
    assert words in f"{finding.found} {finding.advice}"
    assert "pass@" not in repr(finding)


def test_a_bot_api_server_of_the_clinic_takes_plain_http_on_any_port() -> None:
    for own_api, state in ((True, "ok"), (False, "wrong")):
        area = Address("http://127.0.0.1:5005", ["telegram"], Network(), own_api=own_api)
        assert area.form().state == state


@pytest.mark.parametrize(
    ("address", "state"),
    [("1.1.1.1", "ok"), ("10.0.0.7", "warning"), ("127.0.0.1", "warning"), ("192.168.1.4", "warning")],
)
def test_a_name_leads_to_where_the_internet_gets(
    found: Findings, monkeypatch: pytest.MonkeyPatch, address: str, state: str
) -> None:
    leads_to(address, monkeypatch)
    assert Address("https://bot.clinic.example", [], Network()).name().state == state


def test_a_name_that_nobody_knows(monkeypatch: pytest.MonkeyPatch, found: Findings) -> None:
    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    findings = found(Address("https://bot.clinic.example", [], Network()))
    assert findings["name"].state == "wrong"
    assert "DNS" in findings["name"].advice
    assert "server" not in findings, "one fault is said once"
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    assert Address("https://bot.clinic.example", [], Network()).name().state == "off", "the proxy may know it"


@pytest.mark.parametrize(
    ("status", "body", "headers", "words"),
    [
        (200, "<h1>It works!</h1>", {}, "Something else than the guide"),
        (200, {"status": "green"}, {}, "Something else than the guide"),
        (404, "", {}, "HTTP 404"),
        (502, "<h1>Bad Gateway</h1>", {}, "HTTP 502"),
        (301, "", {"Location": "https://www.clinic.example/health"}, "where it leads"),
        (503, {"status": "no model"}, {}, "no model"),
    ],
)
def test_what_answers_in_place_of_the_guide(
    server: services.Service, found: Findings, status: int, body: Any, headers: dict[str, str], words: str
) -> None:
    server.says("health", body, status, **headers)
    finding = found(Address(f"https://localhost:{server.port}", [], Network(limit=5)))["server"]
    assert finding.state == "wrong"
    assert words in f"{finding.found} {finding.advice}"


@pytest.mark.parametrize(
    ("channels", "state", "words"),
    [
        ({}, "wrong", "does not have it"),
        ({"telegram": {"status": "trouble", "why": "no answer from Telegram"}}, "warning", "no answer from Telegram"),
        ({"telegram": {"status": "ok"}}, "ok", "works"),
    ],
)
def test_a_server_that_lacks_a_messenger_or_has_trouble_with_it(
    server: services.Service, found: Findings, channels: dict[str, Any], state: str, words: str
) -> None:
    server.says("health", {"status": "ok", "channels": channels})
    finding = found(Address(f"https://localhost:{server.port}", ["telegram"], Network(limit=5)))["Telegram there"]
    assert finding.state == state
    assert words in finding.found
