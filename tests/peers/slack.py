"""People in Slack, and emulate in Slack's place. What comes in is signed by slack-sdk's own signer."""

from __future__ import annotations

import html
import itertools
import json
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
from ruamel.yaml import YAML
from slack_sdk.signature import SignatureVerifier

from peers.people import Deliver, Person, Shown
from peers.programs import HERE, Program, free_port, node
from peers.proxy import Failure
from peers.worlds import World

TOKEN, READER = "xoxb-token-of-the-tests", "xoxb-reader-of-the-tests"
SECRET = "a-secret-of-the-tests"
HOOK = "/webhooks/slack/webhook"
MEMBERS = 400
MANIFEST = HERE.parents[1] / "deploy" / "slack-manifest.yml"
TEAM = "T000000001"
_numbers = itertools.count(1)
_people = itertools.count(1)


class SlackPeer:
    """emulate, with a workspace of many members; the bot has the scopes of the manifest, and no others.

    Attributes:
        address: where its Web API is.
    """

    def __init__(self, place: Path) -> None:
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        config, log = place / "emulate.yml", place / "peer.log"
        YAML().dump({"slack": _workspace()}, config)
        program = str(HERE / "node_modules" / "emulate" / "dist" / "index.js")
        command = [node(), program, "start", "-s", "slack", "-p", str(port), "--config", str(config)]
        self._program = Program(command, log)
        self._program.wait_until(lambda: "Ready" in log.read_text())
        self._http = httpx.Client(base_url=f"{self.address}/api/", timeout=30)
        members = self.call("users.list", limit=MEMBERS * 2)["members"]
        self.members = {member["name"]: member["id"] for member in members}

    def end(self) -> None:
        """Ends it."""
        self._http.close()
        self._program.end()

    def call(self, method: str, **fields: Any) -> dict[str, Any]:
        """A request of the tests' own."""
        answer = self._http.post(method, json=fields, headers={"Authorization": f"Bearer {READER}"}).json()
        assert answer["ok"], answer
        return dict(answer)

    def messages(self, channel: str) -> list[dict[str, Any]]:
        """The messages of a channel, the oldest first."""
        return list(reversed(self.call("conversations.history", channel=channel, limit=1000)["messages"]))


