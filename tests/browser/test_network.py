"""A bad network: nothing that was said is lost, said twice or out of order."""

import pytest
from playwright.sync_api import Page, Route, expect

from browser.chat import EMERGENCY, ICE, QUESTION, Chat
from browser.conftest import Visit, tab
from browser.places import Bot, ClinicSite

MESSAGE = "**/webhooks/web/message"
TEXTS = [QUESTION, "is a warm bath ok", "how long does it last"]

HIDE = """hidden => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def held(chat: Chat) -> list[Route]:
    """Messages on their way that reach the server only when the test lets them."""
    routes: list[Route] = []
    chat.page.route(MESSAGE, lambda route: routes.append(route))
    return routes


def test_what_cannot_be_sent_stays_and_says_so(chat: Chat) -> None:
    chat.context.set_offline(True)
    chat.type(QUESTION)
    failure = chat.log.get_by_role("alert")
    expect(failure).to_contain_text("Not sent. Please check your connection.")
    expect(failure.get_by_role("link", name="999")).to_have_attribute("href", "tel:999")
    expect(chat.retry).to_be_enabled()
    assert chat.lines() == [QUESTION]


def test_what_failed_is_sent_once_more_with_its_id_and_answered_once(chat: Chat, bot: Bot) -> None:
    chat.context.set_offline(True)
    chat.type(QUESTION)
    expect(chat.retry).to_be_visible()
    chat.context.set_offline(False)
    chat.retry.click()
    expect(chat.told).to_have_count(2)
    expect(chat.log.get_by_role("alert")).to_have_count(0)
    first, second = chat.posts("message")
    assert first["id"] == second["id"]
    assert chat.lines() == [QUESTION]
    assert len(bot.heard(chat.session)) == 1


def test_when_only_the_answer_got_lost_then_the_person_has_said_it_once(chat: Chat, bot: Bot) -> None:
    def lose(route: Route) -> None:
        route.fetch()  # the server has it
        route.abort()

    chat.page.route("**/webhooks/web/events", lambda route: route.abort())  # else the answer comes that way
    chat.page.route(MESSAGE, lose, times=1)
    chat.type(QUESTION)
    chat.retry.click()
    expect(chat.told).to_have_count(2)
    assert chat.lines() == [QUESTION]
    assert len(bot.heard(chat.session)) == 1
    assert chat.page.reload()
    expect(chat.told.last).to_contain_text("Ice first")
    assert chat.lines() == [QUESTION]
    assert len(chat.posts("message")) == 2


def test_what_arrived_after_all_is_told_by_the_stream(chat: Chat, bot: Bot) -> None:
    chat.page.route(MESSAGE, lambda route: route.abort())
    chat.type(QUESTION)
    expect(chat.retry).to_be_visible()
    chat.context.request.post(f"{bot.address}/webhooks/web/message", data=chat.posts("message")[0])
    expect(chat.told).to_have_count(2)
    expect(chat.retry).to_have_count(0)
    assert chat.lines() == [QUESTION]


def test_messages_that_failed_go_out_in_the_order_in_which_they_were_said(chat: Chat, bot: Bot) -> None:
    chat.context.set_offline(True)
    for number, text in enumerate(TEXTS, 1):
        chat.type(text)
        expect(chat.retry).to_have_count(number)
    chat.context.set_offline(False)
    chat.retry.last.click()
    expect(chat.told).to_have_count(1 + len(TEXTS))
    assert [post["text"] for post in chat.posts("message")][-len(TEXTS) :] == TEXTS
    assert chat.lines() == bot.heard(chat.session) == TEXTS


def test_a_message_that_failed_survives_a_reload_and_can_be_sent(chat: Chat) -> None:
    chat.context.set_offline(True)
    chat.type(QUESTION)
    expect(chat.retry).to_be_visible()
    chat.context.set_offline(False)
    chat.page.reload()
    chat.retry.click()
    expect(chat.told.last).to_contain_text("Ice first")
    first, second = chat.posts("message")
    assert first["id"] == second["id"]


def test_a_slow_answer_shows_typing_and_is_not_asked_for_twice(chat: Chat, held: list[Route]) -> None:
    chat.type(QUESTION)
    expect(chat.typing).to_be_visible()
    chat.box.press("Enter")  # somebody in pain, who presses again
    expect(chat.typing).to_have_attribute("role", "status")
    assert len(held) == 1
    held[0].continue_()
    expect(chat.told).to_have_count(2)
    expect(chat.typing).to_have_count(0)
    assert len(chat.posts("message")) == 1


def test_a_quick_reply_pressed_twice_is_sent_once(chat: Chat, held: list[Route]) -> None:
    chat.log.get_by_role("button").first.dblclick()
    expect(chat.typing).to_be_visible()
    assert len(held) == 1
    assert len(chat.lines()) == 1


def test_a_warning_sign_does_not_wait_behind_a_slow_answer(chat: Chat) -> None:
    def hold(route: Route) -> None:
        """Keeps back the question, for good, and nothing else."""
        if route.request.post_data_json["text"] != QUESTION:
            route.continue_()

    chat.page.route(MESSAGE, hold)
    chat.type(QUESTION)
    expect(chat.typing).to_be_visible()
    chat.type(EMERGENCY)
    expect(chat.told.last.get_by_role("link", name="Call 999")).to_be_visible()
    assert chat.lines() == [QUESTION, EMERGENCY]


def test_a_request_that_nobody_answers_is_given_up(visit: Visit) -> None:
    routes: list[Route] = []
    chat = visit(prepare=lambda page: page.clock.install()).begin()
    chat.page.route(MESSAGE, lambda route: routes.append(route))
    chat.type(QUESTION)
    expect(chat.typing).to_be_visible()
    chat.page.clock.fast_forward(31_000)
    expect(chat.log.get_by_role("alert")).to_contain_text("Not sent.")


def test_a_server_that_fails_says_so_in_its_own_words(chat: Chat) -> None:
    chat.page.route(MESSAGE, lambda route: route.fulfill(status=500, json={"error": "In an emergency call 999."}))
    chat.type(QUESTION)
    expect(chat.log.get_by_role("alert")).to_contain_text("Not sent. In an emergency call 999.")


def test_a_server_that_is_not_reached_at_first_is_asked_again(visit: Visit) -> None:
    def prepare(page: Page) -> None:
        page.clock.install()
        page.route("**/webhooks/web/config", lambda route: route.abort(), times=1)

    chat = visit(prepare=prepare)
    with chat.page.expect_event("request", lambda request: request.url.endswith("/config")):
        chat.page.clock.fast_forward(3_000)
    expect(chat.launcher).to_be_visible()


def test_a_tab_in_the_background_lets_go_and_catches_up_later(visit: Visit, site: ClinicSite) -> None:
    chat = visit("/remember").begin()
    chat.say(QUESTION)
    other = tab(chat, f"{site.address}/remember")
    expect(other.told).to_have_count(2)
    with other.page.expect_event("requestfailed", lambda request: request.url.endswith("/events")):
        other.page.evaluate(HIDE, True)
    chat.say(ICE)
    expect(other.told).to_have_count(2)
    other.page.evaluate(HIDE, False)
    expect(other.told).to_have_count(3)
    assert other.lines() == [QUESTION, ICE]
