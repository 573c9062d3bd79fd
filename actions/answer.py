"""Questions: the card that answers, a few that come near, or an honest "I don't know"."""

from __future__ import annotations

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.guarded import Events, GuardedAction, say, slots
from actions.turn import Turn
from bot import escalation, knowledge
from bot.guidance.guide import is_question
from bot.guidance.reply import Reply
from bot.safety import Level

#: From this confidence of the classifier on, its intent stands.
SURE_OF_INTENT = 0.8
#: From here on (log odds) a question is about backs beyond doubt: on the kept test file no question about the clinic
#: comes near it, and questions about remedies lie above.
CLEAR_SCOPE = 3.0


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
        say_answer(dispatcher, turn, knowledge.composer().answer(card))
        return slots({"last_card": card.id, "misunderstood": 0})


def answer_question(question: str, turn: Turn, dispatcher: CollectingDispatcher) -> Events:
    """Says the best answer to a question; returns what to remember."""
    match = knowledge.guide().find(question, intent=turn.intent, previous=turn.slot("last_card"))
    composer = knowledge.composer()
    if match.card is not None:
        told_before = match.card.id == turn.slot("last_card") and match.card.more
        reply = (
            composer.more(match.card) if told_before else composer.answer(match.card, lead=match.lead, also=match.also)
        )
        say_answer(dispatcher, turn, reply)
        return slots({"last_card": match.card.id, "misunderstood": 0, "expecting": None})
    if match.suggestions:
        say_answer(dispatcher, turn, composer.suggestions(match.suggestions))
        return slots({"misunderstood": 0, "expecting": None})
    if turn.said_this_turn("escalation") or turn.screening.level is not Level.none:
        return []  # the advice for the sign was the answer
    misses = int(turn.slot("misunderstood") or 0) + 1
    say(dispatcher, composer.nothing() if misses == 1 else composer.still_nothing())
    return slots({"misunderstood": misses})


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


def say_answer(dispatcher: CollectingDispatcher, turn: Turn, reply: Reply) -> None:
    """Says an answer; after an urgent sign in this session it begins with one line about that sign."""
    say(
        dispatcher,
        escalation.with_reminder(reply, turn.known_level, turn.slot("red_flags") or [], turn.screening),
    )
