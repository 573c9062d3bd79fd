"""The one way in: every message of every channel passes here before Rasa sees it.

Three promises are kept in this file and do not depend on anything behind it:

* A message with a sign that needs help today or now is answered at once, before the lock, the NLU, the slots, the
  actions and the database. What was said is recorded afterwards.
* What the conversation adds to the screening (signs known, the last messages, an open question) comes from memory, and
  whatever goes wrong there, the message is screened by itself.
* Nobody meets silence: a turn that fails, hangs or says nothing ends with a plain sentence and the emergency number.
"""

from __future__ import annotations

import asyncio
import logging
import re
from dataclasses import dataclass, replace
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.shared.core.constants import ACTION_LISTEN_NAME, REQUESTED_SLOT
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SlotSet, UserUttered

from bot import escalation
from bot.components.red_flag_screener import RED_FLAG, SCREENING
from bot.guidance.reply import Reply
from bot.recent import WITH_TALK, Talk
from bot.runtime.conversation_store import ConversationStore
from bot.safety import Context, Level, Screening, screen
from bot.safety.answers import Answer, read_answer
from bot.safety.people import of_others
from bot.safety.verdict import RULE as LEARNED
from bot.signs import Signs
from bot.surely_asked import eased

logger = logging.getLogger(__name__)

TURN_LIMIT = 15.0  # seconds a turn may take
RECORD_LIMIT = 10.0  # seconds recording may take after an escalation went out
RECORD_WAIT = 1.0  # seconds of that which a channel waits; after it the recording goes on by itself
TEXT_LIMIT = 10_000  # characters that are answered; a longer message is screened, and asked to be shorter

# Everything but tab and new line: NUL and its kin break databases and hide words.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class Pressed(UserMessage):
    """A button or a command that the channel itself has, so that no reply need have offered it."""


