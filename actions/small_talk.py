"""Small talk in one line, back to the point. The lines are the ``utter_<intent>`` responses of the domain."""

from __future__ import annotations

import math

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import answer_instead, surely_meant
from actions.guarded import Events, GuardedAction, say, slots
from actions.turn import Turn
from bot import escalation, knowledge
from bot.guidance.fallback import first_unsaid
from bot.guidance.reply import Button, Reply
from bot.safety import Level

STARTERS = (
    Button("My back has gone into spasm", "/report_symptoms"),
    Button("What helps right now?", "/ask_treatment"),
    Button("When should I worry?", "/ask_when_to_see_doctor"),
)


#: What answers a question of the guide: where none is open, a message of some words is more than that.
ANSWERS = frozenset({"affirm", "deny", "unsure", "inform"})


class ActionSmallTalk(GuardedAction):
    """Answers greetings, thanks and the like."""

    waits_for_help = False

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_small_talk"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Says the line of the intent, or answers what is a question after all; after an emergency the advice first."""
        if not surely_meant(turn) and turn.known_level is not Level.emergency:
            answered = answer_instead(turn, dispatcher, scope=-math.inf, asks=turn.intent in ANSWERS)
            if answered is not None:
                return answered
        return small_talk(turn, dispatcher, domain)


def small_talk(turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
    """Says a line of the intent that was not said yet, so that nobody reads the same sentence twice in a row."""
    lines = [line["text"].format(**knowledge.words()) for line in domain["responses"][f"utter_{turn.intent}"]]
    line = first_unsaid(lines, turn.was_said)
    starters = STARTERS if turn.intent in {"greet", "capabilities"} else ()
    reply = Reply(line, "smalltalk", buttons=starters)
    if turn.known_level is Level.emergency:
        reply = escalation.with_reminder(reply, turn.known_level, turn.signs.flags)
    say(dispatcher, reply)
    return slots({"misunderstood": 0})
