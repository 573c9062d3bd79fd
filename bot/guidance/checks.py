"""What can be wrong with well-formed cards: doubled ids, unknown sources, texts too long, wrong words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from bot.files import FileError
from bot.guidance.cards import Placed, Statement, Where
from bot.guidance.sources import OWN_WORDING, Sources

PLACEHOLDERS = frozenset({"emergency", "doctor"})
STATEMENTS_CHARACTERS = 400
ANSWER_CHARACTERS = 700  # statements, steps and cautions; the line that names the sources comes on top
EMERGENCY_NUMBER = re.compile(r"\b(999|911|112|111|000)\b")


def doubles(placed: list[Placed]) -> Iterator[FileError]:
    ids: dict[str, Placed] = {}
    phrases: dict[str, Placed] = {}
    for one in placed:
        first = ids.setdefault(one.card.id, one)
        if first is not one:
            yield one.error(("id",), f"{first.path.name} has a card with this id too; rename one.")
        for index, phrase in enumerate(one.card.asked_like):
            other = phrases.setdefault(" ".join(phrase.lower().split()), one)
            if other is not one:
                yield one.error(
                    ("asked_like", index),
                    f"card {other.card.id} is asked in the same words; keep one of them.",
                )


def mistakes(one: Placed, known: set[str] | None, sources: Sources | None, pictures_dir: Path) -> Iterator[FileError]:
    """What is wrong inside one card. ``known`` is ``None`` while a file of cards cannot be read."""
    card = one.card
    if card.topic != one.path.stem:
        yield one.error(
            ("topic",), f"the topic is {card.topic!r}, but the file is {one.path.name}; make them the same."
        )
    for index, other in enumerate(card.related):
        if other == card.id or (known is not None and other not in known):
            yield one.error(("related", index), f"related names {other!r}, which is no other card.")
    if card.picture and not (pictures_dir / card.picture).is_file():
        yield one.error(("picture",), f"there is no picture {card.picture!r} in {pictures_dir.name}.")
    length = sum(len(statement.say) for statement in card.statements)
    if length > STATEMENTS_CHARACTERS:
        yield one.error(
            ("statements",),
            f"the statements have {length} characters together, the limit is {STATEMENTS_CHARACTERS}; "
            "move some to more.",
        )
    length = sum(len(statement.say) for statement in card.told())
    if length > ANSWER_CHARACTERS:
        yield one.error(
            (),
            f"statements, steps and cautions have {length} characters, the limit is {ANSWER_CHARACTERS}.",
        )
    for where, statement in card.everything():
        yield from _wrong_words(one, where, statement)
        yield from _wrong_places(one, where, statement, sources)
        yield from _wrong_times(one, where, statement)


def _wrong_words(one: Placed, where: Where, statement: Statement) -> Iterator[FileError]:
    here = (*where, "say")
    for name in re.findall(r"\{(.*?)\}", statement.say):
        if name not in PLACEHOLDERS:
            yield one.error(here, f"{{{name}}} is not filled in; known are {{doctor}} and {{emergency}}.")
    if EMERGENCY_NUMBER.search(statement.say):
        yield one.error(here, "an emergency number differs from country to country; write {emergency}.")
    if "!" in statement.say:
        yield one.error(here, "the guide speaks calmly; take the exclamation mark out.")


def _wrong_places(one: Placed, where: Where, statement: Statement, sources: Sources | None) -> Iterator[FileError]:
    if sources is None:
        return
    for index, place in enumerate(statement.places):
        try:
            sources.resolve(place)
        except LookupError as error:
            yield one.error((*where, "from", index), f"{error.args[0]}.")
            return
    documents = {place.partition("#")[0] for place in statement.places} - {OWN_WORDING}
    for index, fact in enumerate(statement.facts):
        if fact.rpartition("-")[0] not in documents:
            yield one.error(
                (*where, "facts", index),
                f"fact {fact} is of a document that from does not name; add its place.",
            )


def _wrong_times(one: Placed, where: Where, statement: Statement) -> Iterator[FileError]:
    """A timer counts only what its statement says: the figures of both come from the same place."""
    for index, phase in enumerate(statement.timer.phases if statement.timer else []):
        if phase.time not in statement.say:
            yield one.error(
                (*where, "timer", "phases", index, "time"),
                f"the statement does not say {phase.time!r}; give the time in its words.",
            )
