"""Talking to a person."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.guarded import Events, GuardedAction, say
from actions.turn import Turn
from bot import knowledge
from bot.clinic import desk


class ActionHandOff(GuardedAction):
    """Says how to reach the clinic's staff, and whom to call when nobody is there."""

    waits_for_help = False

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_hand_off"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Says it."""
        say(dispatcher, desk.hand_off(knowledge.clinic()))
        return []
