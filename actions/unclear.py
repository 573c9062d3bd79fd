"""Where no rule and no story says what comes next."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import answer_question
from actions.guarded import Events, GuardedAction
from actions.turn import Turn


class ActionUnclear(GuardedAction):
    """Takes the message as a question, in place of Rasa's own fallback.

    Rasa's takes the message back, and each message taken back makes all later turns of the talk slower.
    """

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_unclear"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Answers, unless something was answered in this turn already."""
        if turn.answered:
            return []
        return answer_question(turn.text, turn, dispatcher)
