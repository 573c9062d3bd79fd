"""The tables of the messengers, in the database of the conversations; replicas share them."""

from __future__ import annotations

import sqlalchemy as sa

METADATA = sa.MetaData()

#: What came in. A row stays for some days, so that what is delivered again is known; its content only until it is done.
UPDATES = sa.Table(
    "messenger_updates",
    METADATA,
    sa.Column("key", sa.String(64), primary_key=True),  # a keyed hash of the service's id of the update
    sa.Column("channel", sa.String(32), nullable=False, index=True),
    sa.Column("person", sa.String(80), nullable=False, index=True),
    sa.Column("sealed", sa.Text),  # an Incoming; null once it is answered
    sa.Column("owner", sa.String(32)),  # the process that answers it
    sa.Column("lease", sa.Float, nullable=False),  # until when it has said it is alive
    sa.Column("received", sa.Float, nullable=False),
)

#: What is to be sent: kept until the service has taken it, then only the key, so that nothing is said twice.
SENDS = sa.Table(
    "messenger_sends",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("key", sa.String(64), nullable=False, unique=True),
    sa.Column("channel", sa.String(32), nullable=False, index=True),
    sa.Column("person", sa.String(80), nullable=False, index=True),
    sa.Column("sealed", sa.Text),  # the address and the call; null once it is sent
    sa.Column("urgent", sa.Boolean, nullable=False),
    sa.Column("due", sa.Float),  # a timer: when it is to be sent
    sa.Column("owner", sa.String(32)),
    sa.Column("lease", sa.Float, nullable=False),
    sa.Column("made", sa.Float, nullable=False),
)

#: What the buttons mean. A service is only given the token.
BUTTONS = sa.Table(
    "messenger_buttons",
    METADATA,
    sa.Column("token", sa.String(32), primary_key=True),
    sa.Column("person", sa.String(80), nullable=False, index=True),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("used", sa.String(64)),  # the key of the press
    sa.Column("made", sa.Float, nullable=False),
)

#: Who has written, and how they are reached; the address is sealed.
PEOPLE = sa.Table(
    "messenger_people",
    METADATA,
    sa.Column("person", sa.String(80), primary_key=True),
    sa.Column("channel", sa.String(32), nullable=False),
    sa.Column("sealed", sa.Text, nullable=False),
    sa.Column("met", sa.String(64), nullable=False),  # the key of their first update
    sa.Column("seen", sa.Float, nullable=False),
)

#: Files that a service has already, by what is in them.
FILES = sa.Table(
    "messenger_files",
    METADATA,
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("file", sa.Text, nullable=False),
)
