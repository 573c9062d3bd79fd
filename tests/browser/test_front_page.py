"""The page at /: it shows the chat, and makes the line for a clinic's website."""

from __future__ import annotations

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from browser.chat import Chat
from browser.conftest import PHONE, WIDE, Visit
from browser.places import Bot
from browser.test_accessible import picture

LOOKS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1440, "height": 900}},
    "phone": {"viewport": PHONE, "is_mobile": True, "has_touch": True},
    "dark": {"viewport": WIDE, "color_scheme": "dark"},
}


@pytest.fixture
def page(visit: Visit, bot: Bot) -> Chat:
    return visit(f"{bot.address}/", viewport=LOOKS["wide"]["viewport"])


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_on_the_page(visit: Visit, bot: Bot, look: str) -> None:
    chat = visit(f"{bot.address}/", reduced_motion="reduce", **LOOKS[look])
    expect(chat.page.locator("#line")).to_contain_text("<script")
    chat.page.screenshot(path=picture("front_page", look), animations="disabled")
    found = Axe().run(chat.page).response["violations"]
    assert [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found] == []


def test_the_line_holds_what_was_chosen_and_the_chat_follows(page: Chat, bot: Bot) -> None:
    tab = page.page
    tab.get_by_label("Colour", exact=True).fill("#7a2f8f")
    tab.get_by_label("Title").fill('Ask "Back & Co"')
    tab.get_by_label("Left").check()
    line = tab.locator("#line")
    expect(line).to_contain_text('data-color="#7a2f8f"')
    expect(line).to_contain_text('data-title="Ask &quot;Back &amp; Co&quot;"')
    expect(line).to_contain_text(f'src="{bot.address}/webhooks/web/widget.js"')
    panel = page.element.get_by_role("dialog", name='Ask "Back & Co"')
    expect(panel).to_be_visible()
    expect(page.element).to_have_attribute("data-position", "left")
    box = panel.bounding_box()
    assert box
    assert box["x"] < 720


def test_what_is_left_as_it_is_does_not_stand_in_the_line(page: Chat) -> None:
    expect(page.page.locator("#line")).to_have_text(re.compile(r'^<script src="[^"]+" defer></script>$'))


def test_the_line_is_copied_and_says_so(visit: Visit, bot: Bot) -> None:
    tab = visit(f"{bot.address}/", permissions=["clipboard-read", "clipboard-write"]).page
    tab.get_by_role("button", name="Copy the line").click()
    expect(tab.locator("#copied")).not_to_be_empty()
    assert tab.evaluate("navigator.clipboard.readText()") == tab.locator("#line").inner_text()


@pytest.mark.parametrize("width", [320, 390, 768, 1600])
def test_the_page_never_scrolls_sideways(visit: Visit, bot: Bot, width: int) -> None:
    tab = visit(f"{bot.address}/", viewport={"width": width, "height": 800}).page
    expect(tab.locator("#line")).to_contain_text("<script")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
