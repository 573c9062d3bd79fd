"""Which websites may use a channel from a browser: those of clinic.yml, and the pages that the server itself serves."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from sanic import Blueprint
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse, empty

from bot.clinic.config import DEFAULT_PORTS

PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "Content-Type",
    "Access-Control-Max-Age": "600",  # seconds; the origins may change with the next start
}


class OriginRefused(SanicException):
    """A website that is not named in clinic.yml."""

    status_code = 403
    quiet = True


class Origins:
    """The websites that are let in.

    Args:
        named: the origins of ``website.origins`` in clinic.yml.
    """

    def __init__(self, named: Iterable[str] = ()) -> None:
        self._named = frozenset(named)

    def allow(self, request: Request) -> bool:
        """Whether a request comes from a website that is let in, or from no website at all.

        The server's own pages are known by the ``Host`` they were asked for, whatever the scheme: a proxy in front may
        speak https where the server speaks http. Headers that a proxy adds count only where Sanic is told to trust
        them (``SANIC_PROXIES_COUNT``, ``SANIC_FORWARDED_SECRET``).
        """
        origin = request.headers.get("origin")
        return origin is None or origin in self._named or _is_own(origin, request.host)

    def guard(self, routes: Blueprint) -> None:
        """Keeps websites that are not let in away from all routes but those marked ``ctx_public=True``."""

        @routes.middleware("request")
        async def check(request: Request) -> HTTPResponse | None:
            if _is_public(request):
                return None
            if not self.allow(request):
                raise OriginRefused(
                    "This website may not use the chat. Whoever runs the server can add its address to "
                    "website.origins in clinic.yml and start the server again."
                )
            # What a browser asks before it posts to another origin.
            return empty(headers=PREFLIGHT) if request.method == "OPTIONS" else None

        @routes.middleware("response")
        async def mark(request: Request, response: HTTPResponse) -> None:
            if _is_public(request):
                response.headers["Access-Control-Allow-Origin"] = "*"
                return
            response.headers["Vary"] = "Origin"
            origin = request.headers.get("origin")
            if origin and self.allow(request):
                response.headers["Access-Control-Allow-Origin"] = origin


def _is_public(request: Request) -> bool:
    return request.route is not None and bool(getattr(request.route.ctx, "public", False))


def _is_own(origin: str, host: str) -> bool:
    """Whether an origin is the host that was asked; browsers leave the usual port out, proxies may not."""
    parts = urlsplit(origin)
    usual = DEFAULT_PORTS.get(parts.scheme)
    return usual is not None and host.lower() in (parts.netloc, f"{parts.netloc}:{usual}")
