"""The third lock: an action looks for warning signs in the message before it does its own work."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.turn import Turn
from bot import escalation
from bot.guidance.reply import Reply
from bot.safety import Level, Screening
from bot.safety.help_coming import says_help_is_coming
from bot.signs import Signs

Events = list[dict[str, Any]]
ACTION_LISTEN = "action_listen"


class GuardedAction(Action, ABC):
    """Screens the latest message, then works.

    * A sign that needs help today or now: the escalation is said instead of the action's own reply.
    * A sign for a routine visit: its advice is said once, then the action works.
    * An emergency earlier in this session, of the person the message is about: while ``waits_for_help`` is true the
      advice is said again instead, in a sentence or two.
    * A check question still open: while ``waits_for_help`` is true it comes first.
    """

    #: Whether a warning sign comes before what the action has to say. Handing over, deleting and the like go on.
    waits_for_help = True

    @abstractmethod
    def name(self) -> str:
        """The action's name in the domain."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> Events:
        """Runs the guard, then :meth:`work`."""
        events = await self._guarded(Turn(tracker), dispatcher, domain)
        goes_on = tracker.active_loop_name or any(event.get("event") == "followup" for event in events)
        # Said outright, listening costs no second round of predictions; a form, though, has its next question to ask.
        return events if goes_on else [*events, FollowupAction(ACTION_LISTEN)]

    async def _guarded(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        screening = turn.screening
        if screening.level >= Level.urgent:
            return escalate(screening, turn, dispatcher)
        events = self._welcome_back(turn, dispatcher) + self._turned(turn)
        if screening.level is Level.routine and not turn.said_this_turn("escalation"):
            say(dispatcher, escalation.escalate(screening, turn.text, turn.talk.before(turn.text)))
            told = Signs.of(turn.slot).told(screening, turn.others(screening))
            events += slots({**told.slots(), "reminded": None})
        if self.waits_for_help and turn.known_level is Level.emergency:
            return events + remind(turn, dispatcher, again(turn))
        if self.waits_for_help and turn.slot("expecting") == "check":
            return events + self._insist(turn, dispatcher)
        return events + await self.work(turn, dispatcher, domain)

    @staticmethod
    def _turned(turn: Turn) -> Events:
        """The signs that bear on the talk, when it turned from one person to another."""
        turned = turn.signs.about_other != bool(turn.slot("about_other"))
        return slots(turn.signs.slots()) if turned else []

    @staticmethod
    def _welcome_back(turn: Turn, dispatcher: CollectingDispatcher) -> Events:
        """A person who comes back after a warning sign in an earlier session is asked about it, once."""
        flags = turn.slot("last_flags")
        if not flags:
            return []
        say(dispatcher, escalation.welcome_back(flags, Level[turn.slot("last_level") or "none"]))
        return slots({"last_flags": None})

    def _insist(self, turn: Turn, dispatcher: CollectingDispatcher) -> Events:
        """A check question that was passed over is asked once more; passed over again, it counts as "not sure"."""
        flag = turn.slot("pending_flag")
        if turn.slot("check_repeated"):
            return confirm(flag, turn, dispatcher)
        say(dispatcher, escalation.check_again(flag))
        return slots({"check_repeated": True, "pending_text": turn.text or None})

    @abstractmethod
    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """The action's own work: says what it has to say and returns events."""


def escalate(screening: Screening, turn: Turn, dispatcher: CollectingDispatcher) -> Events:
    """Says the advice for a screening; returns what to remember."""
    say(dispatcher, escalation.escalate(screening, turn.text, turn.talk.before(turn.text)))
    return slots(escalation.remembered(screening, turn.slot, turn.others(screening)))


def confirm(flag: str, turn: Turn, dispatcher: CollectingDispatcher) -> Events:
    """Says the advice for a sign that was confirmed; returns what to remember."""
    return escalate(escalation.confirmed(flag, turn.signs.flags, turn.text), turn, dispatcher)


def again(turn: Turn, lead: str = "") -> Reply:
    """The advice again, or what to do until help comes, to a person who has called it."""
    if says_help_is_coming(turn.text):
        return escalation.help_is_coming(turn.signs)
    return escalation.repeat(turn.signs, turn.repeated, lead)


def remind(turn: Turn, dispatcher: CollectingDispatcher, reply: Reply) -> Events:
    """Says the advice again; returns what to remember. No question asked before it stays open."""
    say(dispatcher, reply)
    return slots({**escalation.CLOSED, "repeated": turn.repeated + 1})


def say(dispatcher: CollectingDispatcher, reply: Reply) -> None:
    """Sends a reply as one response: text, buttons, and the facts about it."""
    response = reply.response()
    dispatcher.utter_message(text=response["text"], buttons=response["buttons"], json_message=response["custom"])


def slots(values: dict[str, Any]) -> Events:
    """Slot values as events."""
    return [SlotSet(name, value) for name, value in values.items()]
