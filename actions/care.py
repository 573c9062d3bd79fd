"""Who the person is, as an action knows it; and a kind word that comes first."""

from __future__ import annotations

from collections.abc import Iterator

from rasa_sdk.executor import CollectingDispatcher

from actions.guarded import Events, say, slots
from actions.turn import Turn
from bot import care

#: Earlier messages were read, and what they said was remembered, when an answer was given after them.
READ_BACK = 40


def who(turn: Turn) -> frozenset[str]:
    """What this session says of the one with the pain: remembered, or in the messages since.

    Messages are read here and not when they come in: the gate answers some of them without any action.
    """
    texts: list[str] = [turn.text]
    known = set(turn.slot("special") or ())
    if "pregnancy" in (turn.slot("red_flags") or ()):
        known.add("pregnant")
    for event in reversed(turn.tracker.events):
        remembered = event.get("event") == "slot" and event.get("name") == "special" and event.get("value")
        if event.get("event") == "session_started" or remembered or len(texts) > READ_BACK:
            break
        text = event.get("text") or ""
        if event.get("event") == "user" and not text.startswith("/"):
            texts.append(text)
    return care.who(reversed(texts), known)


def remember(turn: Turn, people: frozenset[str]) -> Events:
    """What is known of the person as a slot; nothing where that is no news."""
    known = frozenset(turn.slot("special") or ())
    return slots({"special": sorted(people)}) if people != known else []


def be_kind(turn: Turn, dispatcher: CollectingDispatcher) -> bool:
    """Says a kind word and whom to talk to, to somebody in distress or in danger at home; once for a message.

    Returns:
        Whether this message has such an answer.
    """
    words = care.kind_words(turn.text, turn.screening)
    if words is not None and words.text not in _said(turn, dispatcher):
        say(dispatcher, words)
    return words is not None


def _said(turn: Turn, dispatcher: CollectingDispatcher) -> Iterator[str]:
    """What was said to this message, by this action and by those before it."""
    yield from (message.get("text") or "" for message in dispatcher.messages)
    for event in reversed(turn.tracker.events):
        if event.get("event") == "user":
            return
        if event.get("event") == "bot":
            yield event.get("text") or ""
