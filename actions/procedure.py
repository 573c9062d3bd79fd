"""A procedure, one step at a time: on, back, and out of it again."""

from __future__ import annotations

import re

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import say_card
from actions.care import who
from actions.guarded import Events, GuardedAction, say, slots
from actions.small_talk import small_talk
from actions.told import step_of, under_way
from actions.turn import Turn
from bot import knowledge
from bot.care import care_for
from bot.guidance.cards import Card
from bot.guidance.compose import card_button
from bot.guidance.reply import Reply

_NUMBERS = ("one", "two", "three", "four", "five", "six", "first", "second", "third", "fourth", "fifth", "sixth")
_NAMED = re.compile(rf"\bstep (?:number )?(\d|{'|'.join(_NUMBERS[:6])})\b|\b({'|'.join(_NUMBERS[6:])}) step\b")


class ActionPreviousStep(GuardedAction):
    """Goes back one step."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_previous_step"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Tells the step before, or the first one again; with no procedure going on, says what can be asked."""
        card = under_way(turn)
        if card is None:
            say(dispatcher, Reply("There is no step to go back to. What would you like to know?", "smalltalk"))
            return []
        return say_step(dispatcher, turn, card, named_step(turn.text) or step_of(turn) - 1)


class ActionStop(GuardedAction):
    """Leaves a procedure, or takes "stop" as small talk."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_stop"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Stops, and offers to go on later."""
        card = under_way(turn)
        if card is None:
            return small_talk(turn, dispatcher, domain)
        resume = card_button(card, "Go on after all", step=step_of(turn))
        words = "OK, we stop here. If it hurt, rest first. Ask me whatever you like."
        say(dispatcher, Reply(words, "smalltalk", buttons=(resume,)))
        return slots({"procedure": None, "step": None, "expecting": None})


def named_step(text: str) -> int | None:
    """The step that a message names ("what was step two"), or ``None``."""
    found = _NAMED.search(text.lower())
    if found is None:
        return None
    word = found[1] or found[2]
    return int(word) if word.isdigit() else _NUMBERS.index(word) % 6 + 1


def say_step(dispatcher: CollectingDispatcher, turn: Turn, card: Card, number: int) -> Events:
    """Tells one step of a card; a number beyond its steps counts as the nearest one."""
    reply = knowledge.composer().step(card, number, care=care_for(who(turn)))
    return say_card(dispatcher, turn, card, reply)
