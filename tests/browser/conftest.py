"""A server, a clinic's website and a browser, each started once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from conftest import Running, clinic_with
from playwright.sync_api import Browser, BrowserContext, Request, expect, sync_playwright
from sanic import Sanic

from bot import server
from browser.chat import Chat
from browser.places import Bot, ClinicSite

CHROMIUM = Path("/usr/bin/chromium")
MISSING = f"The browser tests need {CHROMIUM}. Install it with: .ci/install chromium (or apt-get install chromium)"
WAIT = 15_000  # milliseconds until something that has to come counts as missing; neighbours use this machine too
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}

Visit = Callable[..., Chat]
expect.set_options(timeout=WAIT)


@pytest.fixture(scope="package")
def site() -> Iterator[ClinicSite]:
    """A clinic's website."""
    site = ClinicSite()
    yield site
    site.close()


@pytest.fixture(scope="package")
def bot(model: Path, site: ClinicSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """The bot as ``serve`` runs it, with every channel and the page, for the clinic's website."""
    database = tmp_path_factory.mktemp("browser") / "conversations.db"

    async def app() -> Sanic:
        agent, store = await server.load(model, server.read_endpoints(database=str(database)))
        with pytest.MonkeyPatch.context() as patch:
            clinic = clinic_with(site.address)
            patch.setattr(server.knowledge, "clinic", lambda: clinic)
            return server.make_app(agent, store, loopback=True)

    running = Running(app)
    site.show(running.address)
    rest = f"{running.address}/webhooks/rest/webhook"
    httpx.post(rest, json={"sender": "first", "message": "how long does it last"}, timeout=60)  # loads what it can
    yield Bot(running.address, database)
    running.stop()


# Of this folder only, and after the server: while Playwright runs, no other event loop can run in this thread.
@pytest.fixture(scope="package")
def browser(bot: Bot) -> Iterator[Browser]:
    """Debian's Chromium."""
    if not CHROMIUM.exists():
        pytest.fail(MISSING, pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--headless", "--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, bot: Bot, site: ClinicSite) -> Iterator[Visit]:
    """Somebody's visit to the clinic's website: ``visit("/page", **options of the browser's context)``.

    Wherever they went, there was no request to a third party, no cookie, and no error that nobody caught.
    """
    contexts: list[BrowserContext] = []
    requests: list[Request] = []
    errors: list[str] = []

    def start(
        page: str = "/", *, script: str = "", prepare: Callable[[Any], None] | None = None, **options: Any
    ) -> Chat:
        context = browser.new_context(**{"viewport": WIDE, **options})
        contexts.append(context)
        context.set_default_timeout(WAIT)
        context.on("request", lambda request: requests.append(request))  # of a built-in, Playwright cannot keep track
        context.on("weberror", lambda problem: errors.append(str(problem.error)))
        if script:
            context.add_init_script(script)
        tab = context.new_page()
        if prepare:
            prepare(tab)
        chat = Chat(tab, requests)
        tab.goto(page if "://" in page else site.address + page)
        return chat

    yield start
    cookies = [cookie for context in contexts for cookie in context.cookies()]
    for context in contexts:
        for page in context.pages:
            page.unroute_all(behavior="ignoreErrors")  # what a test still holds back
        context.close()
    known = {urlsplit(address).netloc for address in (bot.address, site.address, site.refused)}
    strangers = {url for url in (one.url for one in requests) if urlsplit(url).netloc not in known and ":" in url}
    assert not [url for url in strangers if not url.startswith(("blob:", "data:"))]
    assert not cookies
    assert not errors


@pytest.fixture
def chat(visit: Visit) -> Chat:
    """A chat on a wide screen that has just begun."""
    return visit().begin()


def tab(chat: Chat, url: str) -> Chat:
    """Another tab of the same visit."""
    page = chat.context.new_page()
    other = Chat(page, chat.requests)
    page.goto(url)
    return other
