"""From single findings to a verdict: one flag of each id, levels lifted, and whether a question is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.safety.catalogue import Entry
from bot.safety.screening import Context, Flag, Level, Screening, Status

_WEIGHT = {Status.present: 2, Status.possible: 1, Status.absent: 0}


@dataclass(frozen=True)
class Circumstances:
    """What else was said that lifts a level: the word groups affirmed in the message."""

    words: frozenset[str] = frozenset()


def decide(
    findings: Iterable[Flag], entries: Mapping[str, Entry], said: Circumstances, context: Context
) -> Screening:
    """The screening that the findings of one message add up to."""
    flags = [_lifted(flag, entries) for flag in _merged(findings)]
    present = {flag.id for flag in flags if flag.status is Status.present} | context.flags
    flags = [_raised(flag, entries[flag.id], present, said) for flag in flags]
    flags.sort(key=lambda flag: (-_WEIGHT[flag.status], -flag.level, flag.start))
    level = max((flag.level for flag in flags if flag.status is Status.present), default=Level.none)
    check = any(flag.status is Status.possible and flag.level > level for flag in flags)
    return Screening(level, check, tuple(flags))


def _merged(findings: Iterable[Flag]) -> list[Flag]:
    """The weightiest finding of each flag: present before possible before absent, then the higher level."""
    best: dict[str, Flag] = {}
    for flag in findings:
        held = best.get(flag.id)
        if held is None or (_WEIGHT[flag.status], flag.level) > (_WEIGHT[held.status], held.level):
            best[flag.id] = flag
    return list(best.values())


def _lifted(flag: Flag, entries: Mapping[str, Entry]) -> Flag:
    return flag if flag.level else replace(flag, level=entries[flag.id].tier)


def _raised(flag: Flag, entry: Entry, present: Sequence[str] | set[str] | frozenset[str], said: Circumstances) -> Flag:
    others = set(present) - {flag.id}
    for lift in entry.raised:
        if lift.to > flag.level and (others & set(lift.with_flags) or said.words & set(lift.with_words)):
            flag = replace(flag, level=lift.to)
    return flag
