"""The public address: what Telegram and Slack meet when they send something."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Collection, Iterator
from typing import Any
from urllib.parse import urlsplit

from bot.doctor.finding import Check, Finding, off, ok, warning, wrong
from bot.doctor.network import Network, host_of, json_of, proxy_of

TELEGRAM_PORTS = (443, 80, 88, 8443)  # https://core.telegram.org/bots/api#setwebhook
STATES = ("ok", "no model")  # what /health of the server says of itself
_SET = "Set BACKSPASM_PUBLIC_URL to https:// and the name, such as https://bot.clinic.example"


class Address:
    """One public address.

    Args:
        url: as it is set; ``None`` where it is not.
        messengers: the names of those that are on.
        network: makes the requests.
        own_api: whether only a Bot API server of the clinic's own sends there, which takes plain HTTP and any port.
    """

    title = "Public address"

    def __init__(
        self, url: str | None, messengers: Collection[str], network: Network, *, own_api: bool = False
    ) -> None:
        self._url, self._messengers, self._network, self._own_api = url, messengers, network, own_api
        self._known = True
        self._health: dict[str, Any] = {}

    def checks(self) -> Iterator[tuple[str, Check]]:
        """From how it is written to who answers there."""
        yield "form", self.form
        if self._url is None or not host_of(self._url):
            return
        yield "name", self.name
        if self._known:
            yield "server", self.server
        for messenger in sorted(self._messengers if self._health else ()):
            yield f"{messenger.capitalize()} there", lambda name=messenger: self.state(name)  # type: ignore[misc]

    def form(self) -> Finding:
        """Whether services can use it."""
        if self._url is None:
            return off("BACKSPASM_PUBLIC_URL is not set.")
        try:
            parts = urlsplit(self._url)
            port = parts.port or 443
        except ValueError:
            return wrong("BACKSPASM_PUBLIC_URL is no address.", _SET)
        if parts.scheme != "https" and not (self._own_api and parts.scheme == "http"):
            return wrong("BACKSPASM_PUBLIC_URL does not begin with https://, and Telegram and Slack want that.", _SET)
        if not host_of(self._url):
            return wrong("BACKSPASM_PUBLIC_URL has no name.", _SET)
        if parts.query or parts.fragment or parts.username:
            return wrong("BACKSPASM_PUBLIC_URL has more than a name and a path.", _SET)
        if "telegram" in self._messengers and not self._own_api and port not in TELEGRAM_PORTS:
            return wrong(
                f"Telegram does not send to port {port}.",
                "Have the proxy in front listen on 443 (or 80, 88, 8443), and leave the port out of the address.",
            )
        return ok(f"{host_of(self._url)} by {parts.scheme}.")

    def name(self) -> Finding:
        """Whether it is known, and leads to where the internet gets."""
        host = host_of(self._url)
        try:
            found = sorted({str(entry[4][0]) for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)})
        except OSError:
            if proxy_of(urlsplit(self._url or "").scheme, host):
                return off("This machine leaves names to its proxy.")
            self._known = False
            return wrong(
                f"The name {host} is not known.",
                "Make a DNS entry (A or AAAA) with the public IP address of the server.",
            )
        private = [address for address in found if not ipaddress.ip_address(address.partition("%")[0]).is_global]
        if private:
            return warning(
                f"Here {host} leads to {', '.join(private)}, which the internet cannot reach.",
                "That is fine if your DNS says something else outside. Else make an entry with the public IP address.",
            )
        return ok(f"{host} leads to {', '.join(found)}.")

    def server(self) -> Finding:
        """Whether this guide answers there."""
        response = self._network.ask("the public address", "GET", f"{(self._url or '').rstrip('/')}/health")
        answer = json_of(response)
        if response.is_redirect:
            return wrong(
                "The public address sends whoever asks elsewhere, where Telegram does not follow.",
                "Set BACKSPASM_PUBLIC_URL to where it leads.",
            )
        if answer.get("status") not in STATES:
            return wrong(
                f"Something else than the guide answers at the public address, with HTTP {response.status_code}.",
                "Start the server, and have the proxy in front pass everything on to it (docs/messengers.md).",
            )
        self._health = answer
        if answer["status"] != "ok":
            return wrong(
                "The guide answers there, but has no model.", "Stop it, and start it with: uv run backspasm serve"
            )
        return ok("The guide answers there.")

    def state(self, messenger: str) -> Finding:
        """How a messenger does, as the server that runs there says."""
        channels = self._health.get("channels")
        state = channels.get(messenger) if isinstance(channels, dict) else None
        if not isinstance(state, dict):
            return wrong(
                "It is on here, and the server that answers at the public address does not have it.",
                "Set the same variables for the server and restart it; or the address leads to another server.",
            )
        if state.get("status") == "trouble":
            return warning(
                f"The server has trouble with it: {state.get('why', 'it does not say which')}.",
                "It tries again by itself and loses nothing. If it stays so, look at the other findings and its log.",
            )
        return ok("The server says it works." if state.get("status") == "ok" else "The server is starting it.")
