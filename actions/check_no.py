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


class ActionCheckNo(GuardedAction):
    """Takes the sign back and answers what was asked before."""

    waits_for_help = False

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_check_no"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Goes on with the form, or with the message that made the check necessary; other signs stay."""
        denied = turn.slot("pending_flag")
        left = [flag for flag in turn.slot("red_flags") or [] if flag != denied]
        events = slots(
            {
                "expecting": None,
                "pending_flag": None,
                "pending_text": None,
                "check_repeated": None,
                "denied_flags": sorted({*(turn.slot("denied_flags") or []), denied}),
                "red_flags": left,
                "triage_level": escalation.level_of(left).name,
            }
        )
        if escalation.level_of(left) is Level.emergency:
            say(dispatcher, escalation.repeat(left))
            return events
        say(dispatcher, escalation.settled())
        if turn.tracker.active_loop_name:
            return [*events, FollowupAction(turn.tracker.active_loop_name)]
        before = turn.slot("pending_text")
        return events + (answer_question(before, turn, dispatcher) if before else [])
