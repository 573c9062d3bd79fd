"""Warning signs: the advice, and the question that settles a sign that is possible but not certain."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.guarded import Events, GuardedAction, say, slots
from actions.turn import Turn
from bot import escalation
from bot.safety import Level


class ActionEscalate(GuardedAction):
    """A sign in the message is escalated by the guard itself; a sign chosen by button is escalated here."""

    waits_for_help = False

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_escalate"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Escalates the sign that a button named, or says the last advice again."""
        flag = turn.entity("flag")
        if flag is None or not escalation.known(flag):
            say(dispatcher, escalation.screen_all())
            return slots({"expecting": "screen"})
        screening = escalation.confirmed(flag)
        say(dispatcher, escalation.escalate(screening))
        return slots(escalation.remembered(screening, turn.slot))


class ActionCheck(GuardedAction):
    """Asks the question of the sign that is possible in the message."""

    waits_for_help = False

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_check"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Asks, and remembers what was asked and the message that made it necessary."""
        flag = turn.screening.question_flag
        if flag is None:
            say(dispatcher, escalation.screen_all())
            return slots({"expecting": "screen"})
        say(dispatcher, escalation.check(flag.id))
        return slots({"expecting": "check", "pending_flag": flag.id, "pending_text": turn.text})


class ActionCheckYes(GuardedAction):
    """The sign that was asked about is there."""

    waits_for_help = False

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_check_yes"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Escalates it."""
        screening = escalation.confirmed(turn.slot("pending_flag"))
        say(dispatcher, escalation.escalate(screening))
        return slots(escalation.remembered(screening, turn.slot))


class ActionCheckUnsure(ActionCheckYes):
    """Not sure never counts as no: the sign is treated as if it were there."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_check_unsure"


class ActionNotMeant(GuardedAction):
    """A person says that the escalation was not what they meant: one direct question settles it."""

    waits_for_help = False

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_not_meant"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Asks about the most serious sign remembered."""
        flags = turn.slot("red_flags") or []
        if not flags or turn.known_level is Level.none:
            say(dispatcher, escalation.screen_all())
            return slots({"expecting": "screen"})
        flag = escalation.by_haste(flags)[0]
        say(dispatcher, escalation.check(flag))
        return slots({"expecting": "check", "pending_flag": flag, "pending_text": None})
