"""Which websites may use the chat: named ones, the server's own pages, and whoever is no browser."""

from collections.abc import Callable

import pytest
from conftest import Served

CLINIC = "https://www.clinic.example"
STRANGER = "https://elsewhere.example"
ALLOW = "access-control-allow-origin"

Serve = Callable[..., Served]


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({}, True),
        ({"origin": CLINIC}, True),
        ({"origin": STRANGER}, False),
        ({"origin": "null"}, False),
        ({"origin": CLINIC + ":8443"}, False),
        ({"origin": "http://www.clinic.example"}, False),
        ({"origin": "https://clinic.example"}, False),
        # The server's own page: behind a proxy that speaks https, and with the port that proxies add.
        ({"origin": "https://bot.example", "host": "bot.example"}, True),
        ({"origin": "http://bot.example:5005", "host": "bot.example:5005"}, True),
        ({"origin": "https://bot.example", "host": "bot.example:443"}, True),
        ({"origin": "https://bot.example:8443", "host": "bot.example"}, False),
        ({"origin": "https://bot.example", "host": "other.example"}, False),
        ({"origin": "capacitor://bot.example", "host": "bot.example"}, False),
        # Anybody can send these.
        ({"origin": STRANGER, "x-forwarded-host": "elsewhere.example", "x-forwarded-for": "10.0.0.1"}, False),
        ({"origin": STRANGER, "forwarded": "host=elsewhere.example"}, False),
    ],
)
def test_who_may_use_the_chat(serve: Serve, headers: dict[str, str], allowed: bool) -> None:
    web = serve(CLINIC)
    config = web.http.get("config", headers=headers)
    assert config.json()["allowed"] is allowed
    assert config.headers[ALLOW] == "*"  # so that a website that is refused can say why
    session = web.http.post("session", json={}, headers=headers)
    assert session.status_code == (200 if allowed else 403)
    assert session.headers.get(ALLOW) == (headers.get("origin") if allowed else None)
    assert session.headers["vary"] == "Origin"


def test_config_has_what_the_page_shows_before_anything_is_sent(serve: Serve) -> None:
    config = serve().http.get("config").json()
    assert config == {
        "allowed": True,
        "clinic": "Riverside Back Clinic",
        "phone": "020 7946 0123",
        "emergency": "999",
        "country": "United Kingdom",
        "privacy": "The clinic keeps what you write here for 90 days, so that its staff can help you.",
        "text_limit": 4000,
    }


@pytest.mark.parametrize("route", ["session", "history", "message", "events", "delete"])
def test_a_browser_may_ask_beforehand(serve: Serve, route: str) -> None:
    web = serve(CLINIC)
    asks = {"access-control-request-method": "POST", "access-control-request-headers": "content-type"}
    answer = web.http.options(route, headers={"origin": CLINIC, **asks})
    assert answer.status_code == 204
    assert answer.headers[ALLOW] == CLINIC
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert answer.headers["access-control-allow-headers"] == "Content-Type"
    refused = web.http.options(route, headers={"origin": STRANGER, **asks})
    assert refused.status_code == 403
    assert ALLOW not in refused.headers


def test_a_website_that_is_not_named_reads_where_to_name_it(serve: Serve) -> None:
    answer = serve().http.post("session", json={}, headers={"origin": STRANGER})
    assert "clinic.yml" in answer.json()["error"]


@pytest.mark.parametrize(
    ("route", "body", "status"),
    [("history", {"token": "forged"}, 401), ("message", {}, 400), ("events", {"token": "forged"}, 401)],
)
def test_a_website_that_is_let_in_can_read_why_a_request_failed(
    serve: Serve, route: str, body: dict[str, str], status: int
) -> None:
    answer = serve(CLINIC).http.post(route, json=body, headers={"origin": CLINIC})
    assert answer.status_code == status
    assert answer.headers[ALLOW] == CLINIC
    assert answer.json()["error"]
