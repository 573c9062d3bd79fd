"""Telegram: the token, and what Telegram has registered for it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from bot.channels.messenger.commands import COMMANDS
from bot.channels.telegram.api import ADDRESS
from bot.channels.telegram.channel import PATH
from bot.doctor.finding import Check, Finding, Trouble, off, ok, warning, wrong
from bot.doctor.network import Network, host_of, json_of
from bot.doctor.setup import Settings
from bot.doctor.webhook_errors import meaning_of

NEEDED = ("message", "edited_message", "callback_query")  # kinds of updates without which people meet silence
MANY = 20  # messages that wait
RECENT = 3600.0  # seconds
_TOKEN = re.compile(r"\d+:[\w-]{30,}", re.ASCII)
_NEW_TOKEN = (
    "Copy the token anew from @BotFather in Telegram (/mybots, the bot, API Token), set BACKSPASM_TELEGRAM_TOKEN "
    "and restart the server."
)
_RESTART = "Restart the server: it registers this when it starts."


class Telegram:
    """The bot of the clinic.

    Args:
        settings: its part of credentials.yml.
        network: makes the requests.
        polling: whether the server asks for messages, and Telegram does not send them.
    """

    title = "Telegram"

    def __init__(self, settings: Settings, network: Network, *, polling: bool = False) -> None:
        self._settings, self._network, self._polling = settings, network, polling
        self._api = settings.get("api", ADDRESS).rstrip("/")
        self._me: dict[str, Any] | None = None

    def checks(self) -> Iterator[tuple[str, Check]]:
        """The token, and with one that is good the others."""
        yield "token", self.token
        if self._me is None:
            return
        yield "groups", self.groups
        yield "commands", self.commands
        if self._polling:
            yield "polling", self.not_sent
            return
        yield "webhook", self.registered
        yield "kinds of messages", self.kinds
        yield "delivery", self.delivery

    def token(self) -> Finding:
        """Whether Telegram knows it."""
        token = self._settings.get("bot_token")
        if token is None:
            return off("BACKSPASM_TELEGRAM_TOKEN is not set.")
        if not _TOKEN.fullmatch(token):
            return wrong(
                "BACKSPASM_TELEGRAM_TOKEN does not look like one: digits, a colon, and 35 letters and digits.",
                _NEW_TOKEN,
            )
        self._me = self._call("getMe")
        return ok(f"The bot is @{self._me.get('username')}.")

    def groups(self) -> Finding:
        """The guide talks in private only, so it need not see what groups write."""
        if self._me and self._me.get("can_read_all_group_messages"):
            return warning(
                "The bot is sent everything that is written in its groups, and it needs none of it.",
                "In @BotFather: /mybots, the bot, Bot Settings, Group Privacy, Turn on. Then remove it from groups.",
            )
        return ok("Of groups it only sees what is addressed to it.")

    def commands(self) -> Finding:
        """Whether people are offered the commands."""
        offered = {
            command.get("command")
            for scope in ("default", "all_private_chats")
            for command in self._call("getMyCommands", scope={"type": scope})
        }
        missing = [f"/{name}" for name in COMMANDS if name not in offered]
        if missing:
            return warning(f"Telegram does not offer these commands: {', '.join(missing)}.", _RESTART)
        return ok(f"Telegram offers {', '.join(f'/{name}' for name in COMMANDS)}.")

    def not_sent(self) -> Finding:
        """Telegram sends messages, or is asked for them: never both."""
        url = self._webhook.get("url")
        if url:
            return warning(
                f"Telegram still sends messages to {host_of(url)}.",
                "A server started with --telegram-polling ends that. If another server uses this bot, give each one.",
            )
        return ok("Telegram keeps the messages until the server asks for them.")

    def registered(self) -> Finding:
        """Where Telegram sends messages."""
        url, public = self._webhook.get("url"), self._settings.get("public_url")
        if public is None:
            return wrong(
                f"Telegram sends messages to {host_of(url)}, and BACKSPASM_PUBLIC_URL is not set."
                if url
                else "Telegram does not know where to send messages: BACKSPASM_PUBLIC_URL is not set.",
                "Set it to the public https address of the server. Without one: serve --telegram-polling, and then "
                "doctor --telegram-polling",
            )
        if not url:
            return wrong("Telegram has no address to send messages to.", f"Start the server. {_RESTART}")
        if url == public.rstrip("/") + PATH:
            return ok(f"Telegram sends messages to {host_of(url)}.")
        if host_of(url) == host_of(public):
            return wrong(f"Telegram sends messages to another place on {host_of(url)}.", _RESTART)
        return wrong(
            f"Telegram sends messages to {host_of(url)}, not to {host_of(public)}.",
            f"One bot belongs to one server. If that is an old one, stop it. {_RESTART}",
        )

    def kinds(self) -> Finding:
        """Whether the kinds of updates that the guide answers are sent."""
        allowed = self._webhook.get("allowed_updates") or NEEDED
        missing = [kind for kind in NEEDED if kind not in allowed]
        if missing:
            return wrong(f"Telegram was told not to send: {', '.join(missing)}.", _RESTART)
        return ok("Messages, edits and presses of buttons are sent.")

    def delivery(self) -> Finding:
        """Whether messages arrive."""
        info = self._webhook
        waiting, error = info.get("pending_update_count") or 0, info.get("last_error_message")
        age = time.time() - (info.get("last_error_date") or 0)
        if error and (waiting or age < RECENT):
            meaning, advice = meaning_of(error)
            # Telegram's own words help whoever searches for them.
            found = f"{_waiting(waiting)} At the last failure, {_ago(age)}, {meaning} (“{error}”)."
            return wrong(found, advice) if waiting else warning(found, advice)
        if waiting >= MANY:
            return warning(
                f"{_waiting(waiting)}",
                "If the number grows from one look to the next, look at the server's log and at its /health.",
            )
        return ok(_waiting(waiting))

    @cached_property
    def _webhook(self) -> dict[str, Any]:
        return dict(self._call("getWebhookInfo"))

    def _call(self, method: str, **arguments: Any) -> Any:
        address = f"{self._api}/bot{self._settings['bot_token']}/{method}"
        response = self._network.ask("Telegram", "POST", address, json=arguments)
        self._network.note_clock(response)
        answer = json_of(response)
        if answer.get("ok") and "result" in answer:
            return answer["result"]
        raise Trouble(_refusal(answer.get("error_code") or response.status_code, bool(answer)))


def _refusal(status: int, telegrams_own: bool) -> Finding:
    if not telegrams_own:
        return wrong(
            f"Something else than Telegram answered, with HTTP {status}.",
            "Check BACKSPASM_TELEGRAM_API, and what a proxy on the way shows when this machine opens api.telegram.org.",
        )
    if status in (401, 404):
        return wrong(
            "Telegram does not know BACKSPASM_TELEGRAM_TOKEN; it may have been replaced by a newer one.", _NEW_TOKEN
        )
    if status == 429:
        return warning("Telegram was asked too often.", "Wait a minute and try again.")
    return warning(f"Telegram answered with error {status}.", "Try again in some minutes: the fault may be Telegram's.")


def _waiting(count: int) -> str:
    return f"{count or 'No'} message{'' if count == 1 else 's'} wait{'s' * (count == 1)} at Telegram."


def _ago(seconds: float) -> str:
    minutes = max(1, round(seconds / 60))
    if minutes < 120:
        return f"{minutes} minute{'s' * (minutes > 1)} ago"
    return f"{round(minutes / 60)} hours ago"
