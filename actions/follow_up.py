"""Going on with the answer just given: more, next, again, and where it comes from."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.answer import answer_instead, answer_question, say_answer, say_card
from actions.care import who
from actions.guarded import Events, GuardedAction, say
from actions.procedure import named_step, say_step
from actions.told import last_card, step_of, under_way
from actions.turn import Turn
from bot import knowledge
from bot.care import care_for
from bot.guidance.reply import Button, Reply


class ActionMore(GuardedAction):
    """Tells what else the last card has."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_more"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Tells more; with no card before, the message is a question like any other."""
        card = last_card(turn)
        if card is None:
            return answer_question(turn.text, turn, dispatcher)
        return say_answer(dispatcher, turn, knowledge.composer().more(card, care=care_for(who(turn))))


class ActionNextStep(GuardedAction):
    """Goes on: to the next step of a procedure, else to what comes after the last card."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_next_step"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Tells the step, or the first related card not told yet: the writer of a card puts there what comes next."""
        procedure = under_way(turn)
        if procedure is not None:
            return say_step(dispatcher, turn, procedure, named_step(turn.text) or step_of(turn) + 1)
        card = last_card(turn)
        if card is None:
            return answer_question(turn.text, turn, dispatcher)
        told = turn.slot("told_cards") or []
        following = next((other for other in knowledge.library().related(card) if other.id not in told), None)
        if following is None:
            return say_answer(dispatcher, turn, knowledge.composer().no_more_steps(card))
        return say_card(dispatcher, turn, following, knowledge.composer().answer(following, care=care_for(who(turn))))


class ActionSource(GuardedAction):
    """Names the pages the last answer came from, and what kind of pages they are."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_source"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Names the sources of the last card, or of the guide; with no card told, the question may be one on backs."""
        card = last_card(turn)
        answered = answer_instead(turn, dispatcher) if card is None else None
        if answered is not None:
            return answered
        composer = knowledge.composer()
        say(dispatcher, composer.sources(card) if card else composer.all_sources())
        return []


class ActionRepeat(GuardedAction):
    """Says the last reply again."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_repeat"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Repeats text, buttons and facts of the last reply."""
        for event in reversed(turn.tracker.events):
            if event.get("event") == "bot" and event.get("text"):
                data = event.get("data") or {}
                buttons = [Button(b["title"], b["payload"]) for b in data.get("buttons") or []]
                dispatcher.utter_message(
                    text=event["text"],
                    buttons=[{"title": b.title, "payload": b.payload} for b in buttons],
                    json_message=data.get("custom") or {},
                )
                return []
        say(dispatcher, Reply("I have not said anything yet. What would you like to know?", "smalltalk"))
        return []
