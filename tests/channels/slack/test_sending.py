"""What goes out: until Slack takes it, in its order, and in words where Slack takes no drawing."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from aiohttp import web

from bot import knowledge, paths
from bot.channels.messenger import backoff, outbox
from bot.channels.parts import Parts, SettingError
from bot.channels.slack import SlackChannel, socket_mode

from .conftest import ANSWER, FakeGate, FakeSlack, Workspace, failed, opened


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in ((outbox, "FIRST_PAUSE"), (backoff, "FIRST_PAUSE")):
        monkeypatch.setattr(module, name, 0.01)
    monkeypatch.setattr(socket_mode, "LOOK", 0.01)
    monkeypatch.setattr(socket_mode, "RENEWAL", 0.02)


async def until(reached: Any) -> None:
    """Waits for what comes by itself, and gives up on what does not."""

    async def wait() -> None:
        while not reached():
            await asyncio.sleep(0.01)

    await asyncio.wait_for(wait(), 20)


@pytest.mark.parametrize(
    "failure",
    [
        lambda: failed(429, "ratelimited", Retry_After="0"),
        lambda: failed(200, "ratelimited"),
        lambda: failed(503),
        lambda: web.Response(status=502, text="<html>Bad gateway</html>", content_type="text/html"),
        lambda: web.Response(status=200, text="a page", content_type="text/plain"),
        lambda: web.Response(status=200, text="{", content_type="application/json"),
        lambda: failed(200, "internal_error"),
        lambda: failed(200, "token_revoked"),
        lambda: failed(200, "missing_scope"),
    ],
)
async def test_a_message_is_sent_again_until_slack_takes_it(known: Workspace, failure: Any) -> None:
    known.slack.failures["chat.postMessage"] = [failure() for _ in range(3)]
    await known.says("what helps?")
    await known.says("and then?")
    assert known.slack.said == ["Ice first.", "Ice first."]
    assert known.channel.health.as_dict()["status"] == "ok"


@pytest.mark.parametrize("code", ["channel_not_found", "is_archived", "user_disabled", "cannot_dm_bot", "new_error"])
async def test_what_slack_will_never_take_holds_up_nothing(known: Workspace, code: str) -> None:
    known.slack.failures["chat.postMessage"] = [failed(200, code)]
    await known.says("what helps?")
    await known.says("and then?")
    assert known.slack.said == ["Ice first."]


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "account_inactive", "missing_scope"])
async def test_health_says_what_to_do_about_the_token(gate: FakeGate, slack: FakeSlack, code: str) -> None:
    slack.failures["auth.test"] = [failed(200, code) for _ in range(100)]
    async with opened(gate, slack) as workspace:
        await until(lambda: workspace.channel.health.as_dict()["status"] == "trouble")
        why = workspace.channel.health.as_dict()["why"]
        assert code in why
        assert "install the app" in why or "copy the Bot User OAuth Token" in why


async def test_the_server_starts_and_goes_on_while_slack_cannot_be_reached(gate: FakeGate, slack: FakeSlack) -> None:
    slack.failures["auth.test"] = [failed(503) for _ in range(3)]
    async with opened(gate, slack) as workspace:
        await until(lambda: workspace.channel.health.as_dict()["status"] == "ok")
        assert slack.made("auth.test")


async def test_a_slack_that_is_not_there_is_trouble_and_nothing_else(gate: FakeGate, slack: FakeSlack) -> None:
    async with opened(gate, slack, api="http://127.0.0.1:9/") as workspace:
        await until(lambda: workspace.channel.health.as_dict()["status"] == "trouble")
        assert "cannot be reached" in workspace.channel.health.as_dict()["why"]


async def test_blocks_that_slack_does_not_take_become_text(known: Workspace) -> None:
    known.slack.failures["chat.postMessage"] = [failed(200, "invalid_blocks")]
    await known.says("what helps?")
    (sent,) = known.slack.made("chat.postMessage")
    assert sent["text"] == "Ice first."
    assert "blocks" not in sent


async def test_a_drawing_is_fetched_from_the_public_address(gate: FakeGate, slack: FakeSlack) -> None:
    drawn = {**ANSWER, "custom": {**ANSWER["custom"], "picture": "ice_pack.svg"}}  # type: ignore[dict-item]
    async with opened(gate, slack, public_url="https://bot.clinic.example/") as workspace:
        await workspace.meets()
        gate.answer = drawn
        await workspace.says("how do I ice it?")
        picture = slack.made("chat.postMessage")[0]["blocks"][1]
        assert picture["image_url"] == "https://bot.clinic.example/webhooks/slack/pictures/ice_pack.png"
        assert len(picture["alt_text"]) > 20
        fetched = await workspace.http.get(httpx.URL(picture["image_url"]).path)
        assert fetched.headers["content-type"] == "image/png"
        assert fetched.content.startswith(b"\x89PNG")
        slack.failures["chat.postMessage"] = [failed(200, "invalid_blocks")]  # it could not be fetched
        await workspace.says("once more?")
        assert [block["type"] for block in slack.made("chat.postMessage")[-1]["blocks"]] == ["section"]


async def test_without_a_public_address_there_is_no_drawing(known: Workspace) -> None:
    known.gate.answer = {**ANSWER, "custom": {**ANSWER["custom"], "picture": "ice_pack.svg"}}  # type: ignore[dict-item]
    await known.says("how do I ice it?")
    assert [block["type"] for block in known.slack.made("chat.postMessage")[0]["blocks"]] == ["section"]


@pytest.mark.parametrize("name", ["ice_pack.svg", "ice_pack", "none.png", "..%2f..%2fclinic.png", "%00.png"])
async def test_nothing_but_drawings_is_served(workspace: Workspace, name: str) -> None:
    assert (await workspace.http.get(f"/webhooks/slack/pictures/{name}")).status_code == 404


async def test_every_drawing_is_served(workspace: Workspace) -> None:
    for path in paths.PICTURES.glob("*.svg"):
        assert (await workspace.http.get(f"/webhooks/slack/pictures/{path.stem}.png")).status_code == 200


async def test_staff_reach_somebody_who_has_written(known: Workspace) -> None:
    await known.says("what helps?")
    person = known.gate.heard[0].sender_id
    await known.channel.get_output_channel().send_response(person, {"text": "Anna from the desk here."})
    await known.quiet()
    assert known.slack.said[-1] == "Anna from the desk here."
    assert known.slack.made("chat.postMessage")[-1]["channel"] == "D1"


@pytest.mark.parametrize("settings", [{}, {"signing_secret": None, "app_token": None}])
def test_without_any_way_in_the_setting_is_named(gate: FakeGate, settings: dict[str, Any]) -> None:
    with pytest.raises(SettingError, match="BACKSPASM_SLACK_SIGNING_SECRET"):
        SlackChannel.made({"bot_token": "xoxb", **settings}, Parts(gate, knowledge.clinic(), loopback=True))  # type: ignore[arg-type]


# ---- Socket Mode ------------------------------------------------------------------------------------------------


async def test_socket_mode_acknowledges_what_is_kept(gate: FakeGate, slack: FakeSlack) -> None:
    async with opened(gate, slack, signing_secret=None, app_token="xapp-1") as workspace:
        await asyncio.wait_for(slack.connected.wait(), 20)
        body = workspace.event_body(workspace.message("what helps?"))
        for envelope in ("e1", "e2"):  # the second time because the first answer was lost on the way
            await slack.sockets[0].send_json({"envelope_id": envelope, "type": "events_api", "payload": body})
        await until(lambda: len(slack.acknowledged) == 2)
        await workspace.quiet()
        assert sorted(answer["envelope_id"] for answer in slack.acknowledged) == ["e1", "e2"]
        assert gate.texts == ["what helps?"]


async def test_socket_mode_takes_commands_and_buttons(gate: FakeGate, slack: FakeSlack) -> None:
    async with opened(gate, slack, signing_secret=None, app_token="xapp-1") as workspace:
        await asyncio.wait_for(slack.connected.wait(), 20)
        form = {"command": "/backspasm", "text": "help", "user_id": "U1", "team_id": "T1", "trigger_id": "t"}
        await slack.sockets[0].send_json({"envelope_id": "e1", "type": "slash_commands", "payload": form})
        view = {"type": "view_submission", "user": {"id": "U1"}, "view": {"callback_id": "a"}}
        await slack.sockets[0].send_json({"envelope_id": "e2", "type": "interactive", "payload": view})
        await until(lambda: len(slack.acknowledged) == 2)
        answers = {answer["envelope_id"]: answer.get("payload") for answer in slack.acknowledged}
        assert answers["e1"]["response_type"] == "ephemeral"
        assert answers["e2"] is None
        await workspace.quiet()
        assert gate.texts == ["/capabilities"]


async def test_socket_mode_connects_again(gate: FakeGate, slack: FakeSlack) -> None:
    slack.failures["apps.connections.open"] = [failed(503), failed(200, "invalid_auth")]
    async with opened(gate, slack, app_token="xapp-1") as workspace:
        await asyncio.wait_for(slack.connected.wait(), 20)
        slack.connected.clear()
        await slack.sockets[0].close()
        await asyncio.wait_for(slack.connected.wait(), 20)
        body = workspace.event_body(workspace.message("what helps?"))
        await slack.sockets[-1].send_json({"envelope_id": "e1", "type": "events_api", "payload": body})
        await until(lambda: slack.acknowledged)
        assert (await workspace.says("and by the web?")).status_code == 200


async def test_a_wrong_app_token_is_said_in_health(gate: FakeGate, slack: FakeSlack) -> None:
    slack.failures["apps.connections.open"] = [failed(200, "invalid_auth") for _ in range(100)]
    async with opened(gate, slack, signing_secret=None, app_token="xapp-1") as workspace:
        await until(lambda: "APP_TOKEN" in workspace.channel.health.as_dict().get("why", ""))
