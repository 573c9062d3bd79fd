"""From single findings to a verdict: one flag of each id, levels raised, and whether a question is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import replace

from bot.safety.catalogue import Entry
from bot.safety.screening import Context, Flag, Level, Screening, Status

_WEIGHT = {Status.present: 2, Status.possible: 1, Status.absent: 0}


def decide(findings: Iterable[Flag], entries: Mapping[str, Entry], said: Set[str], context: Context) -> Screening:
    """The screening that the findings of one message add up to.

    Args:
        findings: every wording that was read, with its status.
        entries: the flags of the catalogue by id.
        said: the word groups affirmed in the message, of those that raise a level.
        context: what the conversation knows already; its flags raise levels too.
    """
    flags = _merged(findings)
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


def _raised(flag: Flag, entry: Entry, present: Set[str], said: Set[str]) -> Flag:
    for lift in entry.raised:
        others = present - {flag.id}
        if lift.to > flag.level and not (others.isdisjoint(lift.with_flags) and said.isdisjoint(lift.with_words)):
            flag = replace(flag, level=lift.to)
    return flag
