"""A talk: what is said before it begins, and how each kind of answer is shown and used."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from browser.chat import EMERGENCY, ICE, POSE, QUESTION, STARTER, Chat
from browser.conftest import Visit

# What a screen reader is told by the status of a timer.
LISTEN = """status => {
  window.spoken = [];
  new MutationObserver(() => window.spoken.push(status.textContent)).observe(status, {childList: true});
}"""


def test_nothing_is_sent_before_the_person_has_agreed(visit: Visit) -> None:
    chat = visit().open()
    expect(chat.panel).to_contain_text("This is not an emergency service.")
    expect(chat.panel).to_contain_text("for 90 days")
    expect(chat.panel.get_by_role("link", name="999").first).to_have_attribute("href", "tel:999")
    expect(chat.box).to_be_hidden()
    assert [one.url for one in chat.requests if one.method == "POST"] == []
    assert chat.page.evaluate("Object.keys(sessionStorage).filter(key => !key.endsWith(' open'))") == []


def test_it_greets_with_three_starters(chat: Chat) -> None:
    expect(chat.told).to_have_count(1)
    expect(chat.told).to_contain_text("Hello.")
    expect(chat.log.get_by_role("button")).to_have_count(3)


def test_a_page_may_open_it_without_taking_the_focus(visit: Visit) -> None:
    chat = visit("/open")
    expect(chat.start).to_be_visible()
    assert chat.page.evaluate("document.activeElement === document.body")


@pytest.mark.parametrize(
    ("number", "answer"), [(0, "is any of this new for you"), (1, "gentle stretching"), (2, "Call a doctor")]
)
def test_a_starter_gets_what_it_promises(chat: Chat, number: int, answer: str) -> None:
    chat.log.get_by_role("button").nth(number).click()
    expect(chat.told).to_have_count(2)
    expect(chat.told.last).to_contain_text(answer)


def test_an_answer_names_its_sources_on_demand(chat: Chat) -> None:
    answer = chat.say(QUESTION)
    expect(answer).to_contain_text("Ice first")
    source = answer.get_by_text("Heat Or Cold Treatment").last
    expect(source).to_be_hidden()
    answer.locator("summary", has_text=re.compile(r"Sources \(\d+\)")).click()
    expect(source).to_be_visible()


def test_an_emergency_is_an_alert_with_a_number_to_tap_and_a_word_for_its_colour(chat: Chat) -> None:
    card = chat.say(EMERGENCY)
    expect(card).to_have_attribute("role", "alert")
    expect(card.locator(".card-label")).to_have_text("Emergency")
    expect(card.locator(".card-label svg")).to_be_visible()
    expect(card.get_by_role("link", name="Call 999")).to_have_attribute("href", "tel:999")
    expect(card.get_by_role("link", name="Call 999")).to_be_in_viewport()


def test_quick_replies_close_after_use_and_the_choice_stays_readable(chat: Chat) -> None:
    chat.choose(STARTER)
    chat.choose("None of these")
    old = chat.log.get_by_role("button", name="None of these")
    expect(old).to_be_disabled()
    expect(old).to_have_attribute("aria-pressed", "true")
    expect(old.locator("svg")).to_be_visible()
    expect(chat.log.get_by_role("button", name="One or more")).to_be_disabled()
    expect(chat.log.get_by_role("button", name="One or more")).not_to_have_attribute("aria-pressed", "true")
    assert chat.lines() == [STARTER, "None of these"]


def test_what_is_typed_closes_quick_replies_too(chat: Chat) -> None:
    chat.choose(STARTER)
    chat.say(QUESTION)
    expect(chat.log.get_by_role("button", name="None of these")).to_be_disabled()


def test_steps_go_on_and_back_and_are_told_again(chat: Chat) -> None:
    first = chat.say(POSE)
    expect(first).to_contain_text("Step 1 of 4")
    expect(chat.choose("Next step")).to_contain_text("Step 2 of 4")
    expect(chat.choose("Next step")).to_contain_text("Step 3 of 4")
    expect(chat.choose("Step back")).to_contain_text("Step 2 of 4")
    expect(chat.say("repeat that")).to_contain_text("Step 2 of 4")


def test_a_picture_is_shown_and_told_in_words(chat: Chat) -> None:
    picture = chat.say(POSE).get_by_role("img", name=re.compile("Child's pose"))
    expect(picture).to_be_visible()
    expect(picture).to_have_attribute("alt", re.compile(r".{60,}"))  # its description, no mere name
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 0


def test_a_timer_counts_down_and_announces_only_its_phases(visit: Visit) -> None:
    chat = visit(prepare=lambda page: page.clock.install()).begin()
    timer = chat.say(ICE).get_by_role("group", name="Timer")
    expect(timer).to_contain_text("20:00")
    timer.locator("[role=status]").evaluate(LISTEN)
    timer.get_by_role("button", name="Start").click()
    for _ in range(5):
        chat.page.clock.fast_forward(60_000)
    expect(timer.locator(".timer-left")).to_have_text(re.compile(r"^14:\d\d$|^15:00$"))
    chat.page.clock.fast_forward("15:00")
    expect(timer).to_contain_text("Ice off")
    chat.page.clock.fast_forward("01:30:00")
    expect(timer).to_contain_text("The time is up.")
    assert chat.page.evaluate("spoken") == ["Ice on: 20:00", "Ice off: 1:30:00", "The time is up."]


def test_a_timer_can_be_paused_and_set_back(visit: Visit) -> None:
    chat = visit(prepare=lambda page: page.clock.install()).begin()
    timer = chat.say(ICE).get_by_role("group", name="Timer")
    timer.get_by_role("button", name="Start").click()
    chat.page.clock.fast_forward("05:00")
    timer.get_by_role("button", name="Pause").click()
    left = timer.locator(".timer-left").text_content()
    chat.page.clock.fast_forward("05:00")
    expect(timer.locator(".timer-left")).to_have_text(str(left))
    timer.get_by_role("button", name="Set back").click()
    expect(timer.locator(".timer-left")).to_have_text("20:00")


def test_thumbs_are_thanked_for_and_are_no_part_of_the_talk(chat: Chat) -> None:
    answer = chat.say(QUESTION)
    answer.get_by_role("button", name="Yes, this helped").click()
    expect(answer.get_by_role("group", name="Did this help?")).to_contain_text("good to hear")
    expect(answer.get_by_role("button", name="Yes, this helped")).to_have_attribute("aria-pressed", "true")
    answer.get_by_role("button", name="No, this did not help").click(force=True)
    assert [post["payload"].partition("{")[0] for post in chat.posts("message") if "payload" in post] == [
        "/feedback_good"
    ]
    assert chat.lines() == [QUESTION]
    expect(chat.button("Ice in the first days")).to_be_enabled()


def test_a_person_can_be_asked_for_from_the_menu(chat: Chat) -> None:
    chat.menu().get_by_role("button", name="Talk to a person").click()
    expect(chat.told.last).to_contain_text("You can talk to a person at Riverside Back Clinic.")
    expect(chat.told.last.get_by_role("link", name="020 7946 0123")).to_have_attribute("href", "tel:02079460123")


def test_a_talk_can_be_begun_again_from_the_menu(chat: Chat) -> None:
    chat.say(POSE)
    chat.menu().get_by_role("button", name="Start again").click()
    expect(chat.told.last).to_contain_text("Shall we start again")
    expect(chat.choose("Yes")).to_contain_text("We start again.")
    expect(chat.button("Next step")).to_be_disabled()


def test_the_talk_can_be_downloaded(chat: Chat) -> None:
    chat.say(QUESTION)
    with chat.page.expect_download() as loading:
        chat.menu().get_by_role("button", name="Download my conversation").click()
    assert loading.value.suggested_filename == "my-conversation.txt"
    text = Path(loading.value.path()).read_text(encoding="utf-8")
    assert f"You said: {QUESTION}\n" in text
    assert "The guide said: Ice first" in text


def test_a_page_may_speak_for_the_person_only_after_the_notice(visit: Visit) -> None:
    chat = visit()
    expect(chat.launcher).to_be_visible()
    chat.page.evaluate(f"Backspasm.send({QUESTION!r})")
    expect(chat.start).to_be_visible()
    assert chat.posts("message") == []
    chat.start.click()
    expect(chat.box).to_have_value(QUESTION)
    chat.page.evaluate(f"Backspasm.send({QUESTION!r})")
    expect(chat.told.last).to_contain_text("Ice first")
