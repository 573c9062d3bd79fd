"""What a screening says: levels, statuses, flags. Plain values that travel in a message's metadata."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from enum import Enum, IntEnum
from typing import Any


class Level(IntEnum):
    """How soon a person is needed; the order is the order of haste."""

    none = 0
    routine = 1
    urgent = 2
    emergency = 3


class Status(str, Enum):
    """Whether the words say that a sign is there."""

    present = "present"
    possible = "possible"
    absent = "absent"


@dataclass(frozen=True)
class Flag:
    """One warning sign that a message speaks of.

    Attributes:
        id: the sign, as in ``content/red_flags``.
        level: how soon it needs a person when it is present, upgrades included.
        status: present, possible (worth a question) or absent (spoken of, but not so).
        start: offset of the first character of the words in the message.
        end: offset after their last character.
        words: the words themselves.
        source: where the sign is documented, ``"<document or guideline>#<section>"``.
        rule: the name of the rule that read the words.
        assertion: why the status is what it is, e.g. ``affirmed``, ``negated by "no"``.
        score: how likely the learned reader holds it that these words tell of a sign, 0 to 1; ``None`` where it did
            not look.
    """

    id: str
    level: Level
    status: Status
    start: int
    end: int
    words: str
    source: str
    rule: str
    assertion: str
    score: float | None = None

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe form."""
        return {**asdict(self), "level": self.level.name, "status": self.status.value}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Flag:
        """The flag that :meth:`to_dict` wrote."""
        return cls(**{**data, "level": Level[data["level"]], "status": Status(data["status"])})


@dataclass(frozen=True)
class Screening:
    """The verdict on one message.

    Attributes:
        level: the highest level of the flags that are present, upgrades included.
        check: whether a sign is possible that would ask for more than ``level``, so that a question is due.
        flags: the signs spoken of, the most serious first; at most one of each id.
    """

    level: Level = Level.none
    check: bool = False
    flags: tuple[Flag, ...] = field(default=())

    @classmethod
    def of(cls, flags: Iterable[Flag]) -> Screening:
        """The screening that some signs add up to; they stay in their order."""
        flags = tuple(flags)
        level = max((flag.level for flag in flags if flag.status is Status.present), default=Level.none)
        check = any(flag.status is Status.possible and flag.level > level for flag in flags)
        return cls(level, check, flags)

    @property
    def present(self) -> tuple[Flag, ...]:
        """The signs that are there, the most serious first."""
        return tuple(flag for flag in self.flags if flag.status is Status.present)

    @property
    def question_flag(self) -> Flag | None:
        """The most serious possible sign, when a question about it is due."""
        possible = (flag for flag in self.flags if flag.status is Status.possible)
        return next(possible, None) if self.check else None

    def settled(self, is_so: bool) -> Screening:
        """The screening after its question was answered: the flag asked about is present, or absent."""
        asked = self.question_flag
        if asked is None:
            return self
        status = Status.present if is_so else Status.absent
        answer = replace(asked, status=status, assertion=f"answered {'yes' if is_so else 'no'}")
        flags = tuple(answer if flag is asked else flag for flag in self.flags)
        level = max(self.level, asked.level) if is_so else self.level
        check = any(flag.status is Status.possible and flag.level > level for flag in flags)
        return Screening(level, check, flags)

    def to_dict(self) -> dict[str, Any]:
        """JSON-safe form, to hand the screening on instead of repeating it."""
        flags = [flag.to_dict() for flag in self.flags]
        return {"level": self.level.name, "check": self.check, "flags": flags}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Screening:
        """The screening that :meth:`to_dict` wrote.

        Raises:
            KeyError, TypeError, ValueError: when the data are not of that form.
        """
        flags = tuple(Flag.from_dict(flag) for flag in data["flags"])
        return cls(Level[data["level"]], bool(data["check"]), flags)


@dataclass(frozen=True)
class Context:
    """What the conversation knows before this message.

    Attributes:
        flags: ids of the signs present so far. They count for upgrades: a fever told earlier and a weak leg
            told now make an emergency together.
        before: what the person wrote before, the oldest first. A sign told half in one message and half in the next
            counts: "it goes numb", then "between my legs".
    """

    flags: frozenset[str] = frozenset()
    before: tuple[str, ...] = ()
