"""What comes in: only what Slack signed, and nothing of it ends in an error."""

from __future__ import annotations

import json
import logging
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.files import read_yaml

from .conftest import SECRET, WEBHOOK, FakeGate, FakeSlack, Workspace, opened

FORM = "application/x-www-form-urlencoded"
KINDS = read_yaml(Path(__file__).with_name("kinds.yml"))
ELEMENTS = [
    {"type": "button", "url": "https://clinic.example"},
    {"type": "checkboxes", "selected_options": [{"value": "a"}]},
    {"type": "channels_select", "selected_channel": "C1"},
    {"type": "conversations_select", "selected_conversation": "C1"},
    {"type": "datepicker", "selected_date": "2026-01-31"},
    {"type": "datetimepicker", "selected_date_time": 1},
    {"type": "email_text_input"},
    {"type": "file_input", "files": []},
    {"type": "multi_static_select", "selected_options": []},
    {"type": "number_input", "value": None},
    {"type": "overflow", "selected_option": None},
    {"type": "plain_text_input", "value": None},
    {"type": "radio_buttons", "selected_option": None},
    {"type": "static_select", "selected_option": {"value": ""}},
    {"type": "timepicker", "selected_time": "10:30"},
    {"type": "url_text_input"},
    {"type": "users_select", "selected_user": "U1"},
    {"type": "workflow_button"},
]
MALFORMED: list[Any] = [None, "a text", 7, [], ["a"], {}, {"type": None}, {"type": []}, {"type": {"a": 1}}]
BROKEN = [
    "",
    "{",
    "[]",
    "null",
    "7",
    '"a"',
    '{"type": "event_callback"}',
    '{"type": "event_callback", "event": {"type": "message"}}',
    '{"type": "event_callback", "event": {"type": "message", "channel_type": "im", "channel": 7, "ts": []}}',
    '{"type": "event_callback", "event": {"type": "message", "channel_type": "im", "subtype": "message_changed"}}',
    '{"type": "event_callback", "event": {"type": "app_mention"}}',
    '{"type": "event_callback", "event": {"type": "app_home_opened"}}',
    '{"type": "event_callback", "event": {"type": "member_joined_channel"}}',
    '{"type": "event_callback", "authorizations": 7, "team_id": {}}',
    '{"type": "url_verification"}',
    '{"type": "app_rate_limited", "minute_rate_limited": 1}',
    "payload={",
    "payload=null",
    "payload=[]",
    "payload=",
    "command=",
    "command=/backspasm",
    "command=/backspasm&user_id=U1&team_id=T1&trigger_id=t&text=%00",
    "a=b",
    "\x00",
]


def signed(body: str, *, secret: str = SECRET, age: int = 0) -> dict[str, str]:
    then = str(int(time.time()) - age)
    signature = SignatureVerifier(secret).generate_signature(timestamp=then, body=body)
    return {"x-slack-request-timestamp": then, "x-slack-signature": str(signature)}


@pytest.mark.parametrize(
    "headers",
    [
        {"x-slack-signature": ""},
        {"x-slack-signature": "v0=" + 64 * "0"},
        {"x-slack-signature": "v0=é"},
        {"x-slack-request-timestamp": ""},
        {"x-slack-request-timestamp": "soon"},
        {"x-slack-request-timestamp": "99999999999999999999"},
        signed("another body"),
        signed("", secret="another secret"),
    ],
)
async def test_what_slack_did_not_sign_is_not_read(workspace: Workspace, headers: dict[str, str]) -> None:
    body = json.dumps(workspace.event_body(workspace.message("my back hurts")))
    encoded = {name: value.encode() for name, value in headers.items()}
    response = await workspace.post(body, **encoded)  # type: ignore[arg-type]
    assert response.status_code == 401
    assert not workspace.gate.heard


@pytest.mark.parametrize(("age", "status"), [(290, 200), (310, 401), (-310, 401)])
async def test_a_request_is_good_for_five_minutes(workspace: Workspace, age: int, status: int) -> None:
    body = json.dumps(workspace.event_body(workspace.message("my back hurts")))
    response = await workspace.post(body, **signed(body, age=age))
    assert response.status_code == status
    assert len(workspace.gate.heard) == (status == 200)


async def test_an_address_is_verified_only_for_slack(workspace: Workspace) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "old"})
    response = await workspace.post(body, kind="application/json; charset=utf-8")
    assert response.json() == {"challenge": "abc"}
    forged = await workspace.post(body, **{"x-slack-signature": "v0=0"})
    assert forged.status_code == 401
    assert "abc" not in forged.text


async def test_slack_may_look_at_the_certificate(workspace: Workspace) -> None:
    assert (await workspace.http.get(WEBHOOK, params={"ssl_check": "1"})).status_code == 200
    assert (await workspace.http.post(WEBHOOK, content=b"ssl_check=1&token=old")).status_code == 200
    assert not workspace.gate.heard


