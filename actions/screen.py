"""A symptom report is met with one kind sentence and the check of the warning signs."""

from __future__ import annotations

import math

from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import answer_instead
from actions.guarded import Events, GuardedAction, say, slots
from actions.turn import Turn
from bot import escalation


class ActionScreen(GuardedAction):
    """Asks about the main warning signs in one message with buttons."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_screen"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Asks; a message that is a question with a clear answer is answered at once instead."""
        # A report of symptoms is about backs as it is: that it asks what a card answers is enough.
        answered = answer_instead(turn, dispatcher, scope=-math.inf)
        if answered is not None:
            return answered
        say(dispatcher, escalation.screen_all())
        return slots({"expecting": "screen"})


class ActionScreenNone(GuardedAction):
    """None of the warning signs: the form that follows speaks for itself."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_screen_none"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Forgets the answers of an earlier form, so that its questions are asked again."""
        emptied = slots({"expecting": None, "pain_place": None, "pain_duration": None, "pain_trigger": None})
        return [*emptied, FollowupAction("spasm_form")]


class ActionScreenSome(GuardedAction):
    """One or more of the warning signs: asks which, with the emergency number in the same message."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_screen_some"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Offers the signs as buttons."""
        say(dispatcher, escalation.which_sign())
        return slots({"expecting": None})


class ActionScreenUnsure(GuardedAction):
    """Not sure about the warning signs never counts as no."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_screen_unsure"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Says when to get help, and offers the signs as buttons to go through one by one."""
        say(dispatcher, escalation.unsure_about_signs())
        return slots({"expecting": None})
