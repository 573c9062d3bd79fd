"""What a running server has in its database: whether it is done, and the facts that no messenger shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.channels.messenger.tables import PEOPLE, SENDS, UPDATES
from bot.runtime.conversation_store import ConversationStore
from bot.runtime.transcript import Message

#: What is not done: an update that is not answered, a message that is not sent though its time has come.
_OPEN_UPDATES = sa.select(sa.func.count()).select_from(UPDATES).where(UPDATES.c.sealed.isnot(None))
_OPEN_SENDS = sa.select(sa.func.count()).select_from(SENDS).where(SENDS.c.sealed.isnot(None) & SENDS.c.due.is_(None))


class Books:
    """The database of a server, read from outside."""

    def __init__(self, database: Path) -> None:
        self._store = ConversationStore(db=str(database))

    def taken_in(self) -> int:
        """How many updates came."""
        return self._number(sa.select(sa.func.count()).select_from(UPDATES))

    def open_updates(self) -> int:
        """How many updates are not answered."""
        return self._number(_OPEN_UPDATES)

    def is_quiet(self) -> bool:
        """Whether nothing is under way."""
        return not self._number(_OPEN_UPDATES) and not self._number(_OPEN_SENDS)

    def latest_person(self) -> str:
        """The conversation of whoever wrote last."""
        latest = sa.select(PEOPLE.c.person).order_by(PEOPLE.c.seen.desc()).limit(1)
        with self._store.engine.begin() as connection:
            return str(connection.execute(latest).scalar_one())

    def replies(self, person: str) -> list[Message]:
        """What the guide said in a conversation."""
        return [message for message in self._store.transcript(person) if message["from"] == "bot"]

    def _number(self, query: Any) -> int:
        with self._store.engine.begin() as connection:
            return int(connection.execute(query).scalar_one())
