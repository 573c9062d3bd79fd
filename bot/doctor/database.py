"""Whether the database of ``endpoints.yml`` can be written to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rasa.core.tracker_store import SQLTrackerStore

from bot.doctor.finding import Check, Finding, ok, wrong

FILE = "var/conversations.db"  # where the store keeps conversations that endpoints.yml says nothing about
LIMIT = 10  # seconds to connect
_TRIAL = sa.Table("backspasm_doctor", sa.MetaData(), sa.Column("number", sa.Integer))
_NOT_FOR_THE_ADDRESS = {"type", "url", "event_broker"}

#: What a database says, what that means, and what to do.
_SAYS = (
    ("readonly", "it may only be read", "Let the user that runs the server write to the file and its folder."),
    ("unable to open", "the file cannot be opened", "Let the user that runs the server write to the file's folder."),
    ("locked", "another program holds it", "End what holds the file, such as a backup or a database viewer."),
    ("disk is full", "the disk is full", "Make room on the disk."),
    ("not a database", "the file is no database", "Move the file away; the server makes a new one."),
    ("malformed", "the file is damaged", "Put a backup in its place."),
    ("password authentication", "user or password are wrong", "Check username and password in endpoints.yml."),
    ("does not exist", "there is no such database or user", "Create the database, or check db and username."),
    ("permission denied", "the user may not make tables", "Grant the user CREATE on the database."),
    ("could not translate host", "its host is not known", "Check host in endpoints.yml."),
    ("refused", "nothing listens there", "Check host and port in endpoints.yml, and that the database runs."),
    ("timeout", "it does not answer", "Check host and port in endpoints.yml, and the firewall."),
)


class Database:
    """The one that keeps conversations, and what waits for the messengers.

    Args:
        store: ``tracker_store`` of endpoints.yml.
    """

    title = "Database"

    def __init__(self, store: dict[str, Any]) -> None:
        options = {name: value for name, value in store.items() if name not in _NOT_FOR_THE_ADDRESS}
        self._options = {"dialect": "sqlite", "db": FILE, **options}

    def checks(self) -> Iterator[tuple[str, Check]]:
        """One check."""
        yield "can be written to", self.writable

    def writable(self) -> Finding:
        """Makes a table, writes a row and takes both away again."""
        if self._options["dialect"] == "sqlite" and not Path(self._options["db"]).exists():
            return _can_be_made(Path(self._options["db"]))
        try:
            url = SQLTrackerStore.get_db_url(**self._options)
            patience = {"connect_timeout": LIMIT} if self._options["dialect"].startswith("postgresql") else {}
            engine = sa.create_engine(url, connect_args=patience)
            with engine.begin() as connection:
                _TRIAL.create(connection)
                connection.execute(_TRIAL.insert().values(number=1))
                _TRIAL.drop(connection)
            engine.dispose()
        except (sa.exc.NoSuchModuleError, ImportError):
            return wrong(
                f"Nothing here speaks {self._options['dialect']}.",
                "Check dialect in endpoints.yml: sqlite or postgresql. Others need their Python driver.",
            )
        except TypeError:
            return wrong(
                "endpoints.yml has a setting for the database that is not known.",
                "These are: dialect, host, port, db, username, password, login_db, query.",
            )
        except (sa.exc.SQLAlchemyError, OSError) as error:
            return _in_words(error)
        return ok(f"A trial row was written and taken away again ({self._options['dialect']}).")


def _can_be_made(file: Path) -> Finding:
    folder = next(folder for folder in file.absolute().parents if folder.exists())
    if os.access(folder, os.W_OK):
        return ok(f"The server makes {file} when it starts.")
    return wrong(f"{file} cannot be made.", f"Let the user that runs the server write to {folder}.")


def _in_words(error: Exception) -> Finding:
    said = str(error).lower()  # looked at, not shown: it may hold the password
    for words, meaning, advice in _SAYS:
        if words in said:
            return wrong(f"Nothing can be written: {meaning}.", advice)
    return wrong(
        f"Nothing can be written ({type(error).__name__}).",
        "Check tracker_store in endpoints.yml, and the database's log.",
    )
