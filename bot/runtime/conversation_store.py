"""Where conversations are kept: Rasa's SQL store, mended where it loses or hides something.

* SQLite runs in WAL mode with a busy time-out, so that a report or a backup never freezes the bot.
* A failing database is an error the gate turns into a plain sentence, not an empty memory (Rasa's own wrapper would
  go on with an empty conversation).
* A person who asked to be forgotten is deleted instead of saved. A conversation that was closed stays deleted: nothing
  is written to it any more, not by a turn that is still under way, nor by another process.
* The cost of a turn does not grow with the length of the talk: the live conversation is kept in memory between two
  turns, as its present state and its last turns, and only what a turn adds is written. The database has it all.
* What the gate must know at once (``recent``) lives and is forgotten with the conversations.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.recent import SESSION, Recent
from bot.runtime.transcript import DeletedError, Message, Row, Transcript

BUSY_TIMEOUT = 3000  # milliseconds SQLite waits for another process before it gives up
LIVE = 2000  # conversations kept in memory
KEPT_EVENTS = 32  # a longer live conversation is cut back to about RECENT_EVENTS: some two turns
RECENT_EVENTS = 18
OFFERS_KEPT = 60  # replies whose buttons still work
STORED = "_stored_events"  # how many of a tracker's events are in the database already

#: The conversations that stay deleted. A digest of the id tells nobody whose they were. Rasa makes it beside its own.
_CLOSED = sa.Table(
    "closed_conversations",
    SQLTrackerStore.Base.metadata,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("timestamp", sa.Float),
)


class ConversationStore(SQLTrackerStore):
    """A tracker store on SQLite (default), PostgreSQL or any other dialect of SQLAlchemy.

    Attributes:
        recent: what the gate must know at once.
        watchers: called with the sender whenever this process wrote to a conversation or deleted it.
        forgetters: called with the sender when a conversation is deleted, in a thread: who keeps more of it than is
            here deletes that too.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        dialect: str = "sqlite",
        host: str | None = None,
        db: str = "var/conversations.db",
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        if dialect == "sqlite":
            Path(db).parent.mkdir(parents=True, exist_ok=True)
        self._live: OrderedDict[str, DialogueStateTracker] = OrderedDict()
        ends = domain.session_config.session_expiration_time if domain else SESSION
        self.recent = Recent(minutes=ends or SESSION)
        self.watchers: list[Callable[[str], None]] = []
        self.forgetters: list[Callable[[str], None]] = []
        super().__init__(domain, dialect, host, db=db, event_broker=event_broker, **kwargs)
        if self.engine.dialect.name == "sqlite":
            # SQLAlchemy opens and closes a file for every save, and each closing copies the log into the database.
            self.engine: Any = sa.create_engine(
                self.engine.url, poolclass=sa.pool.QueuePool, connect_args={"check_same_thread": False}
            )
            self.sessionmaker = sa.orm.session.sessionmaker(bind=self.engine)
            sa.event.listen(self.engine, "connect", _set_up_sqlite)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation, taken out of memory while a turn works on it: a turn that fails leaves no trace."""
        live = self._live.pop(sender_id, None)
        if live is not None:
            return live
        tracker = await super().retrieve(sender_id)
        if tracker is not None:
            setattr(tracker, STORED, len(tracker.events))
        return tracker

    def live(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation if it is in memory, of this session, and no turn works on it; never reads the database."""
        tracker = self._live.get(sender_id)
        if tracker is None or not tracker.events:
            return None
        silent = time.time() - (tracker.events[-1].timestamp or 0)
        return tracker if silent <= self.recent.seconds else None

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Writes what the turn added, or deletes the conversation when the person asked for it."""
        if tracker.get_slot("forget"):
            await self.delete(tracker.sender_id)
            return
        await self.stream_events(tracker)
        added = list(tracker.events)[getattr(tracker, STORED, 0) :]
        # In a thread: a database that another process holds keeps this conversation waiting, and nobody else.
        if added and not await asyncio.to_thread(self._write, tracker.sender_id, added):
            return
        self._keep(tracker)
        self._tell_watchers(tracker.sender_id)

    def _write(self, sender_id: str, events: list[Event]) -> bool:
        """Writes events; returns whether the conversation is open for them."""
        with self.session_scope() as session:
            if _is_closed(session, sender_id):
                return False
            # One statement for the turn; as objects of the session they would be written one by one.
            session.execute(self.SQLEvent.__table__.insert(), [_row(sender_id, event) for event in events])
            session.commit()
            return True

    def close_conversation(self, sender_id: str) -> None:
        """Deletes every row of a conversation and lets nothing be written to it any more, in one go."""
        with self.session_scope() as session:
            if not _is_closed(session, sender_id):
                session.execute(_CLOSED.insert().values(digest=_digest(sender_id), timestamp=time.time()))
            session.query(self.SQLEvent).filter_by(sender_id=sender_id).delete()
            session.commit()

    def is_closed(self, sender_id: str) -> bool:
        """Whether a conversation was deleted for good."""
        with self.session_scope() as session:
            return _is_closed(session, sender_id)

    async def delete(self, sender_id: str) -> None:
        """Deletes a conversation and tells who watches it."""
        await asyncio.to_thread(self.delete_conversation, sender_id)
        self._tell_watchers(sender_id)

    def _tell_watchers(self, sender_id: str) -> None:
        for watcher in self.watchers:
            watcher(sender_id)

    def delete_conversation(self, sender_id: str) -> int:
        """Deletes every row of a conversation; returns how many there were."""
        self._live.pop(sender_id, None)
        self.recent.forget(sender_id)
        with self.session_scope() as session:
            count = session.query(self.SQLEvent).filter_by(sender_id=sender_id).delete()
            session.commit()
        for forget in self.forgetters:
            forget(sender_id)
        return int(count)

    def offered_payloads(self, sender_id: str) -> set[str]:
        """The payloads of the buttons this conversation offered in its last replies."""
        with self.session_scope() as session:
            rows = (
                session.query(self.SQLEvent.data)
                .filter_by(sender_id=sender_id, type_name=BotUttered.type_name)
                .order_by(self.SQLEvent.id.desc())
                .limit(OFFERS_KEPT)
            )
            messages = [json.loads(row.data) for row in rows]
        return {
            button["payload"] for message in messages for button in (message.get("data") or {}).get("buttons") or []
        }

    def transcript(self, sender_id: str) -> list[Message]:
        """What was said in a conversation, oldest first, as a page shows it again after a reload."""
        return self.read_on(sender_id, Transcript())

    def read_on(self, sender_id: str, transcript: Transcript) -> list[Message]:
        """What was said since a transcript was last read.

        Raises:
            DeletedError: when the conversation, or what was read of it, is gone.
        """
        event, read = self.SQLEvent, transcript.read
        with self.session_scope() as session:
            if read is not None:
                # The time too: SQLite may give the id of a deleted row again.
                kept = session.query(event.timestamp).filter_by(id=read.id, sender_id=sender_id).scalar()
                if kept != read.timestamp:
                    raise DeletedError
            elif _is_closed(session, sender_id):
                raise DeletedError
            return transcript.take(Row(*row) for row in self._said(session, sender_id, after=read.id if read else 0))

    def answer_to(self, sender_id: str, send: str) -> list[Message]:
        """The replies to the send of that id; none where it did not arrive, or its turn broke off.

        Raises:
            DeletedError: when the conversation was deleted for good.
        """
        with self.session_scope() as session:
            if _is_closed(session, sender_id):
                raise DeletedError
            # As text first: a new send, as almost all are, costs no reading of the talk, however long it is.
            said = session.query(self.SQLEvent.id).filter_by(sender_id=sender_id, type_name=UserUttered.type_name)
            named = said.filter(self.SQLEvent.data.contains(json.dumps(send), autoescape=True))
            first = named.order_by(self.SQLEvent.id).limit(1).scalar()
            if first is None:
                return []
            messages = Transcript().take(Row(*row) for row in self._said(session, sender_id, after=first - 1))
        return [message for message in messages if message.get("to") == send]

    def said_in(self, sender_id: str, message: str, edition: str) -> str | None:
        """What another edition of a message said, the latest one; ``None`` where there is none.

        Args:
            sender_id: whose.
            message: the id of its send.
            edition: which one to leave out; the sends of edits are named ``<message>~<edition>``.
        """
        with self.session_scope() as session:
            said = session.query(self.SQLEvent.data).filter_by(sender_id=sender_id, type_name=UserUttered.type_name)
            # As text first, so that a new message costs no reading of the talk.
            near = said.filter(self.SQLEvent.data.contains(json.dumps(message)[:-1], autoescape=True))
            events = [json.loads(row.data) for row in near.order_by(self.SQLEvent.id.desc())]
        for event in events:
            of, _, which = str(event.get("message_id")).partition("~")
            if of == message and which != edition:
                return str(event.get("text") or "")
        return None

    def _said(self, session: sa.orm.Session, sender_id: str, *, after: int) -> Iterable[Any]:
        """The events of a transcript, behind a row."""
        event = self.SQLEvent
        spoken = event.type_name.in_([UserUttered.type_name, BotUttered.type_name])
        return (
            session.query(event.id, event.timestamp, event.type_name, event.data)
            .filter(event.sender_id == sender_id, event.id > after)
            .filter(spoken | (event.action_name == ACTION_LISTEN_NAME))
            .order_by(event.id)
        )

    def _keep(self, tracker: DialogueStateTracker) -> None:
        if len(tracker.events) > KEPT_EVENTS:
            tracker = _cut_back(tracker)
        setattr(tracker, STORED, len(tracker.events))
        self._live[tracker.sender_id] = tracker
        while len(self._live) > LIVE:
            self._live.popitem(last=False)


def _row(sender_id: str, event: Event) -> dict[str, Any]:
    """An event as the columns of Rasa's table."""
    data = event.as_dict()
    return {
        "sender_id": sender_id,
        "type_name": event.type_name,
        "timestamp": data.get("timestamp"),
        "intent_name": data.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": data.get("name"),
        "data": json.dumps(data),
    }


