"""Warning signs: the advice, and the question that settles a sign that is possible but not certain."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import answer_beside
from actions.guarded import Events, GuardedAction, again, confirm, remind, say, slots
from actions.turn import Turn
from bot import escalation
from bot.safety import Level
from bot.safety.answers import read_answer
from bot.safety.retraction import read_retraction

#: What comes before the advice, by what was said.
LEADS = {"thank": "You're welcome.", "greet": "Hello again.", "goodbye": "Before you go:", "stop": "Just this."}


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
        return confirm(flag, turn, dispatcher)


class ActionRemind(GuardedAction):
    """Says the advice again to a message that passes over it: small talk, or a bare "ignore that"."""

    waits_for_help = False

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_remind"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Says it in other words than last time; an answer to what was asked with it is heard."""
        signs = turn.signs
        if signs.level is Level.none:
            say(dispatcher, escalation.screen_all())
            return slots({"expecting": "screen"})
        answer = read_answer(turn.text)
        if answer is not None:
            return remind(turn, dispatcher, escalation.answered(signs, answer, turn.repeated))
        lead = "It's safer not to set that aside." if read_retraction(turn.text) else LEADS.get(turn.intent, "")
        return remind(turn, dispatcher, again(turn, lead))


class ActionCheck(GuardedAction):
    """Asks the question of the sign that is possible in the message."""

    waits_for_help = False

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_check"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Asks, and remembers what was asked and the message that made it necessary."""
        flag = escalation.question_of(turn.screening, turn.slot("denied_flags") or [])
        if flag is None:
            say(dispatcher, escalation.screen_all())
            return slots({"expecting": "screen"})
        say(dispatcher, escalation.check(flag))
        answered = answer_beside(turn, dispatcher, flag)
        # What is answered already is not answered once more after a "no".
        left = turn.text if answered is None else None
        asked = {**escalation.CLOSED, "expecting": "check", "pending_flag": flag, "pending_text": left}
        return (answered or []) + slots(asked)


class ActionCheckYes(GuardedAction):
    """The sign that was asked about is there."""

    waits_for_help = False

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_check_yes"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Escalates it."""
        return confirm(turn.slot("pending_flag"), turn, dispatcher)


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
        """Asks about the most serious sign remembered; about a wish to die before any other."""
        flags = turn.signs.flags
        if not flags:
            say(dispatcher, escalation.screen_all())
            return slots({"expecting": "screen"})
        flag = escalation.SELF_HARM if escalation.SELF_HARM in flags else flags[0]
        say(dispatcher, escalation.ask_straight(flag))
        return slots({**escalation.CLOSED, "expecting": "check", "pending_flag": flag})