class SlackWorld(World):
    """The server, emulate, and the proxy between them; see :class:`peers.worlds.World`."""

    send_call = "chat.postMessage"

    def __init__(self, place: Path, closing: ExitStack) -> None:
        self.peer = SlackPeer(place)
        settings = {
            "BACKSPASM_SLACK_TOKEN": TOKEN,
            "BACKSPASM_SLACK_SIGNING_SECRET": SECRET,
            "BACKSPASM_SLACK_API": "{api}/api/",
        }
        super().__init__(place, closing, "slack", self.peer, settings)

    def person(self) -> SlackPerson:
        """A new person."""
        user = self.peer.members[f"person{next(_people)}"]
        return SlackPerson(self, user, self.peer.call("conversations.open", users=user)["channel"]["id"])

    def too_many(self, seconds: int) -> Failure:
        """What Slack says to an app that writes too fast."""
        return Failure(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(seconds)})

    def broken(self) -> Failure:
        """What Slack says when something of its own has failed."""
        return Failure(500, {"ok": False, "error": "internal_error"})

    def deliver_event(self, event: dict[str, Any], event_id: str | None = None, **options: Any) -> httpx.Response:
        """Posts an event as Slack would."""
        envelope = {
            "type": "event_callback",
            "token": "legacy",
            "team_id": TEAM,
            "api_app_id": "A000000001",
            "event_id": event_id or _event_id(),
            "event_time": int(time.time()),
            "authorizations": [{"team_id": TEAM, "user_id": self.peer.members["guide"], "is_bot": True}],
            "event": event,
        }
        return self.deliver(json.dumps(envelope), "application/json", **options)

    def deliver_form(self, form: dict[str, str], **options: Any) -> httpx.Response:
        """Posts a slash command, or the payload of an interaction, as Slack would."""
        return self.deliver(urlencode(form), "application/x-www-form-urlencoded", **options)

    def interact(self, payload: dict[str, Any], **options: Any) -> httpx.Response:
        """Posts an interaction as Slack would."""
        return self.deliver_form({"payload": json.dumps(payload)}, **options)

    def deliver(
        self,
        body: str,
        content_type: str,
        *,
        headers: dict[str, str] | None = None,
        age: int = 0,
        secret: str = SECRET,
    ) -> httpx.Response:
        """Posts something, signed.

        Args:
            body: what is signed.
            content_type: what it is.
            headers: beside the usual ones, or in their place.
            age: seconds since it was signed.
            secret: with what.
        """
        timestamp = str(int(time.time()) - age)
        signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
        signed = {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": str(signature)}
        sent = {"Content-Type": content_type, **signed, **(headers or {})}
        return self.server.http.post(HOOK, content=body, headers=sent)


class SlackPerson(Person):
    """Somebody in a direct message.

    Attributes:
        user: the id of the person.
        channel: the id of their direct message.
    """

    def __init__(self, world: SlackWorld, user: str, channel: str) -> None:
        super().__init__(world.server.books)
        self.user, self.channel = user, channel
        self._world = world

    def shown(self) -> dict[str, Shown]:
        """What the peer shows of the guide's."""
        return {
            message["ts"]: Shown(_read(message), _buttons(message), message)
            for message in self._world.peer.messages(self.channel)
        }

    def write(self, text: str) -> None:
        """Writes something."""
        self.send(text=html.escape(text, quote=False))

    def prepare(self, text: str) -> Deliver:
        """A message that Slack delivers as often as it likes."""
        self._last = self.event(text=text)
        return self._delivery(self._last)

    def prepare_edit(self, text: str) -> Deliver:
        """The same for an edit of the message that was prepared last."""
        edited = {"user": self.user, "ts": _timestamp()}
        return self._delivery(
            {
                "type": "message",
                "subtype": "message_changed",
                "hidden": True,
                "channel": self.channel,
                "channel_type": "im",
                "ts": _timestamp(),
                "message": {**self._last, "text": text, "edited": edited},
                "previous_message": self._last,
            }
        )

    def show_photo(self, caption: str = "") -> None:
        """Sends a photo."""
        self._send_file(caption, mimetype="image/png", filetype="png", name="image.png")

    def speak(self) -> None:
        """Sends a voice message."""
        self._send_file("", mimetype="audio/webm", filetype="webm", name="audio_message.webm", subtype="slack_audio")

    def press(self, message: Shown, title: str, *, carrying: str = "") -> None:
        """Presses a button of a message; it may carry something else than the guide gave it."""
        payload = self.pressing(message, title)
        if carrying:
            payload["actions"][0]["value"] = carrying
        self._world.interact(payload).raise_for_status()

    def _delivery(self, event: dict[str, Any]) -> Deliver:
        event_id = _event_id()
        return lambda: self._world.deliver_event(event, event_id)

    def _send_file(self, text: str, **facts: str) -> None:
        self.send(subtype="file_share", text=text, files=[{"id": f"F{next(_numbers)}", "mode": "hosted", **facts}])

    def pressing(self, message: Shown, title: str) -> dict[str, Any]:
        """The press of a button, as Slack tells it."""
        ts = message.raw["ts"]
        button = next(button for button in _actions(message.raw) if _unescaped(button["text"]["text"]) == title)
        return {
            "type": "block_actions",
            "user": {"id": self.user, "team_id": TEAM},
            "team": {"id": TEAM, "domain": "clinic"},
            "api_app_id": "A000000001",
            "container": {"type": "message", "message_ts": ts, "channel_id": self.channel, "is_ephemeral": False},
            "channel": {"id": self.channel, "name": "directmessage"},
            "message": message.raw,
            "trigger_id": f"{next(_numbers)}.1",
            "response_url": "http://127.0.0.1:9/nobody",
            "actions": [{**button, "action_ts": f"{time.time():.6f}"}],
        }

    def send(self, **content: Any) -> httpx.Response:
        """Sends a message."""
        return self._world.deliver_event(self.event(**content)).raise_for_status()

    def event(self, **content: Any) -> dict[str, Any]:
        """A message as an event has it."""
        place = {"type": "message", "channel": self.channel, "channel_type": "im", "user": self.user, "team": TEAM}
        return {**place, "ts": _timestamp(), **content}


def _event_id() -> str:
    return f"Ev{next(_numbers):010}"


def _timestamp() -> str:
    return f"{int(time.time())}.{next(_numbers):06}"


def _workspace() -> dict[str, Any]:
    scopes = YAML(typ="safe").load(MANIFEST.read_text(encoding="utf-8"))["oauth_config"]["scopes"]["bot"]
    reading = ["im:write", "im:history", "users:read"]
    return {
        "team": {"name": "Clinic", "domain": "clinic"},
        "users": [{"name": name} for name in ["guide", *(f"person{number}" for number in range(1, MEMBERS))]],
        "tokens": [
            {"token": TOKEN, "user": "guide", "scopes": scopes},
            {"token": READER, "user": "guide", "scopes": reading},
        ],
        "signing_secret": SECRET,
        "strict_scopes": True,
    }


def _read(message: dict[str, Any]) -> str:
    """The words of a message: of its blocks, where it has some, as Slack shows them."""
    blocks = message.get("blocks") or [{"type": "section", "text": {"text": message.get("text", "")}}]
    return "\n".join(_unescaped(text) for block in blocks if block["type"] != "actions" for text in _texts(block))


def _texts(block: dict[str, Any]) -> list[str]:
    parts = [block.get("text"), *block.get("fields", []), *block.get("elements", [])]
    return [part["text"] for part in parts if part and isinstance(part.get("text"), str)]


def _actions(message: dict[str, Any]) -> list[dict[str, Any]]:
    blocks = [block for block in message.get("blocks") or [] if block["type"] == "actions"]
    return [
        {**element, "block_id": block.get("block_id", "")}
        for block in blocks
        for element in block["elements"]
        if element["type"] == "button"
    ]


def _buttons(message: dict[str, Any]) -> dict[str, str]:
    return {_unescaped(button["text"]["text"]): button.get("value", "") for button in _actions(message)}


def _unescaped(text: str) -> str:
    return html.unescape(text)
