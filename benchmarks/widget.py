"""``uv run python -m benchmarks.widget``: size and speed of the chat widget in Debian's Chromium.

Exit code 0: every limit is kept; 1: one is missed; 2: it could not be measured.
"""

from __future__ import annotations

import argparse
import gzip
import os
import statistics
import sys
from itertools import islice
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route, expect, sync_playwright
from rich.console import Console

from benchmarks import report, texts
from benchmarks.bots import PROJECT, Ours
from benchmarks.measure import Figures
from benchmarks.report import Figure
from benchmarks.serving import ServingError, serving

RESULTS = PROJECT / "results" / "benchmarks_widget.json"
BUNDLE = PROJECT / "widget" / "widget.js"
CHROMIUM = Path("/usr/bin/chromium")
WIDE = {"width": 1280, "height": 900}
VISITS = 15  # of people who have nothing of the widget in their cache
ASKED = 25  # questions whose answers make up the long talk
MESSAGES = 500

FIGURES = (
    Figure("gzipped_kb", "the script, gzipped, KiB", "ours", at_most=15, digits=2),
    Figure("usable_ms", "from asking for the script to a launcher to click, median, ms", "ours", at_most=200, digits=0),
    Figure("usable_worst_ms", "the same, slowest visit, ms", "ours", digits=0),
    Figure("frame_worst_ms", f"scrolling {MESSAGES} messages, worst frame, ms", "ours", at_most=100, digits=0),
    Figure("frame_median_ms", "the same, median frame, ms", "ours", digits=0),
)

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A clinic</title><h1>A clinic</h1>
<script src="/webhooks/web/widget.js" defer data-open></script></html>"""

# Resolves with the milliseconds from the script's request to the first frame in which a click would hit the launcher.
USABLE = """
window.usable = new Promise((resolve) => {
  const look = () => {
    const host = document.querySelector("backspasm-chat");
    const box = host?.shadowRoot?.querySelector(".launcher")?.getBoundingClientRect();
    const hit = box?.width && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === host;
    if (!hit) return requestAnimationFrame(look);
    const script = performance.getEntriesByType("resource").find(({ name }) => name.endsWith("/widget.js"));
    resolve(performance.now() - script.startTime);
  };
  requestAnimationFrame(look);
});
"""

# Scrolls the log from its end to its start and back, most of a window each frame; the milliseconds of each frame.
SCROLL = """async () => {
  const scroller = document.querySelector("backspasm-chat").shadowRoot.querySelector(".scroller");
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())));
  const frames = [];
  scroller.scrollTo({ top: scroller.scrollHeight, behavior: "instant" });
  for (let still = 0; still < 30; still += 1) await frame();
  for (const step of [-1, 1]) {
    for (let last = -1, before = await frame(); scroller.scrollTop !== last; ) {
      last = scroller.scrollTop;
      scroller.scrollBy({ top: step * scroller.clientHeight * 0.7, behavior: "instant" });
      const now = await frame();
      frames.push(now - before);
      before = now;
    }
  }
  return frames;
}"""


class Here(Ours):
    """This project in the environment that runs the benchmark."""

    environment = Path(sys.prefix)
    variables: dict[str, str] = {}

    def build(self) -> None:
        """Nothing is installed; ``serve`` trains when that is needed."""


def main() -> int:
    """Serves, measures, reports."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.widget", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often all is measured (default: 3)")
    rounds_wanted = max(1, parser.parse_args().rounds)
    console = Console(highlight=False, soft_wrap=True)
    if not CHROMIUM.exists():
        console.print(f"{CHROMIUM} is missing. Install it with: .ci/install chromium", style="red")
        return 2
    rounds: list[dict[str, Figures]] = []
    try:
        with serving(Here(), "hello") as served, sync_playwright() as playwright:
            address = f"http://127.0.0.1:{served.port}"
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--headless", "--no-sandbox"])
            visit(browser, address)  # unmeasured: the files get into memory
            talk = long_talk(browser, address)
            for number in range(rounds_wanted):
                console.print(f"round {number + 1} of {rounds_wanted}")
                rounds.append({"ours": {**size(), **usable(browser, address), **scrolling(browser, address, talk)}})
            browser.close()
    except ServingError as error:
        console.print(str(error), style="red", markup=False)
        return 2
    table = report.rows(rounds, FIGURES)
    report.show(table, console, FIGURES, "The chat widget (medians over the rounds)")
    report.save(RESULTS, table, rounds)
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    console.print(f"Load of the machine over the last 1, 5 and 15 minutes: {busy}. Every round: {RESULTS}")
    return 0 if all(row.passed for row in table) else 1


def size() -> Figures:
    """What a visitor loads once."""
    return {"gzipped_kb": len(gzip.compress(BUNDLE.read_bytes(), 9, mtime=0)) / 1024}


def usable(browser: Browser, address: str) -> Figures:
    """The time until the launcher can be clicked, of :data:`VISITS` first visits."""
    waits = [visit(browser, address) for _ in range(VISITS)]
    return {"usable_ms": statistics.median(waits), "usable_worst_ms": max(waits)}


def visit(browser: Browser, address: str) -> float:
    """The milliseconds of one first visit."""
    page = browser.new_page(viewport=WIDE)
    page.add_init_script(USABLE)
    open_page(page, address, PAGE.replace(" data-open", ""))
    wait = float(page.evaluate("usable"))
    page.context.close()
    return wait


def long_talk(browser: Browser, address: str) -> list[dict[str, Any]]:
    """A talk of :data:`MESSAGES` messages: real questions and answers, over and over."""
    page = browser.new_page(viewport=WIDE)
    open_page(page, address, PAGE)
    page.get_by_role("button", name="Start", exact=True).click()
    for number, question in enumerate(islice(texts.questions(), ASKED)):
        page.get_by_role("textbox").fill(question)
        page.keyboard.press("Enter")
        expect(page.locator(".bot")).to_have_count(number + 2, timeout=30_000)
    token = page.evaluate("Object.entries(sessionStorage).find(([key]) => key.endsWith(' token'))[1]")
    post = page.request.post(f"{address}/webhooks/web/history", data=f'{{"token": {token}}}')
    said = post.json()["messages"]
    page.context.close()
    return [said[number % len(said)] for number in range(MESSAGES)]


def scrolling(browser: Browser, address: str, talk: list[dict[str, Any]]) -> Figures:
    """The frames of scrolling through a long talk that a reload has brought back."""
    page = browser.new_page(viewport=WIDE)
    open_page(page, address, PAGE)
    with page.expect_response("**/webhooks/web/session"):
        page.get_by_role("button", name="Start", exact=True).click()

    def tell(route: Route) -> None:
        route.fulfill(json={"messages": talk, "last": len(talk)})

    page.route("**/webhooks/web/history", tell)
    # The server knows nothing of this talk, and would say that it was deleted.
    page.route("**/webhooks/web/events", lambda route: route.fulfill(status=404, json={"error": "no events"}))
    page.reload()
    expect(page.locator(".entry")).to_have_count(1 + MESSAGES, timeout=30_000)
    frames = page.evaluate(SCROLL)
    page.context.close()
    if len(frames) < MESSAGES / 4:
        raise ServingError(f"the talk was scrolled through in {len(frames)} frames: it is not all there")
    return {"frame_worst_ms": max(frames), "frame_median_ms": statistics.median(frames)}


def open_page(page: Page, address: str, html: str) -> None:
    """Goes to a clinic's page; it stands on the bot's own origin, which needs no entry in clinic.yml."""
    page.route(f"{address}/a-clinic", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto(f"{address}/a-clinic")


if __name__ == "__main__":
    sys.exit(main())
