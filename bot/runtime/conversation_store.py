"""Where conversations are kept: Rasa's SQL store, mended where it loses or hides something.

* SQLite runs in WAL mode with a busy time-out, so that a report or a backup never freezes the bot.
* A failing database is an error the gate turns into a plain sentence, not an empty memory (Rasa's own wrapper would
  go on with an empty conversation).
* A person who asked to be forgotten is deleted instead of saved.
* The cost of a turn does not grow with the length of the talk: the live conversation is kept in memory between two
  turns, as its present state and its last turns, and only what a turn adds is written. The database has it all.
* What the gate must know at once (``recent``) lives and is forgotten with the conversations.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import OrderedDict
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

BUSY_TIMEOUT = 3000  # milliseconds SQLite waits for another process before it gives up
LIVE = 2000  # conversations kept in memory
KEPT_EVENTS = 32  # a longer live conversation is cut back to about RECENT_EVENTS: some two turns
RECENT_EVENTS = 18
OFFERS_KEPT = 60  # replies whose buttons still work
STORED = "_stored_events"  # how many of a tracker's events are in the database already


class ConversationStore(SQLTrackerStore):
    """A tracker store on SQLite (default), PostgreSQL or any other dialect of SQLAlchemy."""

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
            await asyncio.to_thread(self.delete_conversation, tracker.sender_id)
            return
        await self.stream_events(tracker)
        added = list(tracker.events)[getattr(tracker, STORED, 0) :]
        if added:
            # In a thread: a database that another process holds keeps this conversation waiting, and nobody else.
            await asyncio.to_thread(self._write, [_row(tracker.sender_id, event) for event in added])
        self._keep(tracker)

    def _write(self, rows: list[dict[str, Any]]) -> None:
        with self.session_scope() as session:
            # One statement for the turn; as objects of the session they would be written one by one.
            session.execute(self.SQLEvent.__table__.insert(), rows)
            session.commit()

    def delete_conversation(self, sender_id: str) -> int:
        """Deletes every row of a conversation; returns how many there were."""
        self._live.pop(sender_id, None)
        self.recent.forget(sender_id)
        with self.session_scope() as session:
            count = session.query(self.SQLEvent).filter_by(sender_id=sender_id).delete()
            session.commit()
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

    def transcript(self, sender_id: str) -> list[dict[str, Any]]:
        """What was said in a conversation, oldest first, as a page shows it again after a reload."""
        with self.session_scope() as session:
            rows = (
                session.query(self.SQLEvent.type_name, self.SQLEvent.data)
                .filter_by(sender_id=sender_id)
                .filter(self.SQLEvent.type_name.in_([UserUttered.type_name, BotUttered.type_name]))
                .order_by(self.SQLEvent.id)
            )
            return [_spoken(row.type_name, json.loads(row.data)) for row in rows]

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


def _spoken(type_name: str, event: dict[str, Any]) -> dict[str, Any]:
    if type_name == UserUttered.type_name:
        # A button is shown by the words on it; the id is that of the send, so that a page knows what arrived.
        shown = (event.get("metadata") or {}).get("title") or event.get("text") or ""
        return {"from": "user", "id": event.get("message_id"), "text": shown}
    data = event.get("data") or {}
    return {
        "from": "bot",
        "text": event.get("text") or "",
        "buttons": data.get("buttons") or [],
        "custom": data.get("custom") or {},
    }


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
