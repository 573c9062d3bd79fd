"""The page at ``/``: what the guide is, the live widget, and the line that puts it into a clinic's website."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from pathlib import Path

from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import html as html_response

from bot import paths
from bot.channels.widget import Assets
from bot.clinic.config import Clinic
from bot.guidance.sources import Sources

FILES = Path(__file__).with_name("page")
TEMPLATE = FILES / "index.html"

HEADERS = {
    # Nothing from a third party, nothing inline, nothing framed, no text that becomes a script.
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}

#: The page and its files change together: a browser asks before it takes one that it has.
OWN = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache"}

SHARED = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "public, max-age=3600",
}


def add_page(app: Sanic, clinic: Clinic, sources: Sources, *, widget: Path = paths.WIDGET) -> None:
    """Adds ``/``, the files of the page under ``/page`` and the drawings under ``/pictures``."""
    template = TEMPLATE.read_text(encoding="utf-8")
    values = page_values(clinic, sources)
    assets = Assets()

    @app.get("/")
    async def show(_: Request) -> HTTPResponse:
        script = assets.get(widget)  # with each request: the hash has to be that of the script as it is now
        integrity = script.integrity if script else ""
        return html_response(filled(template, {**values, "integrity": integrity}), headers=HEADERS)

    app.static("/page", FILES, name="page")
    # The page warns by the very rules by which the widget mends a colour.
    app.static("/page/contrast.js", paths.WIDGET_CONTRAST, name="contrast")
    app.static("/pictures", paths.PICTURES, name="pictures")

    @app.middleware("response")
    async def mark(request: Request, response: HTTPResponse) -> None:
        """The drawings are shown, and their descriptions read, on every website that shows the chat."""
        if request.path.startswith("/pictures/"):
            response.headers.update(SHARED)
        elif request.path.startswith("/page/"):
            response.headers.update(OWN)


def page_values(clinic: Clinic, sources: Sources) -> dict[str, str]:
    """What stands in the page for each name in double braces, as HTML."""
    phone = clinic.about.phone
    return {
        "clinic_name": html.escape(clinic.name),
        # Ends a sentence that begins with the clinic's name, or with "please".
        "ask_clinic": f"call {_call_link(phone)}" if phone else "ask at the desk",
        "emergency_number": html.escape(clinic.region.emergency),
        "country": html.escape(clinic.region.name),
        "privacy": html.escape(clinic.about.privacy),
        "pages": "\n".join(
            f"<li><cite>{html.escape(page.title)}</cite> {html.escape(page.about)}</li>" for page in sources.documents
        ),
    }


def filled(template: str, values: Mapping[str, str]) -> str:
    """The template with its values, each put in once: what a clinic wrote is not read for names again.

    Raises:
        KeyError: when the template names a value that there is none of.
    """
    return re.sub(r"\{\{(\w+)\}\}", lambda name: values[name[1]], template)


def _call_link(phone: str) -> str:
    """A number that a phone calls when it is tapped."""
    return f'<a href="tel:{re.sub(r"[^0-9+]", "", phone)}">{html.escape(phone)}</a>'