class Gate:
    """Screens a message, answers a sign at once, and hands the rest to the agent.

    Args:
        agent: the Rasa agent; it may be missing a model, the gate still screens.
        store: the conversations, to know which buttons were offered; also an attribute.
        turn_limit: seconds a turn may take.
    """

    def __init__(self, agent: Agent, store: ConversationStore, *, turn_limit: float = TURN_LIMIT) -> None:
        self._agent = agent
        self.store = store
        self._turn_limit = turn_limit
        self._recordings: set[asyncio.Task[None]] = set()

    async def handle(self, message: UserMessage) -> None:
        """Answers one message through its output channel. Never raises, never says nothing."""
        output = Attentive(message.output_channel)
        message.output_channel = output
        message.text = self._typed_or_offered(message)
        talk = self._talk_so_far(message)
        screening = _screened(message.text, talk)
        if screening.level >= Level.urgent:
            escalated = await self._escalate(message, output, screening, talk)
            self._remember(message.sender_id, replace(talk, signs=escalated.told(talk.signs), open_check=None))
            await self._record(message, output, escalated, alone=talk == Talk())
            return
        message.metadata = {**(message.metadata or {}), SCREENING: screening.to_dict(), WITH_TALK: talk != Talk()}
        unusable = _unusable(message.text)
        if unusable is not None:
            await output.say(message.sender_id, unusable)
            return
        await self._turn(message, output, screening)
        self._keep_up(message.sender_id)

    async def forget(self, sender: str) -> None:
        """Deletes a conversation for good: what is still under way in it is not kept, and nothing can be added."""
        await asyncio.to_thread(self.store.close_conversation, sender)
        # Again behind the turn that is under way: its end may have put something back.
        async with self._agent.lock_store.lock(sender):
            await self.store.delete(sender)

    def _talk_so_far(self, message: UserMessage) -> Talk:
        """What is known of the conversation, without waiting for anything; this message is remembered for the next."""
        try:
            recent, sender = self.store.recent, message.sender_id
            if sender not in recent:
                self._keep_up(sender)
            talk = recent.talk(sender)
            recent.remember(sender, talk.with_message(message.text))
            return talk
        except Exception as error:
            logger.error("what was said before could not be read: %s", type(error).__name__)
            return Talk()

    def _keep_up(self, sender: str) -> None:
        """Takes over what the turn changed, from the conversation that the store has in memory after it."""
        try:
            live = self.store.live(sender)
            if live is not None:
                now = Talk.of([event.as_dict() for event in live.events], live.get_slot)
                known = self.store.recent.talk(sender)
                self._remember(sender, replace(now, said=known.said or now.said))
        except Exception as error:
            logger.error("a conversation could not be kept up with: %s", type(error).__name__)

    def _remember(self, sender: str, talk: Talk) -> None:
        try:
            said = self.store.recent.talk(sender).said or talk.said  # a message that came meanwhile is there already
            self.store.recent.remember(sender, replace(talk, said=said))
        except Exception as error:
            logger.error("a conversation could not be remembered: %s", type(error).__name__)

    async def _turn(self, message: UserMessage, output: Attentive, screening: Screening) -> None:
        try:
            await asyncio.wait_for(self._agent.handle_message(message), self._turn_limit)
        except Exception as error:
            # The type only: the message of an error may hold what a patient wrote.
            logger.error("a turn failed: %s", type(error).__name__)
        if output.said:
            return
        if screening.level > Level.none:
            await output.say(message.sender_id, escalation.escalate(screening, message.text))
        await output.say(message.sender_id, escalation.sorry())

    def _typed_or_offered(self, message: UserMessage) -> str:
        """The text without control characters; a command only from a button of the talk or of the channel."""
        text = _CONTROL.sub(" ", message.text or "").strip()
        if not text.startswith("/"):
            return text
        try:
            typed = (message.metadata or {}).get("typed")  # the channel knows it was no button
            kept = isinstance(message, Pressed)
            if not typed and (kept or text in self.store.offered_payloads(message.sender_id)):
                return text
        except Exception as error:
            logger.error("offered buttons could not be read: %s", type(error).__name__)
        return text.lstrip("/ ")

    async def _escalate(self, message: UserMessage, output: Attentive, screening: Screening, talk: Talk) -> Escalated:
        before = talk.before(message.text)
        reply = escalation.escalate(screening, message.text, before)
        await output.say(message.sender_id, reply)
        return Escalated(screening, of_others(message.text, screening.present, before), (reply,))

    async def _record(self, message: UserMessage, output: Attentive, escalated: Escalated, *, alone: bool) -> None:
        """Records what was said. A channel that answers in one go must not hold the advice back until that is done."""

        async def recorded() -> None:
            try:
                await asyncio.wait_for(self._record_locked(message, output, escalated, alone), RECORD_LIMIT)
            except Exception as error:
                logger.error("an escalation went out but was not recorded: %s", type(error).__name__)

        recording = asyncio.create_task(recorded())
        self._recordings.add(recording)  # a task that nobody holds may be dropped
        recording.add_done_callback(self._recordings.discard)
        await asyncio.wait({recording}, timeout=RECORD_WAIT)

    async def _record_locked(self, message: UserMessage, output: Attentive, escalated: Escalated, alone: bool) -> None:
        processor = self._agent.processor
        if processor is None:
            raise RuntimeError("there is no model")
        async with self._agent.lock_store.lock(message.sender_id):
            # The session may have to be started; what it says is not for the person now.
            tracker = await processor.fetch_tracker_and_update_session(message.sender_id, OutputChannel())
            if alone:  # after a restart: what was said before may make it more urgent
                talk = Talk.of([event.as_dict() for event in tracker.events], tracker.get_slot)
                screening = _screened(message.text, talk)
                if screening.level > escalated.screening.level:
                    again = await self._escalate(message, output, screening, talk)
                    escalated = replace(again, replies=(*escalated.replies, *again.replies))
            slots = escalation.remembered(escalated.screening, tracker.get_slot, escalated.others)
            for event in _events(message, escalated, slots):
                tracker.update(event, self._agent.domain)
            await self._agent.tracker_store.save(tracker)
        self._keep_up(message.sender_id)


