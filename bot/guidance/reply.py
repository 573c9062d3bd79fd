"""What the guide says in one go, before a channel draws it its own way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from bot.guidance.timing import Timer

Kind = Literal[
    "answer",
    "suggestions",
    "escalation",
    "check",
    "screen",
    "handoff",
    "clinic",
    "smalltalk",
    "fallback",
    "privacy",
    "error",
]


@dataclass(frozen=True)
class Button:
    """A choice offered with a reply; ``payload`` is what comes back when it is pressed."""

    title: str
    payload: str


#: Begins the last paragraph of a text that names its sources; channels set it apart.
SOURCES = "From: "

#: Offered wherever a person may help better than the guide.
PERSON = Button("Talk to a person", "/talk_to_person")


@dataclass(frozen=True)
class SourceRef:
    """A place in a source document: its id ("004"), the heading, and the title people are shown."""

    doc: str
    section: str
    title: str


@dataclass(frozen=True)
class Reply:
    """Text, choices and facts about the text.

    ``level`` and ``flags`` tell what the screening found in the message that is answered; ``card`` is the id
    of the card the text comes from; ``picture`` is a file name in ``content/pictures``; ``call`` are the numbers that
    the text names, each with a label, the first to call first; ``step`` is the number of the step that is told, and of
    how many; ``timer`` counts the times that the text names.
    """

    text: str
    kind: Kind
    level: str = "none"
    flags: tuple[str, ...] = ()
    card: str | None = None
    sources: tuple[SourceRef, ...] = ()
    picture: str | None = None
    buttons: tuple[Button, ...] = ()
    call: tuple[tuple[str, str], ...] = ()
    step: tuple[int, int] | None = None
    timer: Timer | None = None

    def custom(self) -> dict[str, Any]:
        """The facts that follow the text on the wire."""
        call = [{"label": label, "number": number} for label, number in self.call]
        return {
            "kind": self.kind,
            "level": self.level,
            "flags": list(self.flags),
            "card": self.card,
            "sources": [{"doc": s.doc, "section": s.section, "title": s.title} for s in self.sources],
            "picture": self.picture,
            **({"call": call} if call else {}),
            **({"step": {"number": self.step[0], "of": self.step[1]}} if self.step else {}),
            **({"timer": self.timer.as_dict()} if self.timer else {}),
        }

    def response(self) -> dict[str, Any]:
        """The reply as one response of an output channel: the text with its buttons, then ``custom``."""
        buttons = [{"title": button.title, "payload": button.payload} for button in self.buttons]
        return {"text": self.text, "buttons": buttons, "custom": self.custom()}
