"""What an action knows of the turn it answers."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker

from bot.safety import Level, Screening, screen


class Turn:
    """The latest message and what the conversation remembers, read from the tracker rasa-sdk gives an action."""

    def __init__(self, tracker: Tracker) -> None:
        self.tracker = tracker
        self.message: dict[str, Any] = tracker.latest_message or {}

    @property
    def text(self) -> str:
        """What was typed; empty after a button."""
        text = self.message.get("text") or ""
        return "" if text.startswith("/") else text

    @property
    def intent(self) -> str:
        """The intent of the message."""
        return str((self.message.get("intent") or {}).get("name") or "")

    @property
    def confidence(self) -> float:
        """How sure the classifier is of the intent, 0 to 1."""
        return float((self.message.get("intent") or {}).get("confidence") or 0)

    @property
    def screening(self) -> Screening:
        """The screening the pipeline stored with the message, or a new one."""
        stored = self.message.get("screening")
        return Screening.from_dict(stored) if stored else screen(self.text)

    @property
    def known_level(self) -> Level:
        """The highest level of this session so far."""
        return Level[self.slot("triage_level") or "none"]

    def slot(self, name: str) -> Any:
        """The value of a slot."""
        return self.tracker.get_slot(name)

    def entity(self, name: str) -> str | None:
        """The value of the first entity of that name in the message (a button's parameter, for example)."""
        return next(iter(self.tracker.get_latest_entity_values(name)), None)

    @property
    def answered(self) -> bool:
        """Whether a reply already answers this message."""
        return bool(self._kinds_said())

    def said_this_turn(self, kind: str) -> bool:
        """Whether a reply of that kind already answers this message."""
        return kind in self._kinds_said()

    def _kinds_said(self) -> set[str]:
        kinds: set[str] = set()
        for event in reversed(self.tracker.events):
            if event.get("event") == "user":
                break
            if event.get("event") == "bot":
                kinds.add(((event.get("data") or {}).get("custom") or {}).get("kind", ""))
        return kinds
