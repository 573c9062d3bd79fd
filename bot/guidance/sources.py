"""The pages and guidelines that statements come from (``content/sources.yml``)."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from bot.files import Edited, read_model
from bot.guidance.reply import SourceRef

OWN_WORDING = "bot"


class Document(Edited):
    """One of the pages the guide draws on."""

    id: str = Field(..., description='three digits, quoted: "004"', regex=r"^\d{3}$")
    title: str = Field(..., description="the title people are shown", min_length=1)
    publisher: str = Field(..., description="who put the page up", min_length=1)
    kind: str = Field(..., description="what kind of page it is: shop page, health blog", min_length=1)
    about: str = Field(..., description="one honest sentence about the page", min_length=1)
    sections: list[str] = Field(..., description="its headings", min_items=1)


class Guideline(Edited):
    """A guideline that warning signs rest on where the pages are silent."""

    id: str = Field(..., regex=r"^[a-z][a-z0-9_]*$")
    title: str = Field(..., min_length=1)
    publisher: str = Field(..., min_length=1)
    sections: list[str] = Field(..., min_items=1)
    url: str | None = None

    @property
    def kind(self) -> str:
        """What a guideline is called where the kind of a page is named."""
        return f"guideline, {self.publisher}"

    @property
    def about(self) -> str:
        """One sentence about it, as :attr:`Document.about`."""
        return f"A guideline of {self.publisher}."


class Sources(Edited):
    """Everything a statement may name in ``from``."""

    documents: list[Document] = Field(..., min_items=1)
    guidelines: list[Guideline] = Field([])

    @classmethod
    def load(cls, path: Path) -> Sources:
        """Reads ``sources.yml``.

        Raises:
            FileError: with the line of what does not fit.
        """
        return read_model(path, cls)

    def page(self, doc: str) -> Document | Guideline:
        """The document or guideline with this id; raises :class:`LookupError` naming the known ids."""
        known: dict[str, Document | Guideline] = {page.id: page for page in self.documents}
        known.update({page.id: page for page in self.guidelines})
        if doc not in known:
            raise LookupError(f"no page is called {doc!r}; known are {', '.join(known)} and {OWN_WORDING}")
        return known[doc]

    def resolve(self, place: str) -> SourceRef:
        """The place that a ``from`` entry such as ``"004#Heat Or Cold Treatment"`` names.

        ``"bot"`` is the guide's own safety wording: it has no page and no section.

        Raises:
            LookupError: when the document or the section is not known; says what is.
        """
        if place == OWN_WORDING:
            return SourceRef(doc=OWN_WORDING, section="", title="this guide's own wording")
        doc, separator, section = place.partition("#")
        page = self.page(doc)
        if not separator or section not in page.sections:
            headings = "; ".join(page.sections)
            raise LookupError(f'{place!r} names no heading of {doc}; after "{doc}#" comes one of: {headings}')
        return SourceRef(doc=doc, section=section, title=page.title)
