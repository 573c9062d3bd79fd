"""Requests to services, and in plain words why one did not get through."""

from __future__ import annotations

import errno
import socket
import ssl
import time
import urllib.request
from collections.abc import Callable, Iterator
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.doctor.finding import Finding, Trouble, wrong

LIMIT = 10.0  # seconds for an answer


class Network:
    """Makes requests, and notes what the services' clocks say.

    Args:
        limit: seconds a service has to answer.
        clock: this machine's time, in seconds since 1970.

    Attributes:
        clocks: by how many seconds this machine's clock is ahead of each service that told the time.
    """

    def __init__(self, *, limit: float = LIMIT, clock: Callable[[], float] = time.time) -> None:
        self.clocks: list[float] = []
        self._clock = clock
        self._limit = limit

    def ask(self, who: str, method: str, url: str, **options: Any) -> httpx.Response:
        """The answer to a request. Raises Trouble, with words that name ``who`` and not the address behind the host."""
        try:
            return self._client.request(method, url, **options)
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise Trouble(in_words(error, who, url)) from None

    @cached_property
    def _client(self) -> httpx.Client:
        try:
            return httpx.Client(timeout=self._limit, headers={"User-Agent": "backspasm doctor"})
        except OSError:
            raise Trouble(wrong("SSL_CERT_FILE or SSL_CERT_DIR cannot be read.", "Correct it, or unset it.")) from None
        except (ValueError, ImportError, httpx.InvalidURL):
            raise Trouble(
                wrong("The proxy in HTTPS_PROXY or ALL_PROXY cannot be used.", "Write it as http://name:port")
            ) from None

    def note_clock(self, response: httpx.Response) -> None:
        """Compares our clock with that of a service."""
        try:
            theirs = parsedate_to_datetime(response.headers["Date"]).timestamp()
        except (KeyError, ValueError, TypeError):
            return
        # The answer was written about half of the way back; the header has no fractions.
        self.clocks.append(self._clock() - response.elapsed.total_seconds() / 2 - theirs)


def json_of(response: httpx.Response) -> dict[str, Any]:
    """The JSON object of an answer; empty where there is none."""
    try:
        data = response.json()
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def host_of(url: str | None) -> str:
    """The name in an address; empty where there is none. The rest of an address is not for showing."""
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:
        return ""


def in_words(error: Exception, who: str, url: str) -> Finding:
    """Why a request failed, and what to do. The text of the error is not used: it may hold the address with a token."""
    host = host_of(url)
    if not host or isinstance(error, (httpx.InvalidURL, httpx.UnsupportedProtocol)):
        return wrong(
            f"The address of {who} cannot be used.",
            "Write it as https://name, with nothing behind it; look for blanks and quotation marks.",
        )
    proxy = proxy_of(url.partition(":")[0], host)
    for cause in _causes(error):
        if isinstance(cause, httpx.ProxyError):
            return _proxy_refuses(who, proxy)
        if isinstance(cause, socket.gaierror):
            return _not_found(who, proxy or host)
        if isinstance(cause, ssl.SSLError):
            return _not_trusted(who, host, cause)
        if isinstance(cause, ConnectionRefusedError):
            return _refused(who, proxy, host)
        if isinstance(cause, (httpx.TimeoutException, TimeoutError)):
            return _silent(who, proxy, host)
        if isinstance(cause, OSError) and cause.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH):
            return wrong(
                f"There is no way from this machine to {who} ({proxy or host}).",
                "Check the network cable, the gateway and the firewall of this machine.",
            )
    return wrong(
        f"The connection to {who} ({host}) broke off.",
        "Try again. If it stays so, ask who runs the firewall or proxy whether it lets this machine through.",
    )


def _proxy_refuses(who: str, proxy: str | None) -> Finding:
    return wrong(
        f"The proxy {proxy or ''} does not let this machine through to {who}.".replace("  ", " "),
        "Check HTTPS_PROXY (name, port, user and password), and that the proxy allows the host.",
    )


def _not_found(who: str, name: str) -> Finding:
    return wrong(
        f"The name {name} could not be looked up, so {who} cannot be reached.",
        f"Check that this machine is on the internet and its DNS works: getent hosts {name}",
    )


def _not_trusted(who: str, host: str, error: ssl.SSLError) -> Finding:
    why = getattr(error, "verify_message", "") or "the secure connection failed"
    return wrong(
        f"The certificate of {who} ({host}) is not accepted: {why}.",
        "If it has expired or names another host, have it renewed, and serve the whole chain (fullchain.pem). If a "
        "proxy of yours looks into secure connections, set SSL_CERT_FILE to a file with its certificate.",
    )


def _refused(who: str, proxy: str | None, host: str) -> Finding:
    if proxy:
        return wrong(
            f"The proxy {proxy} refuses connections, so {who} cannot be reached.",
            f"Check HTTPS_PROXY, or put {host} into NO_PROXY if it needs no proxy.",
        )
    return wrong(
        f"{who} ({host}) refuses the connection: nothing listens there, or a firewall is in between.",
        "Check the address and its port, that what should answer there runs, and the firewall.",
    )


def _silent(who: str, proxy: str | None, host: str) -> Finding:
    return wrong(
        f"{who} ({proxy or host}) gave no answer in time.",
        f"A firewall may swallow the connection. Allow this machine to reach {host} by TCP, port 443.",
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The errors behind an error, the deepest first: it says most."""
    chain = [error]
    while (behind := chain[-1].__cause__ or chain[-1].__context__) is not None and behind not in chain:
        chain.append(behind)
    return reversed(chain)


def proxy_of(scheme: str, host: str) -> str | None:
    """Host and port of the proxy that a request goes through; without the user and password it may have."""
    proxies = urllib.request.getproxies()
    proxy = proxies.get(scheme) or proxies.get("all")
    if not proxy or urllib.request.proxy_bypass(host):
        return None
    parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    return parts.netloc.rpartition("@")[2]
