"""The secrets that the clinic does not get from a service: set in the environment, or kept in ``var/``."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from bot import paths
from bot.channels.messenger.making import SECRET_LENGTH
from bot.doctor.finding import Check, Finding, off, ok, warning, wrong
from bot.doctor.setup import TELEGRAM, WEB, Setup

_MADE = "A new one is made with: openssl rand -hex 32"
_FOR_TELEGRAM = re.compile(r"[A-Za-z0-9_-]{1,256}")  # https://core.telegram.org/bots/api#setwebhook


class Secrets:
    """Those of the page, the messengers, and Telegram's webhook.

    Args:
        setup: what is set.
        var: where those are kept that are not set.
    """

    title = "Secrets"

    def __init__(self, setup: Setup, var: Path = paths.VAR) -> None:
        self._setup, self._var = setup, var

    def checks(self) -> Iterator[tuple[str, Check]]:
        """Three checks."""
        yield "of the page", self.web
        yield "of the messengers", self.messenger
        yield "of Telegram's webhook", self.webhook

    def web(self) -> Finding:
        """What signs the sessions of the page."""
        return self._set_or_kept("BACKSPASM_WEB_SECRET", self._setup.of(WEB).get("secret"), self._var / "web_secret")

    def messenger(self) -> Finding:
        """What hashes ids and seals messages."""
        messengers = self._setup.messengers
        if not messengers:
            return off("Neither Telegram nor Slack is on.")
        given = {settings.get("secret") for settings in messengers.values()}
        if len(given) > 1:
            return warning(
                "Telegram and Slack have different secrets in credentials.yml.",
                "Give both ${BACKSPASM_MESSENGER_SECRET}.",
            )
        return self._set_or_kept("BACKSPASM_MESSENGER_SECRET", given.pop(), self._var / "messenger_secret")

    def webhook(self) -> Finding:
        """What Telegram sends along, so that nobody else can write in its name."""
        if "telegram" not in self._setup.messengers:
            return off("Telegram is off.")
        secret = self._setup.of(TELEGRAM).get("webhook_secret")
        if secret is None:
            return ok("Made from the secret of the messengers.")
        if not _FOR_TELEGRAM.fullmatch(secret):
            return wrong(
                "BACKSPASM_TELEGRAM_SECRET has characters that Telegram does not take, or too many.",
                f"Use only letters, digits, - and _, at most 256. {_MADE}",
            )
        if len(secret) < SECRET_LENGTH:
            return wrong(f"BACKSPASM_TELEGRAM_SECRET has fewer than {SECRET_LENGTH} characters.", _MADE)
        return ok("BACKSPASM_TELEGRAM_SECRET is set.")

    def _set_or_kept(self, name: str, secret: str | None, file: Path) -> Finding:
        if secret is not None:
            if len(secret) < SECRET_LENGTH:
                return wrong(f"{name} has fewer than {SECRET_LENGTH} characters.", _MADE)
            return ok(f"{name} is set.")
        if self._setup.shared:
            return warning(
                f"{name} is not set, so each server that shares the database makes its own.",
                f"Give all of them the same {name}. {_MADE}",
            )
        return _kept(file)


def _kept(file: Path) -> Finding:
    if not file.exists():
        folder = next(folder for folder in file.absolute().parents if folder.exists())
        if not os.access(folder, os.W_OK):
            return wrong(f"{file} cannot be made.", f"Let the user that runs the server write to {folder}.")
        return ok(f"The server makes one when it starts, and keeps it in {file}.")
    if not os.access(file, os.R_OK):
        return wrong(f"{file} cannot be read.", "Give the file to the user that runs the server.")
    if file.stat().st_mode & 0o077:
        return warning(f"Others on this machine can read {file}.", f"Make it private: chmod 600 {file}")
    return ok(f"Kept in {file}; include it in the backup of the database.")
