"""A fresh session after an hour of silence, with the last level remembered."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, SessionStarted, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict


class ActionSessionStart(Action):
    """Runs before the first message of a session. It says nothing: the gate may be busy with an emergency."""

    def name(self) -> str:
        """The action's name in Rasa."""
        return "action_session_start"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """Starts the session; of the one before, only the level and its signs are kept."""
        level = tracker.get_slot("triage_level") or "none"
        kept = [SlotSet("last_level", level), SlotSet("last_flags", tracker.get_slot("red_flags"))]
        return [SessionStarted(), *(kept if level != "none" else []), ActionExecuted("action_listen")]
