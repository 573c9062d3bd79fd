"""What came in and what is to go out, kept until it is done: nothing is lost by a crash, and nothing done twice.

Each row that is not done belongs to a process, which says from time to time that it is alive. When it has been silent
for longer than :data:`LEASE`, another process, or the same one started again, takes its rows over.

Everything here waits for the database; it is called from threads.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from bot.channels.messenger.incoming import Call, Incoming
from bot.channels.messenger.sealing import BrokenSealError, Seal
from bot.channels.messenger.tables import BUTTONS, FILES, METADATA, PEOPLE, SENDS, UPDATES

LEASE = 15.0  # seconds
KEPT = 3 * 24 * 3600.0  # seconds: longer than a service goes on to deliver an update again


@dataclass(frozen=True)
class Update:
    """Something that came in and is to be answered."""

    key: str
    incoming: Incoming

    def with_text(self, text: str) -> Update:
        """The same, as if that had been written."""
        return replace(self, incoming=replace(self.incoming, kind="text", text=text))


@dataclass(frozen=True)
class Arrival:
    """What is known of an update that comes in.

    Attributes:
        new: whether it came for the first time.
        first: whether it is the first of that person.
    """

    new: bool
    first: bool


@dataclass(frozen=True)
class Button:
    """What a token stands for."""

    token: str
    payload: str
    title: str


@dataclass(eq=False)
class Send:
    """One request to a service.

    Attributes:
        key: what it is; a second one of the same key is not made.
        urgent: whether it goes before all others of that person.
        due: when it is to be sent, in seconds since 1970; ``None`` for at once.
        row: its number in the database; ``None`` where it could not be kept.
    """

    key: str
    person: str
    address: dict[str, Any]
    call: Call
    urgent: bool = False
    due: float | None = None
    row: int | None = field(default=None, compare=False)


class Ledger:
    """The rows of one channel.

    Args:
        engine: the database of the conversations.
        channel: the name of the channel.
        seal: hashes and seals what is kept.
        clock: tells the time, in seconds since 1970.
    """

    def __init__(
        self, engine: sa.engine.Engine, channel: str, seal: Seal, *, clock: Callable[[], float] = time.time
    ) -> None:
        self._engine, self._channel, self._seal, self._clock = engine, channel, seal, clock
        self._owner = secrets.token_hex(16)
        METADATA.create_all(engine)

    def take_in(self, update: Update) -> Arrival:
        """Keeps an update, unless it is known."""
        person, now = update.incoming.person, self._clock()
        row = {"key": update.key, "channel": self._channel, "person": person, "received": now}
        try:
            with self._engine.begin() as connection:
                sealed = self._seal.close(update.incoming.as_dict())
                connection.execute(UPDATES.insert().values(**row, sealed=sealed, **self._mine(now)))
        except sa.exc.IntegrityError:
            return Arrival(False, False)
        # What only the service is asked for, such as the home page of an app, is no message yet.
        return Arrival(True, update.incoming.kind != "calls" and self._meet(update, now))

    def is_first(self, update: Update) -> bool:
        """Whether an update that was taken over was the first of its person."""
        with self._engine.begin() as connection:
            met = sa.select(PEOPLE.c.met).where(PEOPLE.c.person == update.incoming.person)
            return bool(connection.execute(met).scalar() == update.key)

    def done(self, key: str) -> None:
        """Forgets what was in an update, and keeps that it came."""
        with self._engine.begin() as connection:
            connection.execute(UPDATES.update().where(UPDATES.c.key == key).values(sealed=None, person=""))

    def take_over(self) -> tuple[list[Update], list[Send]]:
        """What a process that is silent left undone, the oldest first; it is this process's from now on."""
        return (
            [Update(row.key, Incoming.of(content)) for row, content in self._abandoned(UPDATES, UPDATES.c.received)],
            [
                Send(row.key, row.person, content["address"], content["call"], row.urgent, row.due, row.id)
                for row, content in self._abandoned(SENDS, SENDS.c.id)
            ],
        )

    def stay_alive(self) -> None:
        """Says that this process is alive."""
        self._lease_until(self._clock() + LEASE)

    def let_go(self) -> None:
        """Leaves what is not done to whoever comes next."""
        self._lease_until(0)

    def keep(self, sends: list[Send], buttons: Iterable[Button] = ()) -> bool:
        """Keeps what is to be sent, in its order, with the buttons on it; false where it was kept before."""
        now = self._clock()
        try:
            with self._engine.begin() as connection:
                for send in sends:
                    sealed = self._seal.close({"address": send.address, "call": send.call})
                    row = {"key": send.key, "channel": self._channel, "person": send.person, "urgent": send.urgent}
                    values = {**row, "due": send.due, "made": now, "sealed": sealed, **self._mine(now)}
                    send.row = connection.execute(SENDS.insert().values(**values)).inserted_primary_key[0]
                for button in buttons:
                    row = {"token": button.token, "person": sends[0].person, "made": now}
                    connection.execute(BUTTONS.insert().values(**row, payload=button.payload, title=button.title))
        except sa.exc.IntegrityError:
            return False
        return True

    def sent(self, send: Send) -> None:
        """Forgets what was in a message that the service has taken, and keeps that it was sent."""
        with self._engine.begin() as connection:
            connection.execute(SENDS.update().where(SENDS.c.key == send.key).values(sealed=None, person=""))

    def press(self, token: str, person: str, key: str) -> tuple[Button | None, bool]:
        """What a button of a person stands for, and whether this is the press that uses it.

        Args:
            token: what it carries.
            person: who pressed it; the buttons of others do not count.
            key: the key of the press; the same press may be taken up a second time.
        """
        mine = (BUTTONS.c.token == token) & (BUTTONS.c.person == person)
        with self._engine.begin() as connection:
            connection.execute(BUTTONS.update().where(mine & BUTTONS.c.used.is_(None)).values(used=key))
            row = connection.execute(sa.select(BUTTONS).where(mine)).first()
        if row is None:
            return None, False
        return Button(row.token, row.payload, row.title), row.used == key

    def address_of(self, person: str) -> dict[str, Any] | None:
        """How a person is reached; ``None`` for somebody who has not written, or was forgotten."""
        with self._engine.begin() as connection:
            sealed = connection.execute(sa.select(PEOPLE.c.sealed).where(PEOPLE.c.person == person)).scalar()
        return self._opened(sealed) if sealed else None

    def cancel_timers(self, person: str) -> None:
        """Drops what is to be sent to a person at a later time."""
        with self._engine.begin() as connection:
            connection.execute(SENDS.delete().where((SENDS.c.person == person) & SENDS.c.due.isnot(None)))

    def forget(self, person: str) -> None:
        """Deletes what is kept of a person; only hashes of what came in stay, for :data:`KEPT`."""
        with self._engine.begin() as connection:
            for table in (BUTTONS, PEOPLE):
                connection.execute(table.delete().where(table.c.person == person))
            connection.execute(SENDS.delete().where((SENDS.c.person == person) & SENDS.c.due.isnot(None)))
            connection.execute(UPDATES.update().where(UPDATES.c.person == person).values(sealed=None, person=""))

    def purge(self) -> None:
        """Deletes what is done and older than :data:`KEPT`."""
        before = self._clock() - KEPT
        with self._engine.begin() as connection:
            connection.execute(UPDATES.delete().where(UPDATES.c.sealed.is_(None) & (UPDATES.c.received < before)))
            connection.execute(SENDS.delete().where(SENDS.c.sealed.is_(None) & (SENDS.c.made < before)))

    def file(self, digest: str) -> str | None:
        """The service's name for a file that it has."""
        with self._engine.begin() as connection:
            known = sa.select(FILES.c.file).where(FILES.c.digest == digest)
            file: str | None = connection.execute(known).scalar()
            return file

    def keep_file(self, digest: str, file: str) -> None:
        """Keeps the service's name for a file."""
        with self._engine.begin() as connection:
            connection.execute(FILES.delete().where(FILES.c.digest == digest))
            connection.execute(FILES.insert().values(digest=digest, file=file))

    def _meet(self, update: Update, now: float) -> bool:
        """Keeps the address of a person; true where nothing was known of them before."""
        person = update.incoming.person
        values = {"sealed": self._seal.close(update.incoming.address), "seen": now}
        with self._engine.begin() as connection:
            known = connection.execute(PEOPLE.update().where(PEOPLE.c.person == person).values(**values)).rowcount
            if not known:
                row = {"person": person, "channel": self._channel, "met": update.key}
                connection.execute(PEOPLE.insert().values(**row, **values))
        return not known

    def _abandoned(self, table: sa.Table, order: sa.Column) -> list[tuple[Any, dict[str, Any]]]:
        """Rows of a silent process with what is sealed in them; each is taken by one process only."""
        now = self._clock()
        key = next(iter(table.primary_key.columns))
        silent = (table.c.lease < now) & (table.c.owner != self._owner) & table.c.sealed.isnot(None)
        taken = []
        with self._engine.begin() as connection:
            here = table.c.channel == self._channel
            for row in connection.execute(sa.select(table).where(here & silent).order_by(order)).all():
                still = (key == row[key.name]) & (table.c.lease == row.lease)
                if not connection.execute(table.update().where(still).values(**self._mine(now))).rowcount:
                    continue
                content = self._opened(row.sealed)
                if content is None:
                    connection.execute(table.update().where(key == row[key.name]).values(sealed=None))
                else:
                    taken.append((row, content))
        return taken

    def _opened(self, sealed: str) -> Any:
        """What was sealed; ``None`` where the secret has changed since, and nobody can know any more."""
        try:
            return self._seal.open(sealed)
        except BrokenSealError:
            return None

    def _lease_until(self, when: float) -> None:
        with self._engine.begin() as connection:
            for table in (UPDATES, SENDS):
                mine = (table.c.owner == self._owner) & table.c.sealed.isnot(None)
                connection.execute(table.update().where(mine).values(lease=when))

    def _mine(self, now: float) -> dict[str, Any]:
        return {"owner": self._owner, "lease": now + LEASE}
