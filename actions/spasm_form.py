"""The form after the warning signs: where, how long, what set it off."""

from __future__ import annotations

from abc import abstractmethod

from rasa_sdk import Tracker
from rasa_sdk.events import ActiveLoop, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import FormValidationAction
from rasa_sdk.types import DomainDict

from actions.answer import say_card
from actions.care import be_kind, remember, who
from actions.guarded import Events, GuardedAction, say
from actions.turn import Turn
from bot import knowledge
from bot.care import care_for
from bot.guidance import situation
from bot.guidance.reply import Button, Reply

SKIP = "unknown"


class Ask(GuardedAction):
    """One question of the form; its buttons fill the slot by an entity."""

    question: str
    entity: str
    choices: dict[str, str]

    @property
    @abstractmethod
    def slot_name(self) -> str:
        """The slot it fills."""

    def name(self) -> str:
        """The name by which a form finds the question of a slot."""
        return f"action_ask_{self.slot_name}"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Asks."""
        buttons = tuple(
            Button(title, f'/inform{{"{self.entity}": "{value}"}}') for value, title in self.choices.items()
        )
        say(dispatcher, Reply(self.question, "screen", buttons=buttons))
        return []


class ActionAskPlace(Ask):
    """Where it hurts."""

    slot_name = "pain_place"
    entity = "body_part"
    question = "Good. A few short questions, so that the advice fits. Say “stop” whenever you like. Where is the spasm?"
    choices = situation.PLACES


class ActionAskDuration(Ask):
    """Since when."""

    slot_name = "pain_duration"
    entity = "duration"
    question = "How long has it been going on?"
    choices = situation.DURATIONS


class ActionAskTrigger(Ask):
    """What set it off."""

    slot_name = "pain_trigger"
    entity = "onset"
    question = "Do you know what set it off?"
    choices = situation.TRIGGERS


class ValidateSpasmForm(FormValidationAction):
    """Turns what was said into one of the answers the advice knows; what it cannot read counts as unknown.

    A slot that was emptied, so that the form asks again, comes as ``None`` and stays empty.
    """

    def name(self) -> str:
        """The name by which the form finds its validation."""
        return "validate_spasm_form"

    def validate_pain_place(
        self, value: str | None, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, str | None]:
        """Lower, middle, upper back or another place."""
        return {"pain_place": value and situation.read_place(value)}

    def validate_pain_duration(
        self, value: str | None, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, str | None]:
        """Days, about a week, weeks or longer."""
        return {"pain_duration": value and situation.read_duration(value)}

    def validate_pain_trigger(
        self, value: str | None, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, str | None]:
        """Lifting, sitting, stress, nothing known."""
        return {"pain_trigger": value and situation.read_trigger(value)}


class ActionLeaveForm(GuardedAction):
    """Leaves the form; nothing more is asked."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_leave_form"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Says so, and ends the loop."""
        say(
            dispatcher,
            Reply("OK, no more questions. Ask me anything about your back whenever you like.", "smalltalk"),
        )
        return [ActiveLoop(None), SlotSet("requested_slot", None)]


class ActionAdvice(GuardedAction):
    """Advice that fits what was said, and when to seek care."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_advice"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Tells the cards that fit, the most important first."""
        told = situation.cards_for(
            duration=turn.slot("pain_duration") or SKIP, trigger=turn.slot("pain_trigger") or SKIP
        )
        cards = [knowledge.library().cards[card] for card in told]
        be_kind(turn, dispatcher)
        people = who(turn)
        reply = knowledge.composer().advice(cards, care=care_for(people))
        return say_card(dispatcher, turn, cards[0], reply) + remember(turn, people)
