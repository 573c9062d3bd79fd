"""Pages that mean no good, or only allow little: markup in words, hostile style sheets, strict policies, origins."""

import re

from playwright.sync_api import Route, expect

from browser.chat import EMERGENCY, POSE, QUESTION, Chat
from browser.conftest import PHONE, Visit
from browser.places import ClinicSite

MARKUP = "<img src=x onerror=window.owned=1><script>window.owned=1</script><svg onload=window.owned=1></svg>"
INSIDE = "document.querySelector('backspasm-chat').shadowRoot"
# The styles that a page's own rules would have changed, of everything in the widget that is drawn.
REDDENED = f"""() => [...{INSIDE}.querySelectorAll('*')].filter((node) => node.checkVisibility()).flatMap((node) => {{
  const style = getComputedStyle(node);
  const names = ["color", "backgroundColor", "borderTopColor", "fill", "stroke", "textDecorationColor"];
  return names.filter((name) => style[name] === "rgb(255, 0, 0)").map((name) => `${{name}} of ${{node.className}}`);
}})"""
VIOLATIONS = """
window.violations = [];
addEventListener("securitypolicyviolation", (event) =>
  violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""


def is_untouched(chat: Chat) -> bool:
    """Whether nothing ran, and nothing was drawn that the widget does not draw itself."""
    foreign = (
        f"[...{INSIDE}.querySelectorAll('script, iframe, b, img:not(.picture), svg:not(.icon), [onload], [onerror]')]"
    )
    return chat.page.evaluate("window.owned === undefined") and chat.page.evaluate(f"{foreign}.length") == 0


def test_markup_that_a_person_writes_is_text(chat: Chat) -> None:
    chat.say(MARKUP)
    assert chat.lines() == [MARKUP]
    assert is_untouched(chat)
    chat.page.reload()
    expect(chat.said).to_contain_text(MARKUP)
    assert is_untouched(chat)


def test_markup_in_an_answer_is_text(chat: Chat) -> None:
    source = {"doc": MARKUP, "section": MARKUP, "title": MARKUP}
    custom = {
        "kind": "answer",
        "level": "emergency",
        "card": '"><b>',
        "sources": [source],
        "picture": '../x.svg" onerror="window.owned=1',
        "call": [{"label": MARKUP, "number": "javascript:window.owned=1"}],
        "timer": {"repeats": False, "phases": [{"label": MARKUP, "seconds": 60}]},
        "step": {"number": 1, "of": 2},
    }
    button = {"title": MARKUP, "payload": "/x"}
    answer = {"from": "bot", "text": f"{MARKUP}\n- {MARKUP}\n1. {MARKUP}", "buttons": [button], "custom": custom}
    chat.page.route("**/webhooks/web/message", lambda route: route.fulfill(json={"messages": [answer]}))
    told = chat.say(QUESTION)
    expect(told).to_contain_text(MARKUP)
    expect(chat.button(MARKUP)).to_be_visible()
    assert is_untouched(chat)
    assert chat.page.evaluate(f"[...{INSIDE}.querySelectorAll('a')].every(link => link.protocol === 'tel:')")


def test_markup_in_what_the_server_says_of_itself_is_text(visit: Visit) -> None:
    def answer(route: Route) -> None:
        known = route.fetch().json()
        route.fulfill(json={**known, "clinic": MARKUP, "privacy": MARKUP, "phone": MARKUP, "emergency": MARKUP})

    chat = visit(prepare=lambda page: page.route("**/webhooks/web/config", answer)).open()
    expect(chat.panel).to_contain_text(f"It is run by {MARKUP}.")
    assert is_untouched(chat)


def test_hostile_style_sheets_do_not_get_in(visit: Visit) -> None:
    chat = visit("/hostile")
    expect(chat.launcher).to_be_in_viewport()
    assert chat.page.locator("h1").evaluate("node => getComputedStyle(node).color") == "rgb(255, 0, 0)"
    assert chat.page.evaluate(REDDENED) == []
    chat.begin()
    chat.say(POSE)
    chat.say(EMERGENCY)
    assert chat.page.evaluate(REDDENED) == []
    assert chat.element.evaluate("node => getComputedStyle(node).position") == "fixed"
    expect(chat.box).to_be_in_viewport(ratio=1)
    expect(chat.panel).to_be_in_viewport(ratio=1)


def test_it_looks_the_same_on_a_hostile_page(visit: Visit) -> None:
    boxes = []
    for page in ("/", "/hostile"):
        chat = visit(page, reduced_motion="reduce").begin()
        card = chat.say(EMERGENCY)
        boxes.append([chat.panel.bounding_box(), chat.box.bounding_box(), card.bounding_box()])
    assert boxes[0] == boxes[1]


def test_under_a_strict_policy_all_of_it_works_without_a_violation(visit: Visit) -> None:
    chat = visit("/strict", script=VIOLATIONS).begin()
    picture = chat.say(POSE).get_by_role("img", name=re.compile("Child's pose"))
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    chat.say(EMERGENCY)
    with chat.page.expect_download():
        chat.menu().get_by_role("button", name="Download my conversation").click()
    expect(chat.panel).to_have_css("background-color", "rgb(255, 255, 255)")
    chat.page.reload()
    expect(chat.told).to_have_count(3)
    chat.delete()
    expect(chat.log).to_contain_text("Your conversation is deleted.")
    assert chat.page.evaluate("violations") == []
    assert chat.console == []


def test_under_a_strict_policy_it_works_on_a_phone_too(visit: Visit) -> None:
    chat = visit("/strict", script=VIOLATIONS, viewport=PHONE).begin()
    chat.say(QUESTION)
    assert chat.page.evaluate("violations") == []
    assert chat.console == []


def test_a_website_that_is_let_in_may_use_the_chat(chat: Chat) -> None:
    expect(chat.say(QUESTION)).to_contain_text("Ice first")
    assert chat.console == []


def test_a_website_that_is_not_let_in_sees_nothing_and_its_console_says_why(visit: Visit, site: ClinicSite) -> None:
    chat = visit(site.refused, prepare=None)
    chat.page.wait_for_load_state("networkidle")
    (line,) = chat.console
    assert line.startswith(f"error: Backspasm: {site.refused} may not use this chat.")
    assert "website.origins in clinic.yml" in line
    expect(chat.element).to_have_count(0)
    assert [one.method for one in chat.requests] == ["GET"] * 3  # the page, the script, what the server says of itself


def test_a_website_that_is_not_let_in_cannot_post_either(visit: Visit, site: ClinicSite) -> None:
    chat = visit(site.refused)
    chat.page.wait_for_load_state("networkidle")
    refused = chat.page.evaluate(
        """async () => {
          const {src} = document.querySelector("script");
          const post = {method: "POST", headers: {"Content-Type": "application/json"}, body: "{}"};
          return fetch(new URL("session", src), post).then(() => false, () => true);
        }"""
    )
    assert refused
