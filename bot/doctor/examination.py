"""Makes all checks, one after the other, and keeps what must stay hidden out of what they found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.doctor.address import Address
from bot.doctor.clock import Clock
from bot.doctor.database import Database
from bot.doctor.files import Files
from bot.doctor.finding import Area, Check, Finding, Trouble, wrong
from bot.doctor.network import Network
from bot.doctor.secrets import Secrets
from bot.doctor.setup import Setup
from bot.doctor.slack import Slack
from bot.doctor.telegram import Telegram


@dataclass(frozen=True)
class Examined:
    """A finding with its place: the area, and the name of the check in it."""

    area: str
    name: str
    finding: Finding


def areas(setup: Setup, network: Network, *, polling: bool = False) -> list[Area]:
    """What there is to look at, in the order in which a clinic sets it up; the clock last, as it needs the answers."""
    if setup.broken:
        return [Files()]  # it says which file; what depends on them would only mislead
    telegram, slack = setup.messengers.get("telegram", {}), setup.messengers.get("slack", {})
    addresses = {settings.get("public_url") for settings in setup.messengers.values()} - {None} or {None}
    own_api = "slack" not in setup.messengers and "api" in telegram
    return [
        Files(),
        Secrets(setup),
        Database(setup.store),
        *(Address(url, setup.messengers, network, own_api=own_api) for url in addresses),
        Telegram(telegram, network, polling=polling),
        Slack(slack, network),
        Clock(network),
    ]


def examine(areas: Iterable[Area], hidden: Iterable[str] = ()) -> Iterator[Examined]:
    """What each check found.

    Args:
        areas: what to look at.
        hidden: tokens and secrets.
    """
    hidden = list(hidden)
    for area in areas:
        for name, check in area.checks():
            yield Examined(area.title, name, _without(_made(check), hidden))


def _made(check: Check) -> Finding:
    try:
        return check()
    except Trouble as trouble:
        return trouble.finding
    except Exception as error:  # one broken check must not take the others along
        return wrong(f"This could not be checked ({type(error).__name__}).", "Please tell who maintains the guide.")


def _without(finding: Finding, hidden: list[str]) -> Finding:
    found, advice = finding.found, finding.advice
    for secret in hidden:
        found, advice = found.replace(secret, "…"), advice.replace(secret, "…")
    return replace(finding, found=found, advice=advice)
