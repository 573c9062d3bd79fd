"""One messenger: from an update that came in to the answer that the service has taken.

An update is kept in the database before it is acknowledged, and answered in a task of its own. What a crash leaves
undone is taken up by the next process. The gate is behind all of it, so a warning sign is answered at once: its advice
goes out before everything else that waits, and while it is being kept.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from rasa.core.channels.channel import OutputChannel, UserMessage

from bot import escalation
from bot.channels.collected import whole
from bot.channels.messenger import edits, timers, words
from bot.channels.messenger.commands import COMMANDS
from bot.channels.messenger.health import Health
from bot.channels.messenger.incoming import Call, Incoming
from bot.channels.messenger.ledger import LEASE, Arrival, Button, Ledger, Send, Update
from bot.channels.messenger.outbox import Outbox
from bot.channels.messenger.sealing import Seal
from bot.channels.messenger.service import Service
from bot.clinic.config import Clinic
from bot.gate import Gate, Pressed
from bot.guidance.reply import Reply
from bot.safety import Level

logger = logging.getLogger(__name__)

LOOK_UP_LIMIT = 1.0  # seconds: a warning sign must not wait for a database
STOP_LIMIT = 20.0  # seconds that a stopping server gives to what is under way; a turn may take 15
SEND_LIMIT = 5.0  # seconds more for what it has to send
ALIVE = LEASE / 3  # seconds between two signs of life
TYPING = 4.5  # seconds between two; services show one for five
REMEMBERED = 5_000  # updates and buttons known without the database

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]
Response = dict[str, Any]
T = TypeVar("T")


class Messenger:
    """Receives the updates of one service, and answers them.

    Args:
        service: speaks to it.
        gate: has the conversations.
        clinic: who runs the guide.
        seal: hashes ids and seals what is kept.
        ledger: keeps what is not done yet.
    """

    def __init__(self, service: Service, *, gate: Gate, clinic: Clinic, seal: Seal, ledger: Ledger) -> None:
        self.health = Health(service.name)
        self._service, self._gate, self._clinic, self._seal, self._ledger = service, gate, clinic, seal, ledger
        self._outbox = Outbox(ledger, service.send, self.health)
        self._on_new_message: OnNewMessage = gate.handle
        self._under_way: set[asyncio.Task[None]] = set()
        self._queues: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._buttons: OrderedDict[tuple[str, str], Button] = OrderedDict()  # by token and person
        gate.store.forgetters.append(self._forget)

    # -- Its life ----------------------------------------------------------------------------------------------------

    def listen(self, on_new_message: OnNewMessage) -> None:
        """Has messages go that way, as Rasa hands it to a channel."""
        self._on_new_message = on_new_message

    def start(self) -> None:
        """Takes up what an earlier process left, and keeps saying that this one is alive."""
        self.run(self._live())

    async def stop(self) -> None:
        """Finishes what is under way; what takes too long is left to the next process."""
        answering = {task for task in self._under_way if not task.get_name().startswith("keep ")}
        if answering:
            await asyncio.wait(answering, timeout=STOP_LIMIT)
        sending = asyncio.create_task(self._outbox.empty())
        await asyncio.wait({sending}, timeout=SEND_LIMIT)
        for task in (sending, *self._under_way):
            task.cancel()
        self._outbox.stop()
        await self._try(self._ledger.let_go)

    def run(self, work: Coroutine[Any, Any, None], *, answering: bool = False) -> None:
        """Runs something in a task that is not forgotten; a stopping server waits for what answers somebody."""
        task = asyncio.create_task(work, name="answer" if answering else "keep alive")
        self._under_way.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        if not task.cancelled() and task.exception():
            logger.error("%s: a task failed: %s", self._service.name, type(task.exception()).__name__)

    async def _live(self) -> None:
        while True:
            updates, sends = await self._try(self._ledger.take_over) or ([], [])
            self._outbox.take(sends)
            for update in updates:
                self.run(self._answer(update, None), answering=True)
            await asyncio.sleep(ALIVE)
            await self._try(self._ledger.stay_alive)
            await self._try(self._ledger.purge)

    # -- What comes in -----------------------------------------------------------------------------------------------

    def person(self, *ids: str) -> str:
        """The id of the conversation with somebody; nobody can tell from it who it is."""
        return f"{self._service.name}-{self._seal.digest('person', self._service.name, *ids)}"

    async def receive(self, update_id: str, incoming: Incoming) -> None:
        """Keeps an update and has it answered, unless it came before; returns as soon as it is kept.

        Args:
            update_id: the service's id of the update; the same one when it is delivered again.
            incoming: what it comes down to.
        """
        update = Update(self._seal.digest("update", self._service.name, update_id), incoming)
        keeping = asyncio.create_task(self._arrived(update))
        # At once, so that its place is behind what came before it, whichever of the two is kept first.
        self.run(self._answer(update, keeping), answering=True)
        await asyncio.wait({keeping})

    async def _arrived(self, update: Update) -> Arrival:
        known = update.key in self._seen
        _remember(self._seen, update.key, None)
        if known:
            return Arrival(False, False)
        keeping = asyncio.to_thread(self._ledger.take_in, update)
        try:
            return await asyncio.wait_for(keeping, LOOK_UP_LIMIT)
        except Exception as error:
            # Rather answered twice than not at all.
            logger.error("a message could not be kept: %s", type(error).__name__)
            return Arrival(True, False)

    async def _answer(self, update: Update, keeping: asyncio.Task[Arrival] | None) -> None:
        """Answers an update once it is kept; ``keeping`` is ``None`` for one that another process left undone."""
        incoming = update.incoming
        try:
            queue = self._queues.setdefault(incoming.person, asyncio.Lock())
            async with queue:  # so that messages that come together are heard in their order
                arrival = await keeping if keeping else None
                if arrival and not arrival.new:
                    return
                turn = await self._prepared(update, arrival)
            if turn is not None:
                await turn
        except Exception as error:
            logger.error("%s: an update could not be answered: %s", self._service.name, type(error).__name__)
            await self._say(update, "sorry", escalation.sorry())
        await self._try(lambda: self._ledger.done(update.key))

    async def _prepared(self, update: Update, arrival: Arrival | None) -> Coroutine[Any, Any, None] | None:
        """Looks up what the answer depends on, and returns the turn; ``None`` where there is none."""
        incoming = update.incoming
        first = arrival.first if arrival else await self._try(lambda: self._ledger.is_first(update)) or False
        output = Replies(self, update, first=first)
        if arrival is None:
            told = await self._try(lambda: self._gate.store.answer_to(incoming.person, _send_id(update)))
            if told:
                return self._tell_again(output, told)
        if incoming.kind == "calls":
            return self._make(update, "calls", list(incoming.calls))
        if incoming.kind == "press":
            return await self._pressed(update, output)
        if incoming.kind == "command":
            return self._commanded(update, output)
        if incoming.kind == "media" and not incoming.text:
            return await self._unreadable(update, output, arrival)
        if not await self._is_news(incoming):
            return None
        by_words = incoming.kind == "media" and await self._is_first_of_album(update, arrival)
        return self._written(update, output, by_words=by_words)

    # -- What people do ----------------------------------------------------------------------------------------------

    async def _written(self, update: Update, output: Replies, *, by_words: bool = False) -> None:
        """Answers words; ``by_words`` says that what came with them was not looked at."""
        incoming = update.incoming
        message = UserMessage(incoming.text, output, metadata={"typed": True}, **self._facts(update))
        await self._turn(message, incoming)
        if by_words:
            await output.add("media", words.went_by_words(incoming.media), to=self._album(update))

    async def _unreadable(
        self, update: Update, output: Replies, arrival: Arrival | None
    ) -> Coroutine[Any, Any, None] | None:
        if not await self._is_first_of_album(update, arrival):
            return None
        return output.add("media", words.unreadable(update.incoming.media, self._clinic), to=self._album(update))

    async def _is_first_of_album(self, update: Update, arrival: Arrival | None) -> bool:
        """Whether nothing is being said yet to the photos that came as one."""
        album = self._album(update)
        # What a crash cut off may be the first; what is said to an album is sent once all the same.
        if album is update or arrival is None:
            return True
        new = (await self._arrived(album)).new
        await self._try(lambda: self._ledger.done(album.key))
        return new

    def _album(self, update: Update) -> Update:
        """The photos that came as one, as if they were one update; a single one is itself."""
        incoming = update.incoming
        if not incoming.album:
            return update
        return Update(self._seal.digest("album", incoming.person, incoming.album), incoming)

    async def _is_news(self, incoming: Incoming) -> bool:
        """Whether a message says what was not said before: an edit, or the message that one overtook, may not."""
        if not incoming.message:
            return True
        look = self._gate.store.said_in
        before = await self._try(lambda: look(incoming.person, incoming.message, incoming.edition))
        if before is None:
            return True
        # What an edit overtook is the older one of the two.
        return edits.matters(before, incoming.text) if incoming.edition else edits.matters(incoming.text, before)

    def _commanded(self, update: Update, output: Replies) -> Coroutine[Any, Any, None]:
        incoming = update.incoming
        command = COMMANDS[incoming.command]
        if incoming.text and ((command.takes_words and " " in incoming.text) or edits.has_sign(incoming.text)):
            return self._written(update, output)
        if command.payload is not None:
            return self._turn(Pressed(command.payload, output, metadata={}, **self._facts(update)), incoming)
        own = {"emergency": escalation.numbers, "privacy": self._privacy}
        return output.add(command.name, own[command.name]())

    async def _pressed(self, update: Update, output: Replies) -> Coroutine[Any, Any, None] | None:
        incoming = update.incoming
        button, uses = await self._button(update)
        if button is None and _is_text(incoming.token):
            await self._make(update, "press", self._service.answer_press(incoming.place))
            return self._written(update.with_text(incoming.token), output)
        if button is None:
            await self._make(update, "press", self._service.answer_press(incoming.place))
            return output.add("old", words.old_button())
        if not uses:
            await self._make(update, "press", self._service.answer_press(incoming.place, words.pressed_before()))
            return None
        marks = self._service.mark(incoming.place, button.token, button.title)
        await self._make(update, "press", self._service.answer_press(incoming.place) + marks)
        timer = timers.of_payload(button.payload)
        if timer is not None:
            return self._timed(update, output, timer)
        output.place = incoming.place
        message = Pressed(button.payload, output, metadata={"title": button.title}, **self._facts(update))
        return self._turn(message, incoming)

    async def _button(self, update: Update) -> tuple[Button | None, bool]:
        token, person = update.incoming.token, update.incoming.person
        try:
            pressing = asyncio.to_thread(self._ledger.press, token, person, update.key)
            return await asyncio.wait_for(pressing, LOOK_UP_LIMIT)
        except Exception as error:
            logger.error("a button could not be looked up: %s", type(error).__name__)
            return self._buttons.get((token, person)), True

    async def _timed(self, update: Update, output: Replies, timer: timers.Timing | None) -> None:
        person = update.incoming.person
        await self._outbox.cancel_timers(person)
        if timer is None or not timer.stretches:
            await output.add("timer", words.timer_ended())
            return
        await output.add("timer", timer.begun())
        for number, (due, reply) in enumerate(timer.messages()):
            await self._say(update, f"timer {number}", reply, due=due)

    async def _turn(self, message: UserMessage, incoming: Incoming) -> None:
        typing = asyncio.create_task(self._typing(incoming))
        try:
            await self._on_new_message(message)
        finally:
            typing.cancel()

    async def _typing(self, incoming: Incoming) -> None:
        while True:
            try:
                await self._service.typing(incoming)
            except Exception as error:
                logger.debug("typing was not shown: %s", type(error).__name__)
            await asyncio.sleep(TYPING)

    def _facts(self, update: Update) -> dict[str, Any]:
        return {
            "sender_id": update.incoming.person,
            "input_channel": self._service.name,
            "message_id": _send_id(update),
        }

    def _privacy(self) -> Reply:
        return words.privacy(self._clinic, self._service.company)

    # -- What goes out -----------------------------------------------------------------------------------------------

    async def say(self, update: Update, label: str, response: Response, **options: Any) -> None:
        """Keeps a reply and has it sent.

        Args:
            update: what it answers.
            label: which of the replies to it this is; the same one is not sent twice.
            response: text, buttons and facts.
            options: ``place`` of a message that may be edited instead, and ``due`` for a timer.
        """
        person, address = update.incoming.person, update.incoming.address
        response = whole(response)
        buttons = [
            Button(secrets.token_urlsafe(9), button["payload"], button["title"])
            for button in [*response["buttons"], *timers.buttons(response)]
        ]
        drawn = {**response, "buttons": [{"title": button.title} for button in buttons]}
        calls = self._service.draw(drawn, [button.token for button in buttons], options.get("place") or {})
        for button in buttons:
            _remember(self._buttons, (button.token, person), button)
        urgent = _is_urgent(response)
        sends = [
            Send(self._key(update, label, number), person, address, call, urgent, options.get("due"))
            for number, call in enumerate(calls)
        ]
        await self._outbox.put(sends, buttons, at_once=urgent)
        if urgent:
            await self._outbox.cancel_timers(person)

    async def say_unasked(self, person: str, response: Response) -> None:
        """Says something that nobody asked for just now; nothing to somebody who was forgotten."""
        address = await self._try(lambda: self._ledger.address_of(person))
        if address is None:
            logger.error("%s: a message has nobody to go to", self._service.name)
            return
        await self.say(Update(secrets.token_hex(16), Incoming("calls", person, address)), "unasked", response)

    def notice(self) -> Reply:
        """What everybody is told once."""
        return words.notice(self._clinic, self._service.company, self._service.commands.format("delete"))

    async def _say(self, update: Update, label: str, reply: Reply, **options: Any) -> None:
        await self.say(update, label, reply.response(), **options)

    async def _make(self, update: Update, label: str, calls: list[Call]) -> None:
        person, address = update.incoming.person, update.incoming.address
        await self._outbox.put(
            [Send(self._key(update, label, number), person, address, call) for number, call in enumerate(calls)]
        )

    async def _tell_again(self, output: Replies, told: list[Response]) -> None:
        """What was said before a crash; what of it was sent already is not sent again."""
        for response in told:
            await output.send_response("", response)

    def _key(self, update: Update, label: str, number: int) -> str:
        return self._seal.digest("send", update.key, label, str(number))

    def _forget(self, person: str) -> None:
        """Called by the store, in a thread, when a conversation is deleted."""
        if not person.startswith(f"{self._service.name}-"):
            return
        self._ledger.forget(person)
        for known in [known for known in self._buttons if known[1] == person]:
            self._buttons.pop(known, None)

    async def _try(self, work: Callable[[], T]) -> T | None:
        """Something that waits for the database; where that fails, what depends on it goes on without."""
        try:
            return await asyncio.wait_for(asyncio.to_thread(work), LOOK_UP_LIMIT)
        except Exception as error:
            logger.error("%s: the database gave no answer: %s", self._service.name, type(error).__name__)
            return None


class Unasked(OutputChannel):
    """Speaks to a person outside an update, for staff and reminders; whoever does records it as said."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger

    def name(self) -> str:
        """The name of the channel."""
        return self._messenger.health.name

    async def send_response(self, recipient_id: str, message: Response) -> None:
        """Sends one response; somebody who was forgotten is not reached any more."""
        await self._messenger.say_unasked(recipient_id, message)


