"""Slack: the tokens, the scopes, the signing secret."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
from slack_sdk.web.async_client import AsyncWebClient

from bot import paths
from bot.doctor.finding import Check, Finding, Trouble, off, ok, warning, wrong
from bot.doctor.network import Network, json_of
from bot.doctor.setup import Settings
from bot.files import FileError, read_yaml

MANIFEST = paths.PROJECT / "deploy" / "slack-manifest.yml"
_SIGNING_SECRET = re.compile(r"[0-9a-f]{32}")
_APP = "At api.slack.com/apps open the app"
_NEW_TOKEN = (
    f"{_APP}, OAuth & Permissions: copy the Bot User OAuth Token (xoxb-…) to BACKSPASM_SLACK_TOKEN and restart."
)
_NEW_APP_TOKEN = (
    f"{_APP}, Basic Information, App-Level Tokens: make one with connections:write (xapp-…), "
    "and set BACKSPASM_SLACK_APP_TOKEN to it."
)
_NEW_SECRET = f"{_APP}, Basic Information, App Credentials: copy the Signing Secret to BACKSPASM_SLACK_SIGNING_SECRET."
_REINSTALL = "Then Install App, Reinstall to Workspace, and copy the token anew in case it changed."

#: What Slack says of a token, and what that means.
_SAYS = {
    "invalid_auth": "Slack does not know {}",
    "not_authed": "Slack does not know {}",
    "token_revoked": "{} was taken back",
    "token_expired": "{} has expired; token rotation has to be off in the settings of the app",
    "account_inactive": "{} belongs to an app or a workspace that was removed",
    "org_login_required": "the workspace of {} is moving",
    "missing_scope": "{} lacks a scope",
    "not_allowed_token_type": "{} is of the wrong kind",
    "access_denied": "Slack does not let this machine use {}: the app may restrict IP addresses",
}


class Slack:
    """The app of the clinic.

    Args:
        settings: its part of credentials.yml.
        network: makes the requests.
        manifest: what the app is made from; names the scopes.
    """

    title = "Slack"

    def __init__(self, settings: Settings, network: Network, *, manifest: Path = MANIFEST) -> None:
        self._settings, self._network, self._manifest = settings, network, manifest
        self._api = settings.get("api", AsyncWebClient.BASE_URL).rstrip("/")
        self._scopes: str | None = None
        self._known = False

    def checks(self) -> Iterator[tuple[str, Check]]:
        """The token, and where there is one the others."""
        yield "token", self.token
        if "bot_token" not in self._settings:
            return
        if self._known:
            yield "scopes", self.scopes
        yield "Socket Mode", self.app_token
        yield "signing secret", self.signing_secret
        yield "public address", self.public_address

    def token(self) -> Finding:
        """Whether Slack knows it."""
        token = self._settings.get("bot_token")
        if token is None:
            return off("BACKSPASM_SLACK_TOKEN is not set.")
        if not token.startswith("xoxb-"):
            return wrong("BACKSPASM_SLACK_TOKEN does not begin with xoxb-, as the token of a bot does.", _NEW_TOKEN)
        answer, headers = self._call("auth.test", token, "BACKSPASM_SLACK_TOKEN", _NEW_TOKEN)
        self._known, self._scopes = True, headers.get("x-oauth-scopes")
        return ok(f"The bot is @{answer.get('user')} in the workspace {answer.get('team')}.")

    def scopes(self) -> Finding:
        """Whether the bot may do what it needs, and nothing else."""
        try:
            needed = set(read_yaml(self._manifest)["oauth_config"]["scopes"]["bot"])
        except (FileError, KeyError, TypeError):
            return warning(f"The scopes cannot be read from {self._manifest}.", "Restore the file from the repository.")
        if self._scopes is None:
            return off("Slack did not say which scopes the token has.")
        given = {scope.strip() for scope in self._scopes.split(",")} - {""}
        if needed - given:
            return wrong(
                f"The bot may not do all it has to; it lacks: {', '.join(sorted(needed - given))}.",
                f"{_APP}, OAuth & Permissions, and add them under Bot Token Scopes. {_REINSTALL}",
            )
        if given - needed:
            return warning(
                f"The bot may do more than it needs: {', '.join(sorted(given - needed))}.",
                f"{_APP}, OAuth & Permissions, and remove them under Bot Token Scopes. {_REINSTALL}",
            )
        return ok(f"It has those it needs and no other: {', '.join(sorted(given))}.")

    def app_token(self) -> Finding:
        """Whether a connection could be opened; asking for its address does not open it."""
        token = self._settings.get("app_token")
        if token is None:
            return off("BACKSPASM_SLACK_APP_TOKEN is not set: Slack sends messages to the public address.")
        if not token.startswith("xapp-"):
            return wrong("BACKSPASM_SLACK_APP_TOKEN does not begin with xapp-.", _NEW_APP_TOKEN)
        self._call("apps.connections.open", token, "BACKSPASM_SLACK_APP_TOKEN", _NEW_APP_TOKEN)
        return ok("Slack would open a connection.")

    def signing_secret(self) -> Finding:
        """Whether there is one, and it can be one; only a message from Slack shows whether it is the right one."""
        secret = self._settings.get("signing_secret")
        if secret is None:
            if "app_token" in self._settings:
                return off("Not needed in Socket Mode.")
            return wrong("BACKSPASM_SLACK_SIGNING_SECRET is not set: no message from Slack can be let in.", _NEW_SECRET)
        if secret.startswith("xox") or secret.startswith("xapp-"):
            return wrong("BACKSPASM_SLACK_SIGNING_SECRET is a token.", _NEW_SECRET)
        if not _SIGNING_SECRET.fullmatch(secret):
            return warning(
                "BACKSPASM_SLACK_SIGNING_SECRET does not look like one: 32 of the digits 0 to 9 and a to f.",
                _NEW_SECRET,
            )
        return ok("BACKSPASM_SLACK_SIGNING_SECRET looks right.")

    def public_address(self) -> Finding:
        """Whether it is known here too, and not only in the settings of the app."""
        if "public_url" in self._settings:
            return ok("Slack fetches the drawings from it.")
        if "app_token" in self._settings:
            return off("BACKSPASM_PUBLIC_URL is not set, so there are no drawings.")
        return warning(
            "BACKSPASM_PUBLIC_URL is not set: there are no drawings, and nobody checks whether Slack gets through.",
            "Set it to the address that the settings of the app name, without what follows the host.",
        )

    def _call(self, method: str, token: str, name: str, new_one: str) -> tuple[dict[str, Any], httpx.Headers]:
        headers = {"Authorization": f"Bearer {token}"}
        response = self._network.ask("Slack", "POST", f"{self._api}/{method}", headers=headers)
        self._network.note_clock(response)
        answer = json_of(response)
        if answer.get("ok"):
            return answer, response.headers
        raise Trouble(_refusal(response.status_code, answer.get("error"), name, new_one))


def _refusal(status: int, error: Any, name: str, new_one: str) -> Finding:
    if status == 429 or error == "ratelimited":
        return warning("Slack was asked too often.", "Wait a minute and try again.")
    if error in _SAYS:
        said = _SAYS[error].format(name)
        return wrong(f"{said[0].upper()}{said[1:]}.", new_one)
    if isinstance(error, str) and re.fullmatch(r"\w{1,60}", error):
        return warning(
            f"Slack answered with the error {error}.", "Try again in some minutes, then look for it at api.slack.com."
        )
    if status >= 500:
        return warning(f"Slack answered with HTTP {status}.", "Try again in some minutes: the fault may be Slack's.")
    return wrong(
        f"Something else than Slack answered, with HTTP {status}.",
        "Check BACKSPASM_SLACK_API, and what a proxy on the way shows when this machine opens slack.com.",
    )
