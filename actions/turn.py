"""What an action knows of the turn it answers."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from rasa_sdk import Tracker

from bot.recent import WITH_TALK, Talk, before_latest, screened
from bot.safety import Level, Screening
from bot.safety.people import about, of_others
from bot.signs import Signs


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

    @cached_property
    def talk(self) -> Talk:
        """The conversation before this message."""
        return before_latest(self.tracker.events, self.tracker.get_slot)

    @cached_property
    def screening(self) -> Screening:
        """The screening the pipeline stored with the message, or a new one."""
        stored = self.message.get("screening")
        user: dict[str, Any] = next(
            (event for event in reversed(self.tracker.events) if event.get("event") == "user"), {}
        )
        with_talk = bool((user.get("metadata") or {}).get(WITH_TALK))
        return screened(self.text, Screening.from_dict(stored) if stored else None, with_talk, self.talk)

    @cached_property
    def signs(self) -> Signs:
        """The signs known, as they bear on this message: it may have turned from one person to another."""
        return Signs.of(self.slot).turned_to(about(self.text) if self.text else None)

    @property
    def known_level(self) -> Level:
        """The highest level of the signs that bear on this message."""
        return self.signs.level

    @property
    def repeated(self) -> int:
        """How often the advice for the signs known was said again."""
        return int(self.slot("repeated") or 0)

    def others(self, screening: Screening) -> frozenset[str]:
        """The ids of those signs of a screening that are somebody else's."""
        return of_others(self.text, screening.present, self.talk.before(self.text))

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

    def was_said(self, text: str) -> bool:
        """Whether a reply of this session held that text."""
        for event in reversed(self.tracker.events):
            if event.get("event") == "session_started":
                return False
            if event.get("event") == "bot" and text in (event.get("text") or ""):
                return True
        return False

    def _kinds_said(self) -> set[str]:
        kinds: set[str] = set()
        for event in reversed(self.tracker.events):
            if event.get("event") == "user":
                break
            if event.get("event") == "bot":
                kinds.add(((event.get("data") or {}).get("custom") or {}).get("kind", ""))
        return kinds
