"""The catalogue of warning signs: what people edit in ``content/red_flags``, read, typed and checked.

``<flag>.yml`` holds one warning sign with everything that belongs to it; ``language/*.yml`` holds the word groups that
several signs share, and ``language/cues.yml`` the words that say whether a sign is so (negation, the past, someone
else …).

To add a wording: open its flag's file and add it under ``lay``, or to the sign it belongs to (or add a sign with a
``rule`` of its own); prefer word groups and gaps to whole sentences, and add a line to the table in ``tests/safety``. A
look-alike goes under ``never``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic import Field, root_validator, validator

from bot.files import Edited, read_model
from bot.paths import RED_FLAGS, SOURCES
from bot.safety.catalogue_check import LAY, check_entries, check_words
from bot.safety.matching import layers
from bot.safety.numbers import Kind, Quantity
from bot.safety.patterns import Group, Pattern, inlined, parse, parse_all, parts
from bot.safety.screening import Level, Status

_NAME = r"^[a-z][a-z_]*$"
#: A word group that is named so often at most is no group to be looked for by itself.
_SELDOM = 2


class Family(str, Enum):
    """What a sign is about; the flags of a family are told apart by their questions."""

    bladder_bowel_nerve = "bladder_bowel_nerve"
    """The nerves at the bottom of the spine, or the nerves of a leg, are being squeezed."""
    heart_and_breath = "heart_and_breath"
    """The heart, the breath, the brain or the great artery."""
    mind_and_medicines = "mind_and_medicines"
    """Danger from one's own hand, and too much medicine."""
    trauma = "trauma"
    """Injuries."""
    infection = "infection"
    """Infection, the kidneys, the belly, and serious illness behind the pain."""
    background = "background"
    """What a person lives with that makes back pain weigh more."""
    duration = "duration"
    """How bad it is, and how long it lasts."""


class Variant(str, Enum):
    """Who words a sign that way."""

    uk = "uk"
    us = "us"
    au = "au"
    slang = "slang"
    euphemism = "euphemism"
    child = "child"
    third_person = "third_person"


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

    @validator("status")
    def _may_be_so(cls, value: Status) -> Status:  # noqa: N805 (pydantic's way)
        if value is Status.absent:
            raise ValueError("write present or possible; what is never the sign goes under never")
        return value

    @validator("wordings", each_item=True)
    def _is_a_wording(cls, value: str) -> str:  # noqa: N805
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


class Range(Edited):
    """Quantities that make a word group: in degrees Celsius, years, days, or as they are counted."""

    kind: Kind
    at_least: float = float("-inf")
    below: float = float("inf")

    @validator("below")
    def _leaves_room(cls, value: float, values: dict[str, Any]) -> float:  # noqa: N805
        if value <= values.get("at_least", value - 1):
            raise ValueError("no number is at_least the one and below the other; correct one of them")
        return value

    def holds(self, quantity: Quantity) -> bool:
        """Whether the quantity is of this kind and within the range."""
        return quantity.kind is self.kind and self.at_least <= quantity.value < self.below


class Aid(Edited):
    """What differs in the advice on a flag at a level that is not its own: only what is given replaces the flag's."""

    tell: str | None = None
    meanwhile: str | None = None
    ambulance: bool | None = None