@dataclass(frozen=True)
class Escalated:
    """What was escalated.

    Attributes:
        screening: the verdict.
        others: the ids of those of its signs that are somebody else's.
        replies: what was said.
    """

    screening: Screening
    others: frozenset[str]
    replies: tuple[Reply, ...]

    def told(self, signs: Signs) -> Signs:
        """The signs known with these added."""
        return signs.told(self.screening, self.others)


class Attentive(OutputChannel):
    """An output channel that knows whether anything reached the person, and never raises.

    Rasa loses the whole turn when one send fails; a failed send is logged here instead.
    """

    def __init__(self, inner: OutputChannel) -> None:
        self._inner = inner
        self.said = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def name(self) -> str:
        """The name of the channel behind it, for responses that differ by channel."""
        return self._inner.name()

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Sends one response and notes that something was said."""
        try:
            await self._inner.send_response(recipient_id, message)
            self.said = True
        except Exception as error:
            logger.error("a reply could not be sent: %s", type(error).__name__)

    async def say(self, recipient_id: str, reply: Reply) -> None:
        """Sends a reply."""
        await self.send_response(recipient_id, reply.response())


def _screened(text: str, talk: Talk) -> Screening:
    """The verdict on a message, with what the conversation adds; by itself, where that fails."""
    if text.startswith("/"):
        return Screening()
    try:
        screening = eased(screen(text, talk.context(text)), text)
        return _with_answer(screening, text, talk)
    except Exception as error:
        logger.error("a message was screened by itself: %s", type(error).__name__)
        return screen(text, Context())


def _with_answer(screening: Screening, text: str, talk: Talk) -> Screening:
    """The verdict when the message answers an open question.

    "Yes" and "not sure" to an urgent sign are that sign. A clear no stands against what only sounds like the sign.
    """
    asked = talk.open_check
    answer = read_answer(text, asked=asked) if asked is not None else None
    if asked is None or answer is None:
        return screening
    if answer is Answer.NO:
        return _without(screening, asked) if _only_heard(screening, asked) else screening
    answered = escalation.confirmed(asked, talk.signs.flags, text)
    if answered.level <= max(screening.level, Level.routine):
        return screening
    rest = (flag for flag in screening.flags if flag.id != asked)
    return Screening(answered.level, False, (*answered.flags, *rest))


def _without(screening: Screening, gone: str) -> Screening:
    return Screening.of(flag for flag in screening.flags if flag.id != gone)


def _only_heard(screening: Screening, asked: str) -> bool:
    """Whether nothing but the learned reader speaks for the sign that was asked about."""
    return all(flag.rule == LEARNED for flag in screening.present if flag.id == asked)


def _unusable(text: str) -> Reply | None:
    if not any(character.isalnum() for character in text):
        return escalation.no_words()
    if len(text) > TEXT_LIMIT:
        return escalation.too_long()
    return None


def _events(message: UserMessage, escalated: Escalated, slots: dict[str, Any]) -> list[Event]:
    intent = {"name": RED_FLAG, "confidence": 1.0}
    parse = {"intent": intent, "entities": [], SCREENING: escalated.screening.to_dict()}
    responses = [reply.response() for reply in escalated.replies]
    return [
        UserUttered(
            message.text,
            intent,
            [],
            parse,
            input_channel=message.input_channel,
            message_id=message.message_id,
            metadata=message.metadata,
        ),
        ActiveLoop(None),
        SlotSet(REQUESTED_SLOT, None),
        *(SlotSet(name, value) for name, value in slots.items()),
        ActionExecuted("action_escalate"),
        *(
            BotUttered(response["text"], {"buttons": response["buttons"], "custom": response["custom"]})
            for response in responses
        ),
        ActionExecuted(ACTION_LISTEN_NAME),
    ]
