"""The catalogue of warning signs: what people edit in ``content/red_flags``, read, typed and checked.

``<family>.yml`` holds the signs; ``language/*.yml`` holds the word groups they are worded with, and
``language/cues.yml`` the words that say whether a sign is so (negation, the past, someone else …).

To add a wording: find its flag's file, add it to the sign it belongs to (or add a sign with a ``rule`` of its own),
prefer word groups and gaps to whole sentences, and add a line to the table in ``tests/safety``. A look-alike goes
under ``never``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, validator

from bot.files import Edited, FileError, line_of, read_model, read_yaml
from bot.paths import RED_FLAGS, SOURCES
from bot.safety.matching import layers
from bot.safety.numbers import Kind, Quantity
from bot.safety.patterns import Group, Pattern, parse, parse_all, parts
from bot.safety.screening import Level, Status

_NAME = r"^[a-z][a-z_]*$"


def _level(value: Any) -> Any:
    if isinstance(value, str) and value in Level.__members__:
        return Level[value]
    raise ValueError(f"write one of {', '.join(Level.__members__)}")


class Sign(Edited):
    """One way in which a flag is worded.

    Attributes:
        rule: name of the rule, shown by ``screen --explain``.
        wordings: complete wordings, in the shorthand of :mod:`bot.safety.patterns`.
        together: word groups that make the sign when all are said near each other, in any order.
        within: most words from the first to the last of ``together``.
        level: the level of this wording, where it is not the flag's own tier.
        status: ``possible`` for a wording that deserves a question, not an alarm.
        sure: whether it is read even where one of the flag's look-alikes stands.
    """

    rule: str = Field(regex=_NAME)
    wordings: list[str] = []
    together: list[str] = []
    within: int = Field(6, ge=2, le=20)
    level: Level | None = None
    status: Status = Status.present
    sure: bool = False

    _read_level = validator("level", pre=True, allow_reuse=True)(lambda value: value and _level(value))

    @validator("wordings", each_item=True)
    def _is_a_wording(cls, value: str) -> str:  # noqa: N805 (pydantic's way)
        parse(value)
        return value

    @validator("together")
    def _has_two_parts(cls, value: list[str], values: dict[str, Any]) -> list[str]:  # noqa: N805
        if len(value) == 1:
            raise ValueError("name at least two word groups")
        if bool(value) == bool(values.get("wordings")):
            raise ValueError("give either wordings or together, not both and not neither")
        return value


class Raise(Edited):
    """What lifts a flag to a higher level: one of these flags, or one of these word groups, said as well."""

    to: Level
    with_flags: list[str] = []
    with_words: list[str] = []

    _read_level = validator("to", pre=True, allow_reuse=True)(_level)


class Entry(Edited):
    """One warning sign.

    Attributes:
        id: its name everywhere: flags, slots, entities, reports.
        tier: how soon it needs a person.
        family: the name of its file.
        about: what it may mean, for staff. Never shown to the person.
        sources: the places in documents and guidelines it rests on; the first is named with the flag.
        question: asked when the sign is possible but not certain.
        tell: what to say to the operator or the doctor, in the first person.
        short: the sign in a few words, as in "You told me about …".
        past_counts: whether it counts although it is over (past cancer, long steroid use).
        asked_counts: whether asking how it is done counts ("how to end it all").
        signs: the ways it is worded.
        never: look-alikes: words that are never this sign.
        raised: what lifts its level.
    """

    id: str = Field(regex=_NAME)
    tier: Level
    family: str = Field(regex=_NAME)
    about: str
    sources: list[str] = Field(min_items=1)
    question: str
    tell: str
    short: str
    past_counts: bool = False
    asked_counts: bool = False
    signs: list[Sign] = Field(min_items=1)
    never: list[str] = []
    raised: list[Raise] = []

    _read_level = validator("tier", pre=True, allow_reuse=True)(_level)

    @validator("never", each_item=True)
    def _is_a_wording(cls, value: str) -> str:  # noqa: N805
        parse(value)
        return value


class Range(Edited):
    """Quantities that make a word group: in degrees Celsius, years or days."""

    kind: Kind
    at_least: float = float("-inf")
    below: float = float("inf")

    def holds(self, quantity: Quantity) -> bool:
        """Whether the quantity is of this kind and within the range."""
        return quantity.kind is self.kind and self.at_least <= quantity.value < self.below


class Words(Edited):
    """Word groups, quantities that serve as word groups, and the right spelling of common slips."""

    groups: dict[str, list[str]] = {}
    quantities: dict[str, Range] = {}
    spellings: dict[str, str] = {}

    @validator("groups")
    def _are_wordings(cls, value: dict[str, list[str]]) -> dict[str, list[str]]:  # noqa: N805
        for wording in (wording for several in value.values() for wording in several):
            parse(wording)
        return value


class Cues(Edited):
    """Words that say whether a sign is so; see :mod:`bot.safety.assertion` for what each does."""

    negation: list[str]
    negation_after: list[str]
    neutral: list[str]
    resolved: list[str]
    past: list[str]
    present: list[str]
    hypothetical: list[str]
    doubtful: list[str]
    happening: list[str]
    rather: list[str]
    retracted: list[str]
    mistaken: list[str]
    correction: list[str]
    someone_else: list[str]
    relative_has: list[str]
    relation: list[str]
    own_story: list[str]
    asked_about: list[str]
    boundary: list[str]
    subjects: list[str]
    holders: list[str]
    things: list[str]


class Catalogue:
    """Everything the screening knows, checked and parsed.

    Attributes:
        entries: the flags by id, in the order of the files.
        groups: the patterns of each word group.
        ranges: the quantities that serve as word groups.
        spellings: common slips and what they stand for.
        cues: the words that decide the assertion.
    """

    def __init__(self, entries: Iterable[Entry], words: Iterable[Words], cues: Cues) -> None:
        self.entries: Mapping[str, Entry] = {entry.id: entry for entry in entries}
        self.groups: dict[str, list[Pattern]] = {}
        self.ranges: dict[str, Range] = {}
        self.spellings: dict[str, str] = {}
        for part in words:
            for name, wordings in part.groups.items():
                self.groups.setdefault(name, []).extend(parse_all(wordings))
            self.ranges.update(part.quantities)
            self.spellings.update(part.spellings)
        self.cues = cues

    @property
    def layers(self) -> list[dict[str, Any]]:
        """The word groups in the order in which they can be found."""
        return layers(self.groups)


def load(folder: Path = RED_FLAGS, sources: Path = SOURCES) -> Catalogue:
    """The catalogue in a folder, its source references checked against the list of sources.

    Raises:
        FileError: with file, line and what is wrong.
    """
    language = folder / "language"
    words = {path: read_model(path, Words) for path in sorted(language.glob("*.yml")) if path.name != "cues.yml"}
    cues = read_model(language / "cues.yml", Cues)
    entries = {path: read_model(path, list[Entry]) for path in sorted(folder.glob("*.yml"))}
    known = {name for part in words.values() for name in (*part.groups, *part.quantities)}
    _check_words(words, known)
    _check_cues(language / "cues.yml", cues, known)
    _check_entries(entries, known, _references(sources))
    everything = [entry for several in entries.values() for entry in several]
    return Catalogue(everything, words.values(), cues)


def _references(path: Path) -> set[str]:
    data = read_yaml(path)
    listed = [*data.get("documents", []), *data.get("guidelines", [])]
    return {f"{source['id']}#{section}" for source in listed for section in source.get("sections", [])}


def _unknown(wordings: Iterable[str], known: set[str]) -> tuple[int, str] | None:
    """The place of the first wording that names an unknown word group, and that group."""
    for place, wording in enumerate(wordings):
        for part in parts(parse(wording)):
            if isinstance(part, Group) and part.name not in known:
                return place, part.name
    return None


def _refuse(path: Path, where: tuple[Any, ...], message: str) -> None:
    raise FileError(path, line_of(path, where), message)


def _check_words(words: Mapping[Path, Words], known: set[str]) -> None:
    for path, part in words.items():
        for name, wordings in part.groups.items():
            if missing := _unknown(wordings, known):
                _refuse(path, ("groups", name, missing[0]), _no_group(missing[1]))
    groups: dict[str, list[Pattern]] = {}
    for path, part in words.items():
        for name, wordings in part.groups.items():
            groups.setdefault(name, []).extend(parse_all(wordings))
        try:
            layers(groups)
        except ValueError as error:
            raise FileError(path, line_of(path, ("groups",)), f"{error}.") from None


def _check_cues(path: Path, cues: Cues, known: set[str]) -> None:
    for name, wordings in cues:
        try:
            missing = _unknown(wordings, known)
        except ValueError as error:
            raise FileError(path, line_of(path, (name,)), f"{error}.") from None
        if missing:
            _refuse(path, (name, missing[0]), _no_group(missing[1]))


def _no_group(name: str) -> str:
    return f"there is no word group {name!r}; add it to a file in language/, or correct the name."


def _check_entries(entries: Mapping[Path, list[Entry]], known: set[str], references: set[str]) -> None:
    ids: dict[str, Path] = {}
    everything = {entry.id for several in entries.values() for entry in several}
    for path, several in entries.items():
        for place, entry in enumerate(several):
            if entry.id in ids:
                _refuse(path, (place, "id"), f"the flag {entry.id!r} is already in {ids[entry.id].name}.")
            ids[entry.id] = path
            if entry.family != path.stem:
                _refuse(path, (place, "family"), f"write the name of the file, {path.stem!r}, as the family.")
            for number, reference in enumerate(entry.sources):
                if reference not in references:
                    _refuse(
                        path, (place, "sources", number), f"{reference!r} is not a source and section of sources.yml."
                    )
            _check_entry(path, place, entry, known, everything)


def _check_entry(path: Path, place: int, entry: Entry, known: set[str], ids: set[str]) -> None:
    if missing := _unknown(entry.never, known):
        _refuse(path, (place, "never", missing[0]), _no_group(missing[1]))
    for number, sign in enumerate(entry.signs):
        where = (place, "signs", number)
        if missing := _unknown(sign.wordings, known):
            _refuse(path, (*where, "wordings", missing[0]), _no_group(missing[1]))
        for part, name in enumerate(sign.together):
            if name not in known:
                _refuse(path, (*where, "together", part), _no_group(name))
    for number, lift in enumerate(entry.raised):
        for part, name in enumerate(lift.with_flags):
            if name not in ids:
                _refuse(path, (place, "raised", number, "with_flags", part), f"there is no flag {name!r}.")
        for part, name in enumerate(lift.with_words):
            if name not in known:
                _refuse(path, (place, "raised", number, "with_words", part), _no_group(name))