class Replies(OutputChannel):
    """Sends the replies to one update, each under a number of its own; the notice before the first answer.

    A warning sign comes before the notice.
    """

    def __init__(self, messenger: Messenger, update: Update, *, first: bool) -> None:
        self._messenger, self._update = messenger, update
        self._notice_due = first
        self._said = 0
        self.place: dict[str, Any] = {}

    def name(self) -> str:
        """The name of the channel."""
        return self._messenger.health.name

    async def send_response(self, recipient_id: str, message: Response) -> None:
        """Sends one reply."""
        await self._send(str(self._said), message)
        self._said += 1

    async def add(self, label: str, reply: Reply, *, to: Update | None = None) -> None:
        """Sends a reply of the channel's own; ``to`` is what it answers, where that is more than this update."""
        await self._send(label, reply.response(), to)

    async def _send(self, label: str, message: Response, to: Update | None = None) -> None:
        urgent = _is_urgent(message)
        if not urgent:
            await self._give_notice()
        await self._messenger.say(to or self._update, label, message, place=self.place)
        if urgent:
            await self._give_notice()

    async def _give_notice(self) -> None:
        if self._notice_due:
            self._notice_due = False
            await self._messenger.say(self._update, "notice", self._messenger.notice().response())


def _is_urgent(response: Response) -> bool:
    custom = whole(response)["custom"]
    return custom.get("kind") == "escalation" and Level[custom.get("level", "none")] >= Level.urgent


def _send_id(update: Update) -> str:
    """The id of the send in the transcript: the message's own, so that an edit of it finds it."""
    incoming = update.incoming
    if not incoming.message:
        return update.key
    return f"{incoming.message}~{incoming.edition}" if incoming.edition else incoming.message


def _is_text(token: str) -> bool:
    """Whether what a button carries is no token of ours but words, which are then read like any."""
    return " " in token.strip()


def _remember(known: OrderedDict[Any, Any], key: Any, value: Any) -> None:
    known[key] = value
    known.move_to_end(key)
    while len(known) > REMEMBERED:
        known.popitem(last=False)
