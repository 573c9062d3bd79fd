"""Questions: the card that answers, a few that come near, or an honest "I don't know"."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.care import be_kind, remember, who
from actions.guarded import Events, GuardedAction, say, slots
from actions.told import step_of, under_way
from actions.turn import Turn
from bot import escalation, knowledge
from bot.care import care_for
from bot.guidance.cards import Card
from bot.guidance.care import Care
from bot.guidance.compose import ALL_STEPS, card_button
from bot.guidance.guide import Match, is_question
from bot.guidance.reply import Button, Reply
from bot.guidance.sources import OWN_WORDING
from bot.safety import Flag, Level
from bot.safety.assertion import ASKED_OF_NOBODY
from bot.safety.verdict import RULE as LIKENESS
from bot.safety.verdict import SOUNDS_HARMLESS

#: From this confidence of the classifier on, a question to the clinic or a piece of small talk stands.
SURE_OF_INTENT = 0.8
#: Words from which on a message holds so much beside its point that the classifier may be surely wrong.
LONG_MESSAGE = 8
#: Fewer words than these say yes or no, or how one is.
FEWEST_WORDS = 4
#: From here on (log odds) a question is about backs beyond doubt: on the kept test file no question about the clinic
#: comes near it, and questions about remedies lie above.
CLEAR_SCOPE = 4.0
SCOPE_BESIDE = 2.0  # likewise below a check, where nobody else would be asked
REMEMBERED_CARDS = 20
TOO_GRAVE = frozenset({"self_harm", "overdose"})
#: From this chance on; below it most messages were about something else (tests/safety/rounds).
SOUNDS_GRAVE = 0.5
#: Topics whose steps are left alone while a warning sign is known.
HANDS_ON = frozenset({"stretches", "exercises", "massage", "tens"})


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
        """Tells the card or a step of it; one that was taken out since the button was offered is said to be gone."""
        card = knowledge.library().cards.get(turn.entity("card") or "")
        if card is None:
            say(dispatcher, knowledge.fallbacks().gone())
            return []
        people = who(turn)
        reply = _asked_for(card, turn.entity("step"), care_for(people))
        return say_card(dispatcher, turn, card, reply) + remember(turn, people)


def _asked_for(card: Card, step: Any, care: Care) -> Reply:
    """The answer of a card, or the step or all the steps of it that a button named."""
    composer = knowledge.composer()
    if step is None or not care.kept(card.steps) or care.hides(card):
        return composer.answer(card, care=care)
    if step == ALL_STEPS:
        return composer.all_steps(card, care=care)
    return composer.step(card, int(step) if str(step).isdigit() else 1, care=care)


def answer_question(question: str, turn: Turn, dispatcher: CollectingDispatcher, match: Match | None = None) -> Events:
    """Says the best answer to a question; returns what to remember.

    Args:
        match: what the guide found, where it was asked already.
    """
    comforted = be_kind(turn, dispatcher)
    people = who(turn)
    events = remember(turn, people)
    if comforted and not is_question(question):
        return events  # what was said was no question: the kind word is the answer
    match = match or knowledge.guide().find(question, intent=turn.intent, previous=turn.slot("last_card"))
    composer, care = knowledge.composer(), care_for(people)
    if match.card is not None:
        told_before = match.card.id == turn.slot("last_card") and match.card.more
        reply = (
            composer.more(match.card, care=care)
            if told_before
            else composer.answer(
                match.card, lead=match.lead, also=match.also, care=care, near=match.suggestions, plain=match.open
            )
        )
        return events + say_card(dispatcher, turn, match.card, reply)
    if match.suggestions:
        return events + say_answer(dispatcher, turn, composer.suggestions(match.suggestions))
    if comforted or turn.said_this_turn("escalation") or turn.screening.level is not Level.none:
        return events  # the advice for the sign, or the kind word, was the answer
    misses = int(turn.slot("misunderstood") or 0) + 1
    say(dispatcher, knowledge.fallbacks().reply(misses, about_health=match.about_health, said=turn.was_said))
    return events + slots({"misunderstood": misses})


def surely_meant(turn: Turn) -> bool:
    """Whether a question to the clinic or a piece of small talk is surely one: the classifier knows short ones best."""
    return turn.confidence >= SURE_OF_INTENT and len(turn.text.split()) < LONG_MESSAGE


def answer_instead(
    turn: Turn,
    dispatcher: CollectingDispatcher,
    *,
    scope: float = CLEAR_SCOPE,
    harmless: bool = False,
    asks: bool = False,
) -> Events | None:
    """Answers a message that asks what a card meets, where the classifier took it for something else.

    Args:
        scope: how surely the question must be about backs, in log odds, beside being sure enough for an answer.
        harmless: whether a card with something to do to the back counts as no answer.
        asks: whether a message of some words counts as a question however it is worded.

    Returns:
        What to remember, or ``None`` when the classifier's guess stands.
    """
    guide = knowledge.guide()
    asks = asks and len(turn.text.split()) >= FEWEST_WORDS
    if not turn.text or not (asks or guide.asks(turn.text)):
        return None
    match = guide.find(turn.text, previous=turn.slot("last_card"))
    if match.card is None or match.scope < scope or (harmless and match.card.topic in HANDS_ON):
        return None
    return answer_question(turn.text, turn, dispatcher, match)


def answer_beside(turn: Turn, dispatcher: CollectingDispatcher, flag: str) -> Events | None:
    """Answers a question below a check that may be needless; nothing to do is told while a sign is possible."""
    about = [found for found in turn.screening.flags if found.id == flag]
    if not all(_may_be_needless(found) for found in about):
        return None
    return answer_instead(turn, dispatcher, scope=SCOPE_BESIDE, harmless=True)


def _may_be_needless(found: Flag) -> bool:
    """Whether only a likeness made a check necessary, or one speaks against it, or the sign would not be pressing.

    What sounds much like a wish to die or too many tablets leaves no room for an answer.
    """
    if found.id in TOO_GRAVE and (found.score is None or found.score >= SOUNDS_GRAVE):
        return False
    doubted = found.assertion == ASKED_OF_NOBODY or found.assertion.endswith(SOUNDS_HARMLESS)
    return found.rule == LIKENESS or doubted or found.level <= Level.routine


def say_card(dispatcher: CollectingDispatcher, turn: Turn, card: Card, reply: Reply) -> Events:
    """Says the reply of a card; returns what to remember of it."""
    told = [*(turn.slot("told_cards") or []), card.id][-REMEMBERED_CARDS:]
    if card.steps and card.topic in HANDS_ON and turn.known_level >= Level.urgent:
        reply = _not_with_a_sign(card)
    going_on, interrupted = _procedure(turn, card, reply)
    if interrupted:
        reply = replace(reply, buttons=(*reply.buttons, interrupted))
    events = say_answer(dispatcher, turn, reply)
    return events + slots({"last_card": card.id, "told_cards": told, **going_on})


def _procedure(turn: Turn, card: Card, reply: Reply) -> tuple[dict[str, Any], Button | None]:
    """The slots of the procedure going on after a reply, and the button that leads back to one interrupted by it.

    One question in between is answered and the steps stay where they are; a second one leaves them.
    """
    if reply.step:
        number, count = reply.step
        is_last = number == count
        going_on = {"procedure": None if is_last else card.id, "step": None if is_last else number}
        return {**going_on, "expecting": None if is_last else "step"}, None
    before = under_way(turn)
    if before and turn.slot("last_card") == before.id and card.id != before.id:
        number = step_of(turn)
        return {}, card_button(before, f"Back to step {number}", step=number)
    return {"procedure": None, "step": None}, None


def _not_with_a_sign(card: Card) -> Reply:
    text = (
        f"Please leave “{card.title}” for now. You told me about a warning sign, and that should be looked at "
        "before you stretch, press or use a machine on your back."
    )
    return Reply(text, "answer", card=card.id, sources=(knowledge.library().sources.resolve(OWN_WORDING),))


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
