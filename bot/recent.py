"""What a conversation adds to the screening of one message: the signs known, and what was written just before.

The gate may wait neither for the database nor for the lock of a conversation, so it keeps this in memory. After a
restart it comes back with the first turn that reads the conversation.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.safety import Context, Screening, screen
from bot.safety.answers import Answer, read_answer
from bot.safety.people import About, about
from bot.safety.retraction import read_retraction
from bot.signs import Signs

SENDERS = 5_000  # conversations remembered; the one that has been silent longest goes first
SESSION = 60.0  # minutes of silence after which a new session begins, where the domain says nothing else
MESSAGES = 3  # messages of the person that are kept
MERE_ANSWER = 2  # words; a longer "maybe between my legs" tells something
#: In a message's metadata: whether its screening knows what was said before.
WITH_TALK = "screened_with_talk"
LENGTH = 300  # characters of each; the last ones, for it is they that what follows goes on from


@dataclass(frozen=True)
class Talk:
    """What is known of one conversation.

    Attributes:
        said: the person's last messages, the oldest first.
        signs: the warning signs.
        open_check: the sign whose question is open.
    """

    said: tuple[str, ...] = ()
    signs: Signs = field(default_factory=Signs)
    open_check: str | None = None

    def context(self, text: str) -> Context:
        """What this adds to the screening of a message.

        Nothing that was written about one person counts with what is written about another, and nothing counts with a
        message that takes something back.
        """
        who = about(text)
        signs = self.signs.turned_to(who)
        flags = frozenset(signs.other if signs.about_other and who is About.OTHER else signs.flags)
        return Context(flags, () if read_retraction(text) else self.before(text))

    def before(self, text: str) -> tuple[str, ...]:
        """The messages before that one of the same person may go on from."""
        who = about(text)
        return tuple(said for said in self.said if who is None or about(said) in (None, who))

    def with_message(self, text: str) -> Talk:
        """With one message more; a button, a mere answer and what takes something back tell nothing."""
        if not _tells(text):
            return self
        return replace(self, said=(*self.said, text[-LENGTH:])[-MESSAGES:])

    @classmethod
    def of(cls, events: Iterable[dict[str, Any]], slot: Callable[[str], Any]) -> Talk:
        """A conversation as its events and slots have it; only the present session counts."""
        said: list[str] = []
        for event in events:
            if event.get("event") == "session_started":
                said.clear()
            elif event.get("event") == "user":
                said.append(event.get("text") or "")
        kept = [text[-LENGTH:] for text in said if _tells(text)][-MESSAGES:]
        return cls(tuple(kept), Signs.of(slot), slot("pending_flag") if slot("expecting") == "check" else None)


class Recent:
    """The conversations of the last hour, in memory.

    Attributes:
        seconds: of silence after which a conversation is forgotten.

    Args (constructor):
        minutes: of silence after which a conversation is forgotten.
        senders: how many are remembered.
        clock: the time in seconds.
    """

    def __init__(
        self, minutes: float = SESSION, senders: int = SENDERS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.seconds = minutes * 60
        self._senders = senders
        self._clock = clock
        self._talks: OrderedDict[str, tuple[float, Talk]] = OrderedDict()

    def __contains__(self, sender: str) -> bool:
        return self._live(sender) is not None

    def talk(self, sender: str) -> Talk:
        """What is remembered of a conversation; empty for one that is not."""
        return self._live(sender) or Talk()

    def remember(self, sender: str, talk: Talk) -> None:
        """Keeps what is known now."""
        self._talks[sender] = (self._clock(), talk)
        self._talks.move_to_end(sender)
        while len(self._talks) > self._senders:
            self._talks.popitem(last=False)

    def forget(self, sender: str) -> None:
        """Forgets a conversation."""
        self._talks.pop(sender, None)

    def _live(self, sender: str) -> Talk | None:
        kept = self._talks.get(sender)
        if kept is None:
            return None
        if self._clock() - kept[0] > self.seconds:
            del self._talks[sender]
            return None
        return kept[1]


def before_latest(events: Sequence[dict[str, Any]], slot: Callable[[str], Any]) -> Talk:
    """The conversation as it was before its latest message; the slots are as they are."""
    users = [place for place, event in enumerate(events) if event.get("event") == "user"]
    return Talk.of(events[: users[-1]] if users else (), slot)


def screened(text: str, gate: Screening | None, with_talk: bool, talk: Talk) -> Screening:
    """The verdict on a message for those behind the gate.

    Args:
        text: what was typed.
        gate: the verdict handed on with the message; ``None`` where there is none.
        with_talk: whether it knew what was said before. It does not after a restart, nor on a road past the gate.
        talk: the conversation before the message.
    """
    context = talk.context(text)
    if gate is not None and (with_talk or context == Context()):
        return gate
    return screen(text, context)


def _tells(text: str) -> bool:
    """Whether a message may be half of a sign: no button, no mere answer, nothing that takes something back."""
    if not text or text.startswith("/") or read_retraction(text) is not None:
        return False
    answer = read_answer(text)
    return answer is None or (answer is not Answer.NO and len(text.split()) > MERE_ANSWER)
