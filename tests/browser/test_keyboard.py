"""Without a mouse: the order of the focus, where it goes, and that it can always leave."""

import pytest
from playwright.sync_api import expect

from browser.chat import POSE, QUESTION, Chat
from browser.conftest import PHONE, WIDE, Visit


def path(chat: Chat, key: str, until: str, limit: int = 30) -> list[str]:
    """Presses a key until something has the focus; the names of all that had it on the way."""
    names: list[str] = []
    while until not in names:
        chat.page.keyboard.press(key)
        names.append(chat.focused())
        assert len(names) <= limit, f"{until!r} was not reached: {names}"
    return names


def test_a_whole_talk_by_keyboard(visit: Visit) -> None:
    chat = visit()
    expect(chat.launcher).to_be_visible()
    assert path(chat, "Tab", "Back-spasm guide") == ["Where we are", "Back-spasm guide"]
    chat.page.keyboard.press("Enter")
    expect(chat.start).to_be_visible()
    path(chat, "Tab", "Start")
    chat.page.keyboard.press("Enter")
    expect(chat.box).to_be_focused()
    chat.page.keyboard.type(POSE)
    chat.page.keyboard.press("Enter")
    expect(chat.told).to_have_count(2)
    path(chat, "Shift+Tab", "Next step")
    chat.page.keyboard.press("Space")
    expect(chat.told.last).to_contain_text("Step 2 of 4")
    path(chat, "Tab", "Next step")


def test_the_order_of_the_focus_is_that_of_the_eye(chat: Chat) -> None:
    chat.say(QUESTION)
    offered = chat.log.get_by_role("group").last.get_by_role("button").all_inner_texts()
    chat.panel.get_by_role("heading", name="Back-spasm guide").focus()
    names = path(chat, "Tab", "Send")
    wanted = [
        "In an emergency, call 999",
        "Menu",
        "Close the chat",
        "Conversation",
        "Sources",
        "Yes, this helped",
        "No, this did not help",
        *offered,
        "Tell me in your own words",
        "Send",
    ]
    assert [name for name in names if not name.startswith("Sources")] == [one for one in wanted if one != "Sources"]
    assert any(name.startswith("Sources") for name in names)


def test_shift_and_enter_make_a_new_line(chat: Chat) -> None:
    chat.box.press_sequentially("one")
    chat.box.press("Shift+Enter")
    chat.box.press_sequentially("two")
    expect(chat.box).to_have_value("one\ntwo")
    assert chat.posts("message") == []


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_escape_closes_and_the_focus_goes_back_to_the_launcher(visit: Visit, viewport: dict) -> None:
    chat = visit(viewport=viewport).begin()
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()
    expect(chat.launcher).to_be_focused()
    chat.page.keyboard.press("Enter")
    expect(chat.box).to_be_focused()


def test_escape_closes_the_menu_first(chat: Chat) -> None:
    chat.menu().get_by_role("button", name="Start again").focus()
    chat.page.keyboard.press("Escape")
    expect(chat.panel.locator(".menu-list")).to_be_hidden()
    assert chat.focused() == "Menu"
    expect(chat.panel).to_be_visible()


def test_escape_keeps_a_talk_that_was_about_to_be_deleted(chat: Chat) -> None:
    chat.menu().get_by_role("button", name="Delete my conversation").press("Enter")
    question = chat.panel.get_by_role("alertdialog")
    expect(question).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(question).to_have_count(0)
    expect(chat.box).to_be_focused()
    assert chat.posts("delete") == []


def test_the_close_button_works_by_keyboard(chat: Chat) -> None:
    chat.panel.get_by_role("button", name="Close the chat").focus()
    chat.page.keyboard.press("Enter")
    expect(chat.launcher).to_be_focused()


def test_beside_the_page_nothing_keeps_the_focus(chat: Chat) -> None:
    chat.box.focus()
    names = path(chat, "Tab", "Where we are")
    assert names[0] == "Send"
    back = path(chat, "Shift+Tab", "Send")
    assert "Tell me in your own words" not in back


def test_on_a_phone_the_focus_does_not_go_behind_the_panel(visit: Visit) -> None:
    chat = visit(viewport=PHONE).begin()
    names = path(chat, "Tab", "Tell me in your own words")
    assert "Where we are" not in names


def test_a_pressed_quick_reply_hands_the_focus_to_what_was_said(chat: Chat) -> None:
    chat.button("What helps right now?").press("Enter")
    expect(chat.told).to_have_count(2)
    assert "You said: What helps right now?" in chat.focused()
    path(chat, "Tab", "The first 2 to 3 days")


def test_shortcuts_of_the_page_are_not_for_what_is_typed(chat: Chat) -> None:
    chat.page.evaluate("() => { window.keys = []; addEventListener('keydown', (event) => keys.push(event.key)); }")
    chat.box.press_sequentially("s/?")
    assert chat.page.evaluate("keys") == []
