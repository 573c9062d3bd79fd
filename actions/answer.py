"""Questions: the card that answers, a few that come near, or an honest "I don't know"."""

from __future__ import annotations

from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.care import be_kind, remember, who
from actions.guarded import Events, GuardedAction, say, slots
from actions.turn import Turn
from bot import escalation, knowledge
from bot.care import care_for
from bot.guidance.cards import Card
from bot.guidance.guide import is_question
from bot.guidance.reply import Reply
from bot.safety import Level

#: From this confidence of the classifier on, its intent stands.
SURE_OF_INTENT = 0.8
#: From here on (log odds) a question is about backs beyond doubt: on the kept test file no question about the clinic
#: comes near it, and questions about remedies lie above.
CLEAR_SCOPE = 3.0
REMEMBERED_CARDS = 20


class ActionAnswer(GuardedAction):
    """Answers a question from the cards."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_answer"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Answers the message."""
        return answer_question(turn.text, turn, dispatcher)


class ActionAnswerCard(GuardedAction):
    """Tells the card that a button named."""

    def name(self) -> str:
        """The action's name in the domain."""
        return "action_answer_card"

    async def work(self, turn: Turn, dispatcher: CollectingDispatcher, domain: DomainDict) -> Events:
        """Tells the card; one that was taken out since the button was offered is said to be gone."""
        card = knowledge.library().cards.get(turn.entity("card") or "")
        if card is None:
            say(dispatcher, knowledge.composer().nothing())
            return []
        people = who(turn)
        reply = knowledge.composer().answer(card, care=care_for(people))
        return say_card(dispatcher, turn, card, reply) + remember(turn, people)


def answer_question(question: str, turn: Turn, dispatcher: CollectingDispatcher) -> Events:
    """Says the best answer to a question; returns what to remember."""
    comforted = be_kind(turn, dispatcher)
    people = who(turn)
    events = remember(turn, people)
    if comforted and not is_question(question):
        return events  # what was said was no question: the kind word is the answer
    match = knowledge.guide().find(question, intent=turn.intent, previous=turn.slot("last_card"))
    composer, care = knowledge.composer(), care_for(people)
    if match.card is not None:
        told_before = match.card.id == turn.slot("last_card") and match.card.more
        reply = (
            composer.more(match.card, care=care)
            if told_before
            else composer.answer(match.card, lead=match.lead, also=match.also, care=care)
        )
        return events + say_card(dispatcher, turn, match.card, reply)
    if match.suggestions:
        return events + say_answer(dispatcher, turn, composer.suggestions(match.suggestions))
    if comforted or turn.said_this_turn("escalation") or turn.screening.level is not Level.none:
        return events  # the advice for the sign, or the kind word, was the answer
    misses = int(turn.slot("misunderstood") or 0) + 1
    say(dispatcher, composer.nothing() if misses == 1 else composer.still_nothing())
    return events + slots({"misunderstood": misses})


def answer_if_clear(turn: Turn, dispatcher: CollectingDispatcher) -> Events | None:
    """Answers a question that a card clearly meets although the classifier guessed something else.

    Returns:
        What to remember, or ``None`` when the classifier's guess stands.
    """
    if turn.confidence >= SURE_OF_INTENT or not is_question(turn.text):
        return None
    match = knowledge.guide().find(turn.text, previous=turn.slot("last_card"))
    if match.status != "answer" or match.scope < CLEAR_SCOPE:
        return None
    return answer_question(turn.text, turn, dispatcher)


def say_card(dispatcher: CollectingDispatcher, turn: Turn, card: Card, reply: Reply) -> Events:
    """Says the reply of a card; returns what to remember of it."""
    told = [*(turn.slot("told_cards") or []), card.id][-REMEMBERED_CARDS:]
    return say_answer(dispatcher, turn, reply) + slots({"last_card": card.id, "told_cards": told})


def say_answer(dispatcher: CollectingDispatcher, turn: Turn, reply: Reply) -> Events:
    """Says an answer; the first one after an urgent sign begins with one line about that sign."""
    remembered: dict[str, Any] = {"misunderstood": 0, "expecting": None}
    reply = escalation.about(reply, turn.screening)
    flags = turn.signs.flags
    if turn.known_level >= Level.urgent and flags and not turn.slot("reminded"):
        reply = escalation.with_reminder(reply, turn.known_level, flags)
        remembered["reminded"] = True
    say(dispatcher, reply)
    return slots(remembered)
