"""The one way in: every message of every channel passes here before Rasa sees it.

Two promises are kept in this file and do not depend on anything behind it:

* A message with a sign that needs help today or now is answered at once, before the lock, the NLU, the slots, the
  actions and the database. What was said is recorded afterwards.
* Nobody meets silence: a turn that fails, hangs or says nothing ends with a plain sentence and the emergency number.
"""

from __future__ import annotations

import asyncio
import logging
import re
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.shared.core.constants import ACTION_LISTEN_NAME, REQUESTED_SLOT
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SlotSet, UserUttered

from bot import escalation
from bot.components.red_flag_screener import RED_FLAG, SCREENING
from bot.guidance.reply import Reply
from bot.runtime.conversation_store import ConversationStore
from bot.safety import Level, Screening, screen

logger = logging.getLogger(__name__)

TURN_LIMIT = 15.0  # seconds a turn may take
RECORD_LIMIT = 5.0  # seconds recording may take after an escalation went out
TEXT_LIMIT = 10_000  # characters that are answered; a longer message is screened, and asked to be shorter

# Everything but tab and new line: NUL and its kin break databases and hide words.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class Gate:
    """Screens a message, answers a sign at once, and hands the rest to the agent.

    Args:
        agent: the Rasa agent; it may be missing a model, the gate still screens.
        store: the conversations, to know which buttons were offered.
        turn_limit: seconds a turn may take.
    """

    def __init__(self, agent: Agent, store: ConversationStore, *, turn_limit: float = TURN_LIMIT) -> None:
        self._agent = agent
        self._store = store
        self._turn_limit = turn_limit

    async def handle(self, message: UserMessage) -> None:
        """Answers one message through its output channel. Never raises, never says nothing."""
        output = Attentive(message.output_channel)
        message.output_channel = output
        message.text = self._typed_or_offered(message)
        screening = screen(message.text) if not message.text.startswith("/") else Screening()
        if screening.level >= Level.urgent:
            reply = escalation.escalate(screening)
            await output.say(message.sender_id, reply)
            await self._record(message, screening, reply)
            return
        message.metadata = {**(message.metadata or {}), SCREENING: screening.to_dict()}
        unusable = _unusable(message.text)
        if unusable is not None:
            await output.say(message.sender_id, unusable)
            return
        await self._turn(message, output, screening)

    async def _turn(self, message: UserMessage, output: Attentive, screening: Screening) -> None:
        try:
            await asyncio.wait_for(self._agent.handle_message(message), self._turn_limit)
        except Exception as error:
            # The type only: the message of an error may hold what a patient wrote.
            logger.error("a turn failed: %s", type(error).__name__)
        if output.said:
            return
        if screening.level > Level.none:
            await output.say(message.sender_id, escalation.escalate(screening))
        await output.say(message.sender_id, escalation.sorry())

    def _typed_or_offered(self, message: UserMessage) -> str:
        """The text without control characters; a command only when a button of this talk carried it."""
        text = _CONTROL.sub(" ", message.text or "").strip()
        if not text.startswith("/"):
            return text
        try:
            typed = (message.metadata or {}).get("typed")  # the channel knows it was no button
            if not typed and text in self._store.offered_payloads(message.sender_id):
                return text
        except Exception as error:
            logger.error("offered buttons could not be read: %s", type(error).__name__)
        return text.lstrip("/ ")

    async def _record(self, message: UserMessage, screening: Screening, reply: Reply) -> None:
        try:
            await asyncio.wait_for(self._record_locked(message, screening, reply), RECORD_LIMIT)
        except Exception as error:
            logger.error("an escalation went out but was not recorded: %s", type(error).__name__)

    async def _record_locked(self, message: UserMessage, screening: Screening, reply: Reply) -> None:
        processor = self._agent.processor
        if processor is None:
            raise RuntimeError("there is no model")
        async with self._agent.lock_store.lock(message.sender_id):
            # The session may have to be started; what it says is not for the person now.
            tracker = await processor.fetch_tracker_and_update_session(message.sender_id, OutputChannel())
            for event in _events(message, screening, reply, tracker.get_slot):
                tracker.update(event, self._agent.domain)
            await self._agent.tracker_store.save(tracker)


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


def _unusable(text: str) -> Reply | None:
    if not any(character.isalnum() for character in text):
        return escalation.no_words()
    if len(text) > TEXT_LIMIT:
        return escalation.too_long()
    return None


def _events(message: UserMessage, screening: Screening, reply: Reply, slot: Any) -> list[Event]:
    intent = {"name": RED_FLAG, "confidence": 1.0}
    parse = {"intent": intent, "entities": [], SCREENING: screening.to_dict()}
    response = reply.response()
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
        *(SlotSet(name, value) for name, value in escalation.remembered(screening, slot).items()),
        ActionExecuted("action_escalate"),
        BotUttered(response["text"], {"buttons": response["buttons"], "custom": response["custom"]}),
        ActionExecuted(ACTION_LISTEN_NAME),
    ]
