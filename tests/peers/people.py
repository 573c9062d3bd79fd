"""A person in a messenger, as the scenarios drive them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from conversations.scenarios import Answer

from peers.books import Books
from peers.programs import until

NOTICE = "I'm a program, not a doctor"

Deliver = Callable[[], httpx.Response]


@dataclass(frozen=True)
class Shown:
    """A message of the guide as the peer has it now.

    Attributes:
        text: as a person reads it, without markup.
        buttons: what each carries, by its title.
        raw: as the peer has it.
    """

    text: str
    buttons: dict[str, str] = field(default_factory=dict)
    raw: dict[str, Any] = field(default_factory=dict)


class Person(ABC):
    """Somebody who writes through a peer, and reads what the peer shows."""

    def __init__(self, books: Books) -> None:
        self._books = books
        self._read: dict[str, Shown] = {}
        self._news: list[Shown] = []
        self._told = 0  # replies known from the database
        self._before = 0  # updates that had come before the last one

    @abstractmethod
    def shown(self) -> dict[str, Shown]:
        """What the peer shows of the guide's, by its id, the oldest first."""

    @abstractmethod
    def write(self, text: str) -> None:
        """Writes something."""

    @abstractmethod
    def prepare(self, text: str) -> Deliver:
        """A message that the service delivers as often as it likes."""

    @abstractmethod
    def prepare_edit(self, text: str) -> Deliver:
        """The same for an edit of the message that was prepared last."""

    @abstractmethod
    def show_photo(self, caption: str = "") -> None:
        """Sends a photo."""

    @abstractmethod
    def speak(self) -> None:
        """Sends a voice message."""

    @abstractmethod
    def press(self, message: Shown, title: str, *, carrying: str = "") -> None:
        """Presses a button of a message; it may carry something else than the guide gave it."""

    def meet(self) -> None:
        """Has the notice said, so that it is out of the way of what is asked."""
        self.does(self.show_photo)
        assert any(NOTICE in text for text in self.hears().texts)

    def says(self, text: str) -> None:
        """Writes something."""
        self.does(lambda: self.write(text))

    def does(self, something: Callable[[], Any]) -> None:
        """Does something that is to be answered before anything else is."""
        self._before = self._books.taken_in()
        something()

    def is_answered(self) -> bool:
        """Whether what was done last has arrived, and its answer waits at least to be sent."""
        return self._books.taken_in() > self._before and not self._books.open_updates()

    def presses(self, title: str) -> None:
        """Presses a button of the last answer."""
        offering = [message for message in self._news if title in message.buttons]
        assert offering, f"no button {title!r} in {[list(message.buttons) for message in self._news]}"
        self.does(lambda: self.press(offering[-1], title))

    def answers(self) -> list[str]:
        """Everything the guide said, but for the notice."""
        return [message.text for message in self.shown().values() if NOTICE not in message.text]

    def hears(self) -> Answer:
        """Waits until everything is said, and returns what is new."""
        until(lambda: self._books.taken_in() > self._before and self._books.is_quiet() and self._is_news(), "an answer")
        now = self.shown()
        self._news, self._read = _news(self._read, now), now
        buttons = [title for message in self._news for title in message.buttons]
        return Answer([message.text for message in self._news], buttons, self._facts())

    def _is_news(self) -> bool:
        return bool(_news(self._read, self.shown()))

    def _facts(self) -> list[dict[str, Any]] | None:
        replies = self._books.replies(self._books.latest_person())
        told, self._told = self._told, len(replies)
        return None if len(replies) < told else [reply["custom"] for reply in replies[told:]]


def _news(before: dict[str, Shown], now: dict[str, Shown]) -> list[Shown]:
    """What a person reads that was not there before; a button that was marked as used is no news."""
    return [message for key, message in now.items() if key not in before or before[key].text not in message.text]


def is_told_once(person: Person) -> bool:
    """Whether where the clinic is was said once, when a message behind it is answered: then a second time was due."""
    person.says("are you a robot")
    assert person.hears().texts == person.answers()[-1:]
    return sum("Riverside Walk" in answer for answer in person.answers()) == 1
