"""The conversation itself: deleting it, starting it again. Both are asked about first."""

from __future__ import annotations

from abc import abstractmethod

from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.guarded import Events, GuardedAction, say, slots
from actions.turn import Turn
from bot import knowledge
from bot.guidance.reply import Button, Kind, Reply

YES_NO = (Button("Yes", "/affirm"), Button("No", "/deny"))
#: What is kept when a person starts again: what is known of warning signs is never forgotten by a command.
KEPT_SLOTS = frozenset({"triage_level", "red_flags", "own_signs", "other_signs", "about_other", "last_level"})
KEPT_SLOTS |= {"last_flags", "denied_flags", "repeated", "special"}


class AskFirst(GuardedAction):
    """Asks before something that cannot be taken back."""

    waits_for_help = False
    question: str
    kind: Kind

    @property
    @abstractmethod
    def expects(self) -> str:
        """What a yes or a no would answer."""

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Asks, and remembers what a yes would mean."""
        say(dispatcher, Reply(self.question, self.kind, buttons=YES_NO))
        return slots({"expecting": self.expects})


class ActionAskDelete(AskFirst):
    """Asks before the conversation is deleted."""

    expects = "delete"
    kind = "privacy"

    @property
    def question(self) -> str:  # type: ignore[override]
        """What deleting means here."""
        kept = knowledge.clinic().about.privacy
        return f"{kept} Shall I delete this whole conversation now? It cannot be brought back."

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_ask_delete"


class ActionDelete(GuardedAction):
    """Has the conversation deleted: the store does it when the turn is saved."""

    waits_for_help = False

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_delete"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Confirms it."""
        say(
            dispatcher,
            Reply("Done. This conversation is deleted. You can write to me again at any time.", "privacy"),
        )
        return slots({"forget": True})


class ActionAskRestart(AskFirst):
    """Asks before everything said so far is put aside."""

    expects = "restart"
    kind = "smalltalk"
    question = "Shall we start again from the beginning?"

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_ask_restart"


class ActionStartAgain(GuardedAction):
    """Puts aside what was said; what is known of warning signs stays."""

    waits_for_help = False

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_start_again"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Empties the slots of the talk."""
        say(
            dispatcher,
            Reply("We start again. What happened to your back, or what would you like to know?", "smalltalk"),
        )
        return [SlotSet(name, None) for name in turn.tracker.slots if name not in KEPT_SLOTS]


class ActionKeep(GuardedAction):
    """Nothing is deleted, nothing starts again."""

    waits_for_help = False

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_keep"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Goes on."""
        say(dispatcher, Reply("OK, everything stays as it is. What would you like to know?", "smalltalk"))
        return slots({"expecting": None})
