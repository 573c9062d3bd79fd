"""The warning signs a conversation knows of: the writer's own, and apart from them those of somebody else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot import knowledge
from bot.safety import Flag, Level, Screening
from bot.safety.people import About


@dataclass(frozen=True)
class Signs:
    """Each sign with the level it was given.

    Attributes:
        own: the writer's.
        other: those of somebody the writer told of.
        about_other: whether that person is spoken of at present.
    """

    own: Mapping[str, Level] = field(default_factory=dict)
    other: Mapping[str, Level] = field(default_factory=dict)
    about_other: bool = False

    @classmethod
    def of(cls, slot: Callable[[str], Any]) -> Signs:
        """The signs as the slots have them."""
        own, other = (
            {flag: Level[level] for flag, level in (slot(name) or {}).items()} for name in ("own_signs", "other_signs")
        )
        return cls(own, other, bool(slot("about_other")))

    @property
    def bearing(self) -> dict[str, Level]:
        """The signs that bear on what is said now, the one that can wait least first."""
        both = dict(self.own)
        for flag, level in self.other.items() if self.about_other else ():
            both[flag] = max(level, both.get(flag, Level.none))
        entries = knowledge.catalogue().entries
        return dict(sorted(both.items(), key=lambda item: (-item[1], -entries[item[0]].tier)))

    @property
    def flags(self) -> tuple[str, ...]:
        """Their ids, the one that can wait least first."""
        return tuple(self.bearing)

    @property
    def level(self) -> Level:
        """The highest of their levels."""
        return max(self.bearing.values(), default=Level.none)

    @property
    def of_another_only(self) -> bool:
        """Whether what matters most is somebody else's."""
        return self.about_other and self.level > max(self.own.values(), default=Level.none)

    def turned_to(self, about: About | None) -> Signs:
        """The same, after a message that is about one of the two; a message that does not say changes nothing."""
        if about is None:
            return self
        return replace(self, about_other=bool(self.other) and about is About.OTHER)

    def told(self, screening: Screening, others: Collection[str] = ()) -> Signs:
        """With the signs of a message added.

        Args:
            screening: the verdict on the message.
            others: the ids of those of its signs that are somebody else's.
        """
        own, other = dict(self.own), dict(self.other)
        # What another sign raised stands behind it.
        for flag in sorted(screening.present, key=_is_raised):
            whose = other if flag.id in others else own
            whose[flag.id] = max(flag.level, whose.get(flag.id, Level.none))
        told_of_self = any(flag.id not in others for flag in screening.present)
        return Signs(own, other, bool(others) or (self.about_other and not told_of_self))

    def without(self, flag: str) -> Signs:
        """With one sign taken back; what only that sign had raised falls to its own level again."""
        if self.about_other and flag in self.other:
            return replace(self, other=_without(self.other, flag))
        return replace(self, own=_without(self.own, flag))

    def slots(self) -> dict[str, Any]:
        """The slots that hold them; ``triage_level`` and ``red_flags`` say what bears on the talk now."""
        return {
            "triage_level": self.level.name,
            "red_flags": list(self.flags),
            "own_signs": {flag: level.name for flag, level in self.own.items()},
            "other_signs": {flag: level.name for flag, level in self.other.items()},
            "about_other": self.about_other,
        }


def _is_raised(flag: Flag) -> bool:
    """Whether the words of a sign alone would ask for less than it got."""
    entry = knowledge.catalogue().entries[flag.id]
    levels = (sign.level or entry.tier for sign in entry.signs if sign.rule == flag.rule)
    return flag.level > max(levels, default=entry.tier)


def _without(signs: Mapping[str, Level], gone: str) -> dict[str, Level]:
    left = {flag: level for flag, level in signs.items() if flag != gone}
    told = list(signs)
    entries = knowledge.catalogue().entries
    for flag in left:
        # What was told before it was not raised by it.
        later = gone in signs and told.index(flag) > told.index(gone)
        lifts = [lift for lift in entries[flag].raised if gone in lift.with_flags] if later else []
        if any(lift.to == left[flag] and left.keys().isdisjoint(lift.with_flags) for lift in lifts):
            left[flag] = entries[flag].tier
    return left
