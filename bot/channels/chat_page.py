"""The chat page at ``/``: static files with the clinic's name and numbers filled in."""

from __future__ import annotations

import html
from pathlib import Path

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import html as html_response

from bot.clinic.config import Clinic
from bot.paths import PICTURES

FILES = Path(__file__).with_name("page")
HEADERS = {
    # Nothing from a third party, nothing inline, nothing framed.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}

SHARED = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "public, max-age=3600",
}


def add_page(app: Sanic, clinic: Clinic) -> None:
    """Adds ``/``, the files of the page under ``/page`` and the drawings under ``/pictures``."""
    page = _filled((FILES / "index.html").read_text(encoding="utf-8"), clinic)

    @app.get("/")
    async def show(_: Request) -> HTTPResponse:
        return html_response(page, headers=HEADERS)

    app.static("/page", FILES, name="page")
    app.static("/pictures", PICTURES, name="pictures")

    @app.middleware("response")
    async def share(request: Request, response: HTTPResponse) -> None:
        """The drawings are shown, and their descriptions read, on every website that shows the chat."""
        if request.path.startswith("/pictures/"):
            response.headers.update(SHARED)


def _filled(page: str, clinic: Clinic) -> str:
    values = {
        "clinic_name": clinic.name,
        "clinic_phone": clinic.about.phone or "",
        "emergency_number": clinic.region.emergency,
        "country": clinic.region.name,
        "privacy": clinic.about.privacy,
    }
    for name, value in values.items():
        page = page.replace("{{" + name + "}}", html.escape(value))
    return page
