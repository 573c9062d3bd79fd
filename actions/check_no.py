"""The sign that was asked about is not there: the talk goes on where it was."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import answer_question
from actions.guarded import Events, GuardedAction, say, slots
from actions.turn import Turn
from bot import escalation
from bot.safety import Level
from bot.safety.answers import Answer, read_answer


class ActionCheckNo(GuardedAction):
    """Takes the sign back and answers what was asked before."""

    waits_for_help = False

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_check_no"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Goes on with the form, or with the message that made the check necessary; other signs stay."""
        denied = turn.slot("pending_flag")
        if turn.text and read_answer(turn.text, asked=denied) is not Answer.NO:
            return self._insist(turn, dispatcher)  # only the classifier took it for a no
        left = turn.signs.without(denied)
        before = turn.slot("pending_text")
        events = slots(
            {
                **left.slots(),
                **escalation.CLOSED,
                "denied_flags": sorted([*(turn.slot("denied_flags") or []), denied]),
            }
        )
        if left.level is Level.emergency:
            say(dispatcher, escalation.repeat(left, turn.repeated))
            return events
        say(dispatcher, escalation.settled(denied))
        if turn.tracker.active_loop_name:
            return [*events, FollowupAction(turn.tracker.active_loop_name)]
        return events + (answer_question(before, turn, dispatcher) if before else [])