class Entry(Edited):
    """One warning sign.

    Attributes:
        id: its name everywhere: flags, slots, entities, reports.
        tier: how soon it needs a person.
        family: what it is about.
        about: what it may mean, for staff. Never shown to the person.
        sources: the places in documents and guidelines it rests on; the first is named with the flag.
        question: asked when the sign is possible but not certain.
        tell: what to say to the operator or the doctor, true whoever has the pain: "Back pain with a fever."
        short: the sign in a few words, as in "You told me about …".
        meanwhile: what to do and to leave until help is there; ``{emergency}`` stands for the number.
        ambulance: whether nobody should be driven to help: it has to come.
        at: what differs at another level than the tier.
        past_counts: whether it counts although it is over (past cancer, long steroid use).
        asked_counts: whether asking how it is done counts ("how to end it all").
        words: the word groups that only this entry needs; any wording may name them.
        numbers: quantities that serve as word groups ("a temperature of 38 and more").
        lay: how people say it, by who they are; each is read as a sign named after the variant ("said_by_child").
        signs: the rules: wordings and combinations of word groups; those of ``lay`` are among them once it is read.
        never: look-alikes: words that are never this sign.
        raised: what lifts its level.
    """

    id: str = Field(regex=_NAME)
    tier: Level
    family: Family
    about: str
    sources: list[str] = Field(min_items=1)
    question: str
    tell: str
    short: str
    meanwhile: str | None = None
    ambulance: bool = False
    at: dict[Level, Aid] = {}
    past_counts: bool = False
    asked_counts: bool = False
    words: dict[str, list[str]] = {}
    numbers: dict[str, Range] = {}
    lay: dict[Variant, list[str]] = {}
    signs: list[Sign] = Field(min_items=1)
    never: list[str] = []
    raised: list[Raise] = []

    _read_level = validator("tier", pre=True, allow_reuse=True)(_level)

    @validator("at", pre=True)
    def _names_levels(cls, value: dict[str, Any]) -> dict[Level, Any]:  # noqa: N805
        return {_level(name): aid for name, aid in value.items()}

    @property
    def said(self) -> list[str]:
        """The lay wordings, of every variant."""
        return [wording for several in self.lay.values() for wording in several]

    def aid(self, level: Level) -> Aid:
        """What to tell and to do when the flag is present at a level."""
        own = {"tell": self.tell, "meanwhile": self.meanwhile, "ambulance": self.ambulance}
        return Aid(**{**own, **(self.at[level].dict(exclude_none=True) if level in self.at else {})})

    @validator("never", each_item=True)
    def _is_a_wording(cls, value: str) -> str:  # noqa: N805
        parse(value)
        return value

    @root_validator(skip_on_failure=True)
    def _lay_wordings_are_signs(cls, values: dict[str, Any]) -> dict[str, Any]:  # noqa: N805
        # Not validated here: the check of the catalogue names the line of a lay wording that is wrong.
        lay = [Sign.construct(rule=LAY + variant.value, wordings=said) for variant, said in values["lay"].items()]
        return {**values, "signs": [*values["signs"], *lay]}


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
    joking: list[str]
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
        entries, words = list(entries), list(words)
        every = [*(part.groups for part in words), *(entry.words for entry in entries)]
        groups = {name: wordings for several in every for name, wordings in several.items()}
        seldom = _named_seldom(groups, entries, cues)
        self.entries: Mapping[str, Entry] = {entry.id: _entry_inlined(entry, seldom) for entry in entries}
        self.groups: dict[str, list[Pattern]] = {
            name: parse_all(_inlined(wordings, seldom)) for name, wordings in groups.items() if name not in seldom
        }
        self.ranges: dict[str, Range] = {
            name: range_
            for ranges in (*(part.quantities for part in words), *(entry.numbers for entry in entries))
            for name, range_ in ranges.items()
        }
        self.spellings: dict[str, str] = {slip: word for part in words for slip, word in part.spellings.items()}
        self.cues = Cues(**{name: _inlined(wordings, seldom) for name, wordings in cues})

    @property
    def layers(self) -> list[dict[str, Any]]:
        """The word groups in the order in which they can be found."""
        return layers(self.groups)


def load(folder: Path = RED_FLAGS, sources: Path = SOURCES) -> Catalogue:
    """The catalogue in a folder, checked by every rule of the format (:mod:`bot.safety.catalogue_check`).

    Raises:
        FileError: with file, line and what is wrong.
    """
    language = folder / "language"
    words = {path: read_model(path, Words) for path in sorted(language.glob("*.yml")) if path.name != "cues.yml"}
    cues = read_model(language / "cues.yml", Cues)
    entries = {path: read_model(path, Entry) for path in sorted(folder.glob("*.yml"))}
    check_words(words, entries, language / "cues.yml", cues)
    check_entries(entries, sources)
    return Catalogue(entries.values(), words.values(), cues)


def _named_seldom(groups: Mapping[str, list[str]], entries: Iterable[Entry], cues: Cues) -> Mapping[str, list[str]]:
    """The word groups that only spare somebody a long line.

    Looked for by themselves they would cost time at every word; where they are named, they cost none.
    """
    wordings = [wording for several in groups.values() for wording in several]
    wordings += [wording for _, several in cues for wording in several]
    kept: set[str] = set()
    for entry in entries:
        wordings += entry.never
        for sign in entry.signs:
            wordings += sign.wordings
            kept.update(sign.together)
        kept.update(name for lift in entry.raised for name in lift.with_words)
    named = Counter(part.name for part in parts(parse_all(wordings)) if isinstance(part, Group))
    return {name: said for name, said in groups.items() if named[name] <= _SELDOM and name not in kept}


def _entry_inlined(entry: Entry, groups: Mapping[str, list[str]]) -> Entry:
    signs = [sign.copy(update={"wordings": _inlined(sign.wordings, groups)}) for sign in entry.signs]
    return entry.copy(update={"signs": signs, "never": _inlined(entry.never, groups)})


def _inlined(wordings: Iterable[str], groups: Mapping[str, list[str]]) -> list[str]:
    return [inlined(wording, groups) for wording in wordings]
