"""The services the doctor asks, and what it says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml

from bot.doctor import examination, slack
from bot.doctor.finding import Area, Finding
from bot.doctor.network import Network
from doctor import services

Findings = Callable[[Area], dict[str, Finding]]


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback is reached directly, whatever the machine is set to."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def telegram() -> Iterator[services.Telegram]:
    service = services.Telegram()
    yield service
    service.stop()


@pytest.fixture
def slack_service() -> Iterator[services.Slack]:
    service = services.Slack()
    yield service
    service.stop()


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """A manifest that asks for the scopes which the service gives."""
    file = tmp_path / "manifest.yml"
    file.write_text(yaml.safe_dump({"oauth_config": {"scopes": {"bot": list(services.Slack.SCOPES)}}}))
    return file


@pytest.fixture
def network() -> Network:
    return Network(limit=5)


@pytest.fixture
def found() -> Findings:
    """What the checks of an area found, by their names."""
    return lambda area: {one.name: one.finding for one in examination.examine([area])}


@pytest.fixture
def slack_area(manifest: Path, network: Network) -> Callable[[dict[str, str]], slack.Slack]:
    return lambda settings: slack.Slack(settings, network, manifest=manifest)
