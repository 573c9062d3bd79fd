"""The widget as a person finds it on the page."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, Request, expect

NAME = "Back-spasm guide"
QUESTION = "should i use ice or heat"
ICE = "how long should i put ice on"  # answered with a timer
POSE = "how do i do child's pose"  # answered with steps and a picture
EMERGENCY = "i cant feel my legs and ive wet myself"
STARTER = "My back has gone into spasm"

# Of the element that has the focus, in whatever shadow tree: what a screen reader would call it.
FOCUSED = """() => {
  let node = document.activeElement;
  while (node.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  return node.ariaLabel || node.labels?.[0]?.textContent || node.textContent.trim() || node.localName;
}"""


class Chat:
    """The chat on one page.

    Args:
        page: where it is.
        requests: every request of the visit, of all its tabs.
    """

    def __init__(self, page: Page, requests: list[Request]) -> None:
        self.page = page
        self.requests = requests
        self.console: list[str] = []
        page.on("console", lambda line: self.console.append(f"{line.type}: {line.text}"))
        self.element = page.locator("backspasm-chat")
        self.launcher = self.element.get_by_role("button", name=NAME)
        self.panel = self.element.get_by_role("dialog", name=NAME)
        self.start = self.panel.get_by_role("button", name="Start", exact=True)
        self.log = self.panel.get_by_role("log")
        self.entries = self.log.locator(".entry")
        self.said = self.log.locator(".user")
        self.told = self.log.locator(".bot")
        self.box = self.panel.get_by_role("textbox", name="Tell me in your own words")
        self.typing = self.panel.get_by_text("The guide is writing")
        self.retry = self.log.get_by_role("button", name="Try again")

    @property
    def context(self) -> BrowserContext:
        """The visit: what its tabs have in common."""
        return self.page.context

    def open(self) -> Chat:
        """Opens the panel by the launcher."""
        self.launcher.click()
        return self

    def begin(self) -> Chat:
        """Opens, and agrees to the notice."""
        self.open()
        with self.page.expect_response("**/webhooks/web/session") as answer:
            self.start.click()
        self.session: str = answer.value.json()["session"]
        return self

    def type(self, text: str) -> None:
        """Writes and sends, and waits for nothing."""
        self.box.fill(text)
        self.box.press("Enter")

    def say(self, text: str) -> Locator:
        """Says something and waits for the answer, which it returns."""
        before = self.told.count()
        self.type(text)
        expect(self.told).to_have_count(before + 1)
        return self.told.last

    def choose(self, title: str) -> Locator:
        """Presses a button of the last message and waits for the answer."""
        before = self.told.count()
        self.button(title).click()
        expect(self.told).to_have_count(before + 1)
        return self.told.last

    def button(self, title: str) -> Locator:
        """The last of the buttons with these words."""
        return self.log.get_by_role("button", name=title, exact=True).last

    def menu(self) -> Locator:
        """The menu, opened."""
        self.panel.locator("summary", has_text="Menu").click()
        return self.panel.locator(".menu-list")

    def delete(self) -> None:
        """Deletes the conversation, and says yes when asked."""
        self.menu().get_by_role("button", name="Delete my conversation").click()
        self.panel.get_by_role("button", name="Delete it").click()

    def posts(self, route: str) -> list[dict[str, Any]]:
        """What was posted to a route of the bot, in all tabs of the visit."""
        ours = [one for one in self.requests if one.method == "POST" and one.url.endswith(f"/webhooks/web/{route}")]
        return [one.post_data_json for one in ours]

    def lines(self) -> list[str]:
        """Everything that was said, without the words for screen readers only."""
        return [re.sub(r"^You said: ", "", text) for text in self.said.all_text_contents()]

    def focused(self) -> str:
        """The name of what has the focus."""
        return str(self.page.evaluate(FOCUSED))