async def test_without_a_signing_secret_nothing_comes_in_from_the_web(gate: FakeGate, slack: FakeSlack) -> None:
    slack.failures["apps.connections.open"] = []
    async with opened(gate, slack, signing_secret=None, app_token="xapp-1") as workspace:
        assert (await workspace.says("my back hurts")).status_code == 401


@pytest.mark.parametrize("kind", KINDS["events"])
async def test_every_event_is_acknowledged(workspace: Workspace, kind: str) -> None:
    plain = {"type": kind, "user": "U1", "channel": "C1", "ts": "1.0", "item": {"type": "message", "channel": "D1"}}
    whole = {"type": kind, "user": {"id": "U1"}, "channel": {"id": "C1"}, "team": {"id": "T1"}, "message": {}}
    for event in (plain, whole, {"type": kind}):
        assert (await workspace.event(event)).status_code == 200
    assert not workspace.gate.heard
    assert not workspace.slack.made("chat.postMessage")


@pytest.mark.parametrize("subtype", KINDS["subtypes"])
async def test_what_slack_tells_in_a_message_is_not_answered(workspace: Workspace, subtype: str) -> None:
    response = await workspace.says("something happened", subtype=subtype, message={"text": "a"}, hidden=True)
    assert response.status_code == 200
    assert not workspace.gate.heard


@pytest.mark.parametrize("kind", KINDS["interactions"])
async def test_every_interaction_is_acknowledged(workspace: Workspace, kind: str) -> None:
    who = {"type": kind, "user": {"id": "U1"}, "team": {"id": "T1"}, "trigger_id": "t"}
    view = {"callback_id": "other", "state": {"values": {}}, "type": "modal"}
    for more in ({}, {"actions": []}, {"callback_id": "other", "view": view}, {"view": None, "actions": None}):
        assert (await workspace.interaction({**who, **more})).status_code == 200
    assert not workspace.slack.made("chat.postMessage")


@pytest.mark.parametrize("element", ELEMENTS, ids=lambda element: element["type"])
async def test_an_element_that_the_guide_never_drew_is_acknowledged(workspace: Workspace, element: Any) -> None:
    action = {"action_id": "a", "block_id": "b", "action_ts": "1.0", **element}
    who = {"type": "block_actions", "user": {"id": "U1"}, "team": {"id": "T1"}, "trigger_id": "t"}
    assert (await workspace.interaction({**who, "actions": [action]})).status_code == 200
    assert not workspace.slack.made("chat.postMessage")


@pytest.mark.parametrize("body", MALFORMED, ids=repr)
async def test_a_malformed_part_is_no_error(workspace: Workspace, body: Any) -> None:
    assert (await workspace.event(body)).status_code == 200
    assert (await workspace.interaction(body)).status_code == 200
    action = {"type": "block_actions", "user": body, "actions": [body], "container": body, "message": body}
    assert (await workspace.interaction(action)).status_code == 200
    changed = {"subtype": "message_changed", "message": body, "previous_message": body}
    assert (await workspace.says("", **changed)).status_code == 200
    assert (await workspace.says("", files=[body], edited=body, thread_ts=body)).status_code == 200


@pytest.mark.parametrize("body", BROKEN)
@pytest.mark.parametrize("kind", ["application/json", FORM, "application/json; charset=utf-8", "text/plain", ""])
async def test_a_broken_body_is_no_error(workspace: Workspace, body: str, kind: str) -> None:
    assert (await workspace.post(body, kind=kind)).status_code == 200


async def test_a_body_that_is_no_text_is_refused(workspace: Workspace) -> None:
    headers = {"x-slack-request-timestamp": str(int(time.time())), "x-slack-signature": "v0=0"}
    response = await workspace.http.post(WEBHOOK, content=b"\xff\xfe", headers=headers)
    assert response.status_code == 401


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "application/json", "Application/JSON"])
async def test_an_event_is_read_whatever_the_charset(workspace: Workspace, kind: str) -> None:
    body = json.dumps(workspace.event_body(workspace.message("my back hurts — a lot")), ensure_ascii=False)
    await workspace.post(body, kind=kind)
    assert workspace.gate.texts == ["my back hurts — a lot"]


async def test_nothing_that_was_written_nor_a_token_is_logged(
    gate: FakeGate, slack: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with opened(gate, slack) as workspace:
        await workspace.says("a private thing")
        await workspace.event({"type": "channel_rename", "channel": {"name": "a private thing"}})
        await workspace.event({"type": "message", "channel_type": "im", "text": "a private thing"})
        await workspace.slash("a private thing")
        await workspace.interaction({"type": "block_actions", "actions": [{"value": "a private thing"}]})
        await workspace.post(urlencode({"payload": "a private thing"}), kind=FORM)
        await workspace.says("a private thing", **{"x": "y"})
    own = [record.getMessage() for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    assert not [line for line in own if "private" in line or "xoxb" in line or SECRET in line]
