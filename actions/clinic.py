"""Questions about the clinic: hours, place, booking, cost. All of it from ``clinic.yml``."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import answer_instead, surely_meant
from actions.guarded import Events, GuardedAction, say
from actions.turn import Turn
from bot import knowledge
from bot.clinic import desk


class ActionClinic(GuardedAction):
    """Answers what a clinic's desk is asked all day."""

    waits_for_help = False

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_clinic"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Says what ``clinic.yml`` has, or that it has nothing and whom to ask."""
        answered = None if surely_meant(turn) else answer_instead(turn, dispatcher)
        if answered is not None:
            return answered
        say(dispatcher, desk.about(turn.intent.removeprefix("ask_"), knowledge.clinic()))
        return []
