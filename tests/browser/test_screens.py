"""Screens and settings: small, zoomed, with a phone's keyboard, dark, forced colours, no motion."""

import pytest
from playwright.sync_api import expect

from browser.chat import EMERGENCY, POSE, QUESTION, STARTER, Chat
from browser.conftest import PHONE, WIDE, Visit

SMALL = {"width": 320, "height": 568}
ZOOMED = {"width": 320, "height": 256}  # 1280 by 1024 at 400 %
INSIDE = "document.querySelector('backspasm-chat').shadowRoot"
# What stands out to the side of the window, or scrolls to the side.
WIDER = f"""() => {{
  const all = [...{INSIDE}.querySelectorAll("*")];
  const shown = all.filter((node) => node.checkVisibility() && !node.closest(".unseen"));
  const names = (nodes) => nodes.map((node) => `${{node.localName}}.${{node.className}}`);
  const out = (node) => node.getBoundingClientRect().right > innerWidth + 1 || node.getBoundingClientRect().left < -1;
  const scrolls = (node) => /auto|scroll/.test(getComputedStyle(node).overflowX) && node.scrollWidth > node.clientWidth;
  const page = document.scrollingElement;
  const wide = shown.filter((node) => out(node) || scrolls(node));
  return [...names(wide), ...(page.scrollWidth > innerWidth ? ["page"] : [])];
}}"""
# Buttons and links of less than 44 px; links within a sentence are exempt (WCAG 2.5.8).
TINY = f"""() => [...{INSIDE}.querySelectorAll("button, summary, a, textarea")]
  .filter((node) => node.checkVisibility() && !node.closest("p, li:not(.calls li):not(.menu-list li)"))
  .filter((node) => {{ const box = node.getBoundingClientRect(); return box.width < 43.5 || box.height < 43.5; }})
  .map((node) => node.textContent.trim())"""
# As on an iPhone: the keyboard makes the visual viewport smaller, and nothing else.
KEYBOARD = """height => {
  Object.defineProperty(visualViewport, "height", { value: height, configurable: true });
  visualViewport.dispatchEvent(new Event("resize"));
}"""


def talk_of_all(chat: Chat) -> None:
    """One of everything that is drawn."""
    chat.choose(STARTER)
    chat.say(POSE)
    chat.say(QUESTION)
    chat.told.last.locator("summary").click()
    chat.say("verylongword" * 20)
    chat.say(EMERGENCY)


@pytest.mark.parametrize("viewport", [SMALL, ZOOMED], ids=["320px", "400%"])
def test_nothing_has_to_be_scrolled_sideways(visit: Visit, viewport: dict) -> None:
    chat = visit(viewport=viewport).open()
    expect(chat.start).to_be_visible()
    assert chat.page.evaluate(WIDER) == []
    chat.start.click()
    talk_of_all(chat)
    assert chat.page.evaluate(WIDER) == []
    chat.menu()
    assert chat.page.evaluate(WIDER) == []


@pytest.mark.parametrize("viewport", [SMALL, ZOOMED], ids=["320px", "400%"])
def test_everything_can_be_used_on_the_smallest_screen(visit: Visit, viewport: dict) -> None:
    chat = visit(viewport=viewport).begin()
    chat.say(QUESTION)
    chat.box.scroll_into_view_if_needed()
    expect(chat.box).to_be_in_viewport(ratio=1)
    chat.choose("Ice in the first days")
    expect(chat.told.last).to_be_in_viewport()
    chat.panel.get_by_role("button", name="Close the chat").click()
    expect(chat.launcher).to_be_in_viewport(ratio=1)


def test_larger_words_stay_inside(visit: Visit) -> None:
    chat = visit(viewport=PHONE).begin()
    chat.page.add_style_tag(content="html { font-size: 200% } backspasm-chat { --backspasm-font: serif }")
    talk_of_all(chat)
    assert chat.page.evaluate(WIDER) == []


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_targets_have_44_pixels(visit: Visit, viewport: dict) -> None:
    chat = visit(viewport=viewport)
    expect(chat.launcher).to_be_visible()
    assert chat.page.evaluate(TINY) == []
    chat.begin()
    talk_of_all(chat)
    chat.menu()
    assert chat.page.evaluate(TINY) == []


def test_the_keyboard_of_a_phone_does_not_hide_the_box(visit: Visit) -> None:
    chat = visit(viewport=PHONE, has_touch=True, is_mobile=True).begin()
    chat.say(QUESTION)
    chat.page.evaluate(KEYBOARD, 380)
    box = chat.box.bounding_box()
    assert box
    assert box["y"] + box["height"] <= 380
    expect(chat.panel.get_by_role("link", name="In an emergency, call 999")).to_be_in_viewport(ratio=1)


def test_a_window_that_the_keyboard_makes_shorter_keeps_box_and_focus(visit: Visit) -> None:
    chat = visit(viewport=PHONE).begin()
    chat.say(QUESTION)
    chat.box.focus()
    chat.page.set_viewport_size({"width": PHONE["width"], "height": 500})
    expect(chat.box).to_be_in_viewport(ratio=1)
    expect(chat.box).to_be_focused()


def test_turning_the_phone_keeps_the_talk_and_the_focus(visit: Visit) -> None:
    chat = visit(viewport=PHONE).begin()
    chat.box.fill("my back")
    chat.page.set_viewport_size(WIDE)
    expect(chat.box).to_have_value("my back")
    expect(chat.box).to_be_focused()
    expect(chat.panel).to_be_in_viewport(ratio=1)


def test_under_a_thumb_the_focus_does_not_bring_up_the_keyboard(visit: Visit) -> None:
    chat = visit(viewport=PHONE, has_touch=True, is_mobile=True).begin()
    assert chat.focused() == "Back-spasm guide"


def test_a_dark_page_has_a_dark_chat(visit: Visit) -> None:
    chat = visit(color_scheme="dark").begin()
    expect(chat.panel).to_have_css("background-color", "rgb(26, 34, 33)")
    expect(chat.told).to_have_css("color", "rgb(232, 237, 236)")


def test_forced_colours_keep_edges_and_the_emergency_apart(visit: Visit) -> None:
    chat = visit(forced_colors="active").begin()
    chat.choose(STARTER)
    card = chat.say(EMERGENCY)
    expect(card).to_have_css("border-top-width", "3px")
    expect(card.get_by_role("link", name="Call 999")).to_have_css("border-top-width", "3px")
    for edged in (chat.button("Talk to a person"), chat.said.last, chat.panel.get_by_role("button", name="Send")):
        expect(edged).not_to_have_css("border-top-width", "0px")
    chosen, closed = chat.button(STARTER), chat.button("None of these")
    colour = "node => getComputedStyle(node).color"
    assert chosen.evaluate(colour) != closed.evaluate(colour)


@pytest.mark.parametrize(("motion", "moves"), [("reduce", False), ("no-preference", True)])
def test_nothing_moves_for_who_wants_no_motion(visit: Visit, motion: str, moves: bool) -> None:
    chat = visit(reduced_motion=motion)
    chat.page.route("**/webhooks/web/message", lambda route: None)
    chat.begin()
    chat.type(QUESTION)
    expect(chat.typing).to_be_visible()
    running = chat.typing.evaluate("node => getComputedStyle(node, '::after').animationName")
    assert (running != "none") is moves
    expect(chat.panel.locator(".scroller")).to_have_css("scroll-behavior", "smooth" if moves else "auto")
    expect(chat.panel).to_have_css("animation-name", "open" if moves else "none")