def _digest(sender_id: str) -> str:
    return hashlib.sha256(sender_id.encode()).hexdigest()


def _is_closed(session: sa.orm.Session, sender_id: str) -> bool:
    closed = sa.select(_CLOSED.c.digest).where(_CLOSED.c.digest == _digest(sender_id))
    return session.execute(closed).first() is not None


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")  # safe in WAL mode against a crash of the process
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT}")
    cursor.close()


def _cut_back(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """The same conversation as its present state followed by its last turns."""
    events = list(tracker.events)
    start = next(
        (
            index
            for index in range(len(events) - RECENT_EVENTS, len(events))
            if isinstance(events[index], ActionExecuted) and events[index].action_name == ACTION_LISTEN_NAME
        ),
        None,
    )
    if start is None:
        return tracker
    before = DialogueStateTracker(tracker.sender_id, tracker.slots.values())
    for event in events[:start]:
        before.update(event)
    now = events[start].timestamp or time.time()
    state: list[Event] = [
        SlotSet(name, slot.value, timestamp=now) for name, slot in before.slots.items() if slot.has_been_set
    ]
    if before.active_loop_name:
        state.append(ActiveLoop(before.active_loop_name, timestamp=now))
    return DialogueStateTracker.from_events(
        tracker.sender_id, [*state, *events[start:]], tracker.slots.values(), sender_source=None
    )
