"""What a running server makes of requests that are forged, old, doubled, broken, or of a kind that is not for it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from peers.people import is_told_once
from peers.programs import until
from peers.slack import TEAM, SlackPerson, SlackWorld

OLD = 60 * 6  # seconds; Slack says that five minutes are too many
USER = "U0STRANGER"
APP = {"team": {"id": TEAM, "domain": "clinic"}, "user": {"id": USER, "team_id": TEAM}, "api_app_id": "A000000001"}
PUBLIC = {"channel": "C0PUBLIC", "channel_type": "channel", "user": USER, "ts": "1.000001"}
ITEM = {"type": "message", "channel": "C0PUBLIC", "ts": "1.000001"}
VIEW = {"id": "V1", "type": "home", "callback_id": "", "state": {"values": {}}, "blocks": []}

#: Events that concern nobody, or others than the guide.
EVENTS: dict[str, dict[str, Any]] = {
    "message in a public channel": {"type": "message", "text": "where are you", **PUBLIC},
    "message in a group": {"type": "message", "text": "where are you", **PUBLIC, "channel_type": "mpim"},
    "message of a bot": {"type": "message", "text": "hi", **PUBLIC, "channel_type": "im", "bot_id": "B1"},
    "message_deleted": {"type": "message", "subtype": "message_deleted", **PUBLIC, "deleted_ts": "1.0"},
    "channel_join": {"type": "message", "subtype": "channel_join", **PUBLIC},
    "app_home_opened, the messages": {"type": "app_home_opened", "user": USER, "channel": "D1", "tab": "messages"},
    "app_uninstalled": {"type": "app_uninstalled"},
    "tokens_revoked": {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [USER]}},
    "member_joined_channel": {"type": "member_joined_channel", "user": USER, "channel": "C0PUBLIC", "team": TEAM},
    "reaction_added": {"type": "reaction_added", "user": USER, "reaction": "ice", "item": ITEM, "event_ts": "1.0"},
    "file_shared": {"type": "file_shared", "file_id": "F1", "user_id": USER, "channel_id": "D1"},
    "link_shared": {"type": "link_shared", "user": USER, "channel": "C0PUBLIC", "links": []},
    "user_change": {"type": "user_change", "user": {"id": USER}},
    "im_created": {"type": "im_created", "user": USER, "channel": {"id": "D1"}},
    "pin_added": {"type": "pin_added", "user": USER, "channel_id": "C0PUBLIC", "item": ITEM},
    "team_join": {"type": "team_join", "user": {"id": USER}},
    "a kind of tomorrow": {"type": "tomorrow"},
}

#: Interactions of every type; none of them presses a button of the guide.
INTERACTIONS: dict[str, dict[str, Any]] = {
    "a link": {"type": "block_actions", "actions": [{"type": "button", "action_id": "x", "url": "https://x.example"}]},
    "checkboxes": {
        "type": "block_actions",
        "actions": [{"type": "checkboxes", "action_id": "x", "selected_options": []}],
    },
    "a date": {"type": "block_actions", "actions": [{"type": "datepicker", "action_id": "x", "selected_date": None}]},
    "a select": {"type": "block_actions", "actions": [{"type": "static_select", "action_id": "x"}]},
    "an input": {"type": "block_actions", "actions": [{"type": "plain_text_input", "action_id": "x", "value": "ice"}]},
    "no action": {"type": "block_actions", "actions": []},
    "view_submission": {"type": "view_submission", "view": VIEW},
    "view_closed": {"type": "view_closed", "view": VIEW, "is_cleared": False},
    "shortcut": {"type": "shortcut", "callback_id": "of_another", "trigger_id": "1.1"},
    "message_action": {"type": "message_action", "callback_id": "of_another", "trigger_id": "1.1", "message": {}},
    "block_suggestion": {"type": "block_suggestion", "action_id": "x", "block_id": "x", "value": "ic"},
    "interactive_message": {"type": "interactive_message", "callback_id": "x", "actions": []},
    "a kind of tomorrow": {"type": "tomorrow"},
}

BROKEN = ["", "{", "null", "[]", "7", "{}", '{"type": "event_callback"}', '{"type": "event_callback", "event": 5}']


@pytest.fixture
def person(slack: SlackWorld) -> SlackPerson:
    """Somebody who has been told the notice."""
    person = slack.person()
    person.meet()
    return person


@pytest.mark.parametrize(
    "forging",
    [
        {"headers": {"X-Slack-Signature": ""}},
        {"headers": {"X-Slack-Request-Timestamp": ""}},
        {"secret": "a-secret-of-somebody-else"},
        {"age": OLD},
        {"age": -OLD},
    ],
    ids=["unsigned", "no time", "another's secret", "old", "from the future"],
)
def test_what_slack_did_not_sign_just_now_is_not_read(
    slack: SlackWorld, person: SlackPerson, forging: dict[str, Any]
) -> None:
    before = slack.server.books.taken_in()
    answer = slack.deliver_event(person.event(text="where are you"), **forging)
    assert 400 <= answer.status_code < 500
    assert slack.server.books.taken_in() == before


def test_the_address_is_confirmed(slack: SlackWorld) -> None:
    answer = slack.deliver(json.dumps({"type": "url_verification", "challenge": "3eZbrw1a"}), "application/json")
    assert answer.status_code == 200
    assert "3eZbrw1a" in answer.text


@pytest.mark.parametrize("reason", ["http_timeout", "http_error", "connection_failed"])
def test_what_is_delivered_again_is_answered_once(slack: SlackWorld, person: SlackPerson, reason: str) -> None:
    event, again = person.event(text="where are you"), {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": reason}
    person.does(lambda: slack.deliver_event(event, f"Ev-{person.user}"))
    person.hears()
    assert slack.deliver_event(event, f"Ev-{person.user}", headers=again).status_code == 200
    assert is_told_once(person)


def test_a_retry_that_is_the_first_to_arrive_is_answered(slack: SlackWorld, person: SlackPerson) -> None:
    headers = {"X-Slack-Retry-Num": "1", "X-Slack-Retry-Reason": "connection_failed"}
    person.does(lambda: slack.deliver_event(person.event(text="where are you"), headers=headers))
    assert "Riverside Walk" in person.hears().texts[-1]


@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS)
def test_an_event_that_is_not_for_the_guide_is_left_alone(slack: SlackWorld, event: dict[str, Any]) -> None:
    before = len(slack.proxy.to("chat.postMessage"))
    assert slack.deliver_event(event).status_code == 200
    until(slack.server.books.is_quiet, "it is done with")
    assert len(slack.proxy.to("chat.postMessage")) == before


@pytest.mark.parametrize("interaction", INTERACTIONS.values(), ids=INTERACTIONS)
def test_an_interaction_that_is_not_the_guides_breaks_nothing(slack: SlackWorld, interaction: dict[str, Any]) -> None:
    assert slack.interact({**APP, **interaction}).status_code < 500


@pytest.mark.parametrize("body", BROKEN)
@pytest.mark.parametrize("content_type", ["application/json", "application/x-www-form-urlencoded", "text/plain"])
def test_what_is_broken_breaks_nothing(slack: SlackWorld, content_type: str, body: str) -> None:
    assert slack.deliver(body, content_type).status_code < 500
    assert slack.server.state("slack") == "ok"


def test_the_log_has_no_trace_and_no_words(slack: SlackWorld, person: SlackPerson) -> None:
    person.says("my name is Wendeline and I can't control my bladder")
    person.hears()
    log = slack.server.log.read_text()
    assert "Traceback" not in log
    assert "Wendeline" not in log
    assert person.user not in log
