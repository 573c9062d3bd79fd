"""Slack's events: messages to the guide, its name called in a channel, its home page opened.

A message is known by its channel and its time, whichever event brings it and however often.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.channels.messenger.incoming import Call, Incoming
from bot.channels.slack import words
from bot.channels.slack.drawing import button, section
from bot.channels.slack.markup import escaped, written

Event = dict[str, Any]

#: The subtypes of a message that a person writes; all others tell of something that happened.
_WRITTEN = (None, "file_share", "me_message", "thread_broadcast")
_MEDIA = {"image": "photo", "video": "video", "audio": "audio"}
_SLACKBOT = "USLACKBOT"


class Events:
    """Reads events.

    Args:
        person: makes the id of a conversation.
        offer: what a channel is told.
        home: the home page.
    """

    def __init__(self, person: Callable[..., str], offer: str, home: dict[str, Any]) -> None:
        self._person, self._offer, self._home = person, offer, home
        self._kinds = {
            "message": self._message,
            "app_mention": self._mention,
            "member_joined_channel": self._joined,
            "app_home_opened": self._opened,
        }

    def read(self, body: dict[str, Any], workspace: str) -> tuple[str, Incoming] | None:
        """What somebody did, with the id under which it is delivered again."""
        event = body["event"]
        kind = self._kinds.get(event["type"])
        return kind(body, event, workspace) if kind else None

    def _message(self, _: dict[str, Any], event: Event, workspace: str) -> tuple[str, Incoming] | None:
        if not _is_private(event):
            return None
        if event.get("subtype") != "message_changed":
            return self._written(event, event["channel"], workspace)
        now, before = event["message"], event.get("previous_message") or {}
        if now.get("text") == before.get("text"):  # a preview of a link was added
            return None
        edition = (now.get("edited") or {}).get("ts") or event["ts"]
        return self._written(now, event["channel"], workspace, edition)

    def _written(self, message: Event, channel: str, workspace: str, edition: str = "") -> tuple[str, Incoming] | None:
        user, ts = message.get("user"), message["ts"]
        if message.get("subtype") not in _WRITTEN or message.get("bot_id") or user in (None, _SLACKBOT):
            return None
        text = written(message.get("text") or "")
        if edition and not text:
            return None
        media = _media(message) or ("" if text else "other")
        incoming = Incoming(
            "media" if media else "text",
            self._person(workspace, user),
            direct(channel, message),
            message=ts,
            edition=edition,
            text=text,
            media=media,
        )
        return "/".join(part for part in (channel, ts, edition) if part), incoming

    def _mention(self, body: dict[str, Any], event: Event, workspace: str) -> tuple[str, Incoming] | None:
        channel, user, ts = event["channel"], event.get("user"), event["ts"]
        if _is_private(event):
            return self._message(body, event, workspace)
        if event.get("bot_id") or not user:
            return None
        # Shown to that person only: what others write is not read, and nobody else need see who asked for the guide.
        call = self._offered({"call": "chat.postEphemeral", "user": user}, body)
        return f"{channel}/{ts}", self._to_channel(call, event, workspace)

    def _joined(self, body: dict[str, Any], event: Event, workspace: str) -> tuple[str, Incoming] | None:
        """Says the same where the guide was added to a channel; nothing where somebody else was."""
        own = {authorization.get("user_id") for authorization in body.get("authorizations") or []}
        if event["user"] not in own:
            return None
        inviter = event.get("inviter")
        call = {"call": "chat.postEphemeral", "user": inviter} if inviter else {"call": "chat.postMessage"}
        return body["event_id"], self._to_channel(self._offered(call, body), event, workspace)

    def _opened(self, body: dict[str, Any], event: Event, workspace: str) -> tuple[str, Incoming] | None:
        if event.get("tab", "home") != "home":
            return None
        user = event["user"]
        call = {"call": "views.publish", "user_id": user, "view": self._home}
        return body["event_id"], Incoming("calls", self._person(workspace, user), {"user": user}, calls=(call,))

    def _offered(self, call: Call, body: dict[str, Any]) -> Call:
        link = f"https://slack.com/app_redirect?app={body['api_app_id']}&team={body['team_id']}"
        choice = button(words.WRITE_TO_ME, "write_to_me", url=link)
        blocks = [section(self._offer), {"type": "actions", "elements": [choice]}]
        return {**call, "text": escaped(self._offer), "blocks": blocks}

    def _to_channel(self, call: Call, event: Event, workspace: str) -> Incoming:
        channel = event["channel"]
        return Incoming("calls", self._person(workspace, channel), direct(channel, event), calls=(call,))


def direct(channel: str, message: dict[str, Any]) -> dict[str, Any]:
    """An address in a conversation that is known: the thread of a message, unless it only began one."""
    thread = message.get("thread_ts")
    return {"channel": channel, **({"thread": thread} if thread and thread != message.get("ts") else {})}


def is_private_channel(channel: Any) -> bool:
    """Whether an id is that of a conversation of two."""
    return isinstance(channel, str) and channel.startswith("D")


def _is_private(event: Event) -> bool:
    kind = event.get("channel_type")
    return kind in ("im", "app_home") if kind else is_private_channel(event.get("channel"))


def _media(message: Event) -> str:
    """What cannot be read of a message: its first file."""
    for file in message.get("files") or []:
        if file.get("subtype") == "slack_audio":
            return "voice"
        return _MEDIA.get(str(file.get("mimetype")).partition("/")[0], "file")
    return ""
