"""What is kept of a talk, where, for whom, and how it goes away."""

from playwright.sync_api import expect

from browser.chat import EMERGENCY, POSE, QUESTION, Chat
from browser.conftest import Visit, tab
from browser.places import Bot, ClinicSite

# What a screen reader would read out: what is added to a live region that is not off, and alerts. Not what a region has
# in it from the moment it is there.
ANNOUNCED = """
window.announced = [];
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (options) {
  const root = attach.call(this, options);
  new MutationObserver((records) => {
    const isNew = ({ addedNodes }) => [...addedNodes].some((node) => node.querySelector?.("[role=log]"));
    if (records.some(isNew)) return;
    for (const { target, addedNodes } of records) for (const node of addedNodes) {
      const live = target.closest?.("[aria-live]")?.getAttribute("aria-live") ?? "off";
      const alert = node.querySelector?.("[role=alert]");
      if (alert || live !== "off") window.announced.push(node.textContent);
    }
  }).observe(root, { childList: true, subtree: true });
  return root;
};
"""


def test_a_reload_brings_the_talk_back_without_reading_it_out_again(visit: Visit) -> None:
    chat = visit(script=ANNOUNCED).begin()
    chat.say(QUESTION)
    chat.say(EMERGENCY)
    assert len(chat.page.evaluate("announced")) >= 4
    chat.page.reload()
    expect(chat.told).to_have_count(3)
    expect(chat.told.last).to_be_in_viewport()
    assert chat.lines() == [QUESTION, EMERGENCY]
    assert chat.page.evaluate("announced") == []
    expect(chat.log).to_have_attribute("aria-live", "polite")
    chat.say("thank you")
    assert chat.page.evaluate("announced") != []


def test_the_talk_goes_on_after_a_reload(chat: Chat) -> None:
    chat.say(POSE)
    chat.page.reload()
    expect(chat.button("Next step")).to_be_enabled()
    expect(chat.choose("Next step")).to_contain_text("Step 2 of 4")


def test_another_page_of_the_site_has_the_talk_too(chat: Chat, site: ClinicSite) -> None:
    chat.say(QUESTION)
    chat.page.goto(f"{site.address}/other")
    expect(chat.told.last).to_contain_text("Ice first")
    assert chat.lines() == [QUESTION]


def test_what_was_being_written_is_still_there_after_a_reload(chat: Chat) -> None:
    chat.box.fill("my back is")
    chat.page.reload()
    expect(chat.box).to_have_value("my back is")


def test_a_closed_chat_stays_closed_on_the_next_page(chat: Chat, site: ClinicSite) -> None:
    chat.panel.get_by_role("button", name="Close the chat").click()
    chat.page.goto(f"{site.address}/other")
    expect(chat.launcher).to_be_visible()
    expect(chat.panel).to_be_hidden()


def test_two_tabs_show_the_same_talk(visit: Visit, site: ClinicSite) -> None:
    one = visit("/remember").begin()
    one.say(QUESTION)
    two = tab(one, f"{site.address}/remember")
    expect(two.told.last).to_contain_text("Ice first")
    two.say(EMERGENCY)
    expect(one.told.last).to_contain_text("Call 999")
    one.say("thank you")
    expect(two.said.last).to_contain_text("thank you")
    expect(two.told).to_have_count(one.told.count())
    assert one.lines() == two.lines() == [QUESTION, EMERGENCY, "thank you"]


def test_deleting_empties_the_database_and_tells_the_other_tab(visit: Visit, site: ClinicSite, bot: Bot) -> None:
    one = visit("/remember").begin()
    one.say(QUESTION)
    two = tab(one, f"{site.address}/remember")
    expect(two.told).to_have_count(2)
    assert bot.rows(one.session) > 0
    one.page.bring_to_front()  # the browser lets the page of a tab behind rest
    one.delete()
    for each in (one, two):
        expect(each.log).to_contain_text("Your conversation is deleted.")
        expect(each.log).not_to_contain_text(QUESTION)
    assert bot.rows(one.session) == 0
    assert one.page.evaluate("Object.keys(localStorage).filter(key => /token|pending|draft/.test(key))") == []


def test_whoever_thinks_twice_keeps_the_talk(chat: Chat, bot: Bot) -> None:
    chat.say(QUESTION)
    chat.menu().get_by_role("button", name="Delete my conversation").click()
    chat.panel.get_by_role("button", name="Keep it").click()
    expect(chat.box).to_be_focused()
    assert chat.posts("delete") == []
    assert chat.lines() == [QUESTION]


def test_after_deleting_a_new_talk_begins_and_the_old_one_does_not_come_back(chat: Chat, bot: Bot) -> None:
    chat.say(QUESTION)
    old = chat.session
    chat.delete()
    expect(chat.log).to_contain_text("Your conversation is deleted.")
    chat.say("thank you")
    chat.page.reload()
    expect(chat.told).to_have_count(2)
    assert chat.lines() == ["thank you"]
    assert bot.rows(old) == 0


def test_without_being_asked_to_remember_a_talk_ends_with_its_tab(chat: Chat, site: ClinicSite) -> None:
    chat.say(QUESTION)
    assert chat.page.evaluate("localStorage.length") == 0
    assert chat.page.evaluate("sessionStorage.length") > 0
    other = tab(chat, site.address)
    chat.page.close()
    other.open()
    expect(other.start).to_be_visible()


def test_when_asked_to_remember_the_talk_outlives_its_tab(visit: Visit, site: ClinicSite) -> None:
    chat = visit("/remember").begin()
    chat.say(QUESTION)
    assert chat.page.evaluate("sessionStorage.length") == 0
    assert chat.page.evaluate("Object.keys(localStorage).every(key => key.startsWith('backspasm '))")
    other = tab(chat, f"{site.address}/remember")
    chat.page.close()
    expect(other.told.last).to_contain_text("Ice first")
