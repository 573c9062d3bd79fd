"""axe finds nothing in any of the main states; each is kept as a picture in ``results/browser``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from bot.paths import PROJECT
from browser.chat import EMERGENCY, ICE, POSE, QUESTION, STARTER, Chat
from browser.conftest import PHONE, WIDE, Visit

PICTURES = PROJECT / "results" / "browser"
LOOKS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": WIDE},
    "phone": {"viewport": PHONE, "is_mobile": True, "has_touch": True, "device_scale_factor": 2},
    "dark": {"viewport": WIDE, "color_scheme": "dark"},
}


def launcher(chat: Chat) -> None:
    expect(chat.launcher).to_be_visible()


def notice(chat: Chat) -> None:
    chat.open()
    expect(chat.start).to_be_visible()


def greeting(chat: Chat) -> None:
    chat.begin()


def answer(chat: Chat) -> None:
    chat.begin()
    chat.say(QUESTION)
    chat.told.last.locator("summary").click()


def quick_replies(chat: Chat) -> None:
    chat.begin()
    chat.choose(STARTER)


def steps(chat: Chat) -> None:
    chat.begin()
    picture = chat.say(POSE).get_by_role("img")
    picture.evaluate("image => image.decode()")


def timer(chat: Chat) -> None:
    chat.begin()
    chat.say(ICE).get_by_role("button", name="Start").click()


def emergency(chat: Chat) -> None:
    chat.begin()
    chat.say(EMERGENCY)


def menu(chat: Chat) -> None:
    chat.begin()
    chat.menu()


def not_sent(chat: Chat) -> None:
    chat.begin()
    chat.page.route("**/webhooks/web/message", lambda route: route.abort())
    chat.type(QUESTION)
    expect(chat.retry).to_be_visible()


def deleting(chat: Chat) -> None:
    chat.begin()
    chat.menu().get_by_role("button", name="Delete my conversation").click()
    expect(chat.panel.get_by_role("alertdialog")).to_be_visible()


STATES = (launcher, notice, greeting, answer, quick_replies, steps, timer, emergency, menu, not_sent, deleting)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_axe_finds_nothing(visit: Visit, state: Callable[[Chat], None], look: str) -> None:
    chat = visit(reduced_motion="reduce", **LOOKS[look])
    state(chat)
    chat.page.screenshot(path=picture(state.__name__, look), animations="disabled")
    found = Axe().run(chat.page).response["violations"]
    assert [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found] == []


def picture(state: str, look: str) -> Path:
    """Where the picture of a state is kept."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    return PICTURES / f"{state}-{look}.png"
