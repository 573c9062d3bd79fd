"""Two readers, one verdict.

The rules find wordings and judge them present, possible or absent. The learned reader says how likely each piece of
the message tells of a sign at all, and of which level. What follows from both:

=====================  ==================  ==================  =====================
the rules say          learned: strong     learned: some       learned: silent
=====================  ==================  ==================  =====================
present, sure wording  present             present             present
present                present             present             possible
possible, by wording   present             possible            absent
possible, doubtful     possible            possible            absent
absent (said no to)    possible if sure    absent              absent
nothing                present             possible            nothing
=====================  ==================  ==================  =====================

A sign that is present gives its level; one that is possible has its question asked. Where the learned reader did not
look (it is out of use, or the message is very long), the rules hold as they are. What the rules hold present is at
least asked about, however harmless it sounds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from bot.safety.asked import asks
from bot.safety.catalogue import Entry
from bot.safety.learned import Hearing
from bot.safety.screener import UNCERTAIN, Findings
from bot.safety.screening import Context, Flag, Level, Screening, Status

#: How likely a piece must hold a sign of a level for that sign to be present, and for its question to be asked;
#: the highest level first. Chosen on rounds 1 to 14 and the posts of tests/safety/rounds.
STRONG = {Level.emergency: 0.8, Level.urgent: 0.95, Level.routine: 0.95}
SOME = {Level.emergency: 0.2, Level.urgent: 0.6, Level.routine: 0.7}
#: Below this it doubts what the rules hold present; a missed emergency weighs more.
DOUBTED = {Level.emergency: 0.005, Level.urgent: 0.1, Level.routine: 0.2}
#: Below this it drops what the rules hold possible.
DROPPED = {Level.emergency: 0.1, Level.urgent: 0.1, Level.routine: 0.1}
#: So sure must it be to speak against a "no" that the rules heard.
CONTRADICTED = 0.9

#: What asks sounds like a sign sooner than what tells: so sure must it be to be present, and to be asked about. A wish
#: to die is often put as a question, and is always asked about.
STRONG_ASKED, SOME_ASKED = 0.99, 0.9
ASKED_IN_EARNEST = frozenset({"self_harm"})

#: Fewer words than these are too little to raise an alarm by likeness alone: "no idea".
FEWEST_WORDS = 3

RULE = "learned"
#: Ends the reason of a sign that the rules hold present and the learned reader doubts.
SOUNDS_HARMLESS = ", but it sounds harmless"
_WEIGHT = {Status.present: 2, Status.possible: 1, Status.absent: 0}


def decide(
    findings: Findings, hearings: Sequence[Hearing], entries: Mapping[str, Entry], context: Context
) -> Screening:
    """The screening that both readings of one message add up to.

    Args:
        findings: what the rules found.
        hearings: what the learned reader heard; empty where it did not look.
        entries: the flags of the catalogue by id.
        context: what the conversation knows already; its flags raise levels too.
    """
    weighed = [_weighed(flag, hearings, flag in findings.sure) for flag in findings.of]
    flags = _merged([*weighed, *_heard(hearings, findings.of, entries)])
    present = {flag.id for flag in flags if flag.status is Status.present} | context.flags
    flags = [_raised(flag, entries[flag.id], present, findings.lifting) for flag in flags]
    # What only sounds like a sign comes last: advice names the first few, and "wet" alone can sound like a fever.
    flags.sort(key=lambda flag: (-_WEIGHT[flag.status], -flag.level, flag.rule == RULE, flag.start))
    return Screening.of(flags)


def _weighed(flag: Flag, hearings: Sequence[Hearing], sure: bool) -> Flag:
    """What the rules found, with the second opinion on its words."""
    about = [hearing for hearing in hearings if _overlap(flag, hearing)]
    if not about:
        return flag
    chance = max(hearing.chance for hearing in about)
    flag = replace(flag, score=round(chance, 3))
    strong = any(_reached(hearing, STRONG) for hearing in about if hearing.flag == flag.id)
    if flag.assertion == UNCERTAIN and strong:
        return replace(flag, status=Status.present, assertion=f"{flag.assertion}, but it sounds like the sign")
    if flag.status is Status.absent and strong and chance >= CONTRADICTED:
        return replace(flag, status=Status.possible, assertion=f"{flag.assertion}, but it sounds like the sign")
    if flag.status is Status.present and not sure and chance < DOUBTED.get(flag.level, 0.0):
        return replace(flag, status=Status.possible, assertion=f"{flag.assertion}{SOUNDS_HARMLESS}")
    if flag.status is Status.possible and chance < DROPPED.get(flag.level, 0.0):
        return replace(flag, status=Status.absent, assertion=f"{flag.assertion}, and it sounds harmless")
    return flag


def _heard(hearings: Iterable[Hearing], found: Sequence[Flag], entries: Mapping[str, Entry]) -> Iterator[Flag]:
    """The signs that only the learned reader hears."""
    for hearing in hearings:
        if any(flag.id == hearing.flag and _overlap(flag, hearing) for flag in found):
            continue
        strong, some = _reached(hearing, STRONG), _reached(hearing, SOME)
        if len(hearing.words.split()) < FEWEST_WORDS:
            strong, some = None, strong
        if asks(hearing.words):
            strong, some = _asked(hearing, strong, some)
        if strong is not None:
            # As sure of the sign, but not of its level, it errs towards the higher one.
            yield _flag(hearing, max(strong, hearing.level), Status.present, entries[hearing.flag])
        elif some is not None:
            yield _flag(hearing, some, Status.possible, entries[hearing.flag])


def _asked(hearing: Hearing, strong: Level | None, some: Level | None) -> tuple[Level | None, Level | None]:
    """The levels for which a piece that asks is likely enough."""
    strong, some = strong if hearing.chance >= STRONG_ASKED else None, strong or some
    return strong, some if hearing.chance >= SOME_ASKED or hearing.flag in ASKED_IN_EARNEST else None


def _flag(hearing: Hearing, level: Level, status: Status, entry: Entry) -> Flag:
    said = "sounds like the sign" if status is Status.present else "sounds a little like the sign"
    place = hearing.start, hearing.end, hearing.words
    return Flag(entry.id, level, status, *place, entry.sources[0], RULE, said, round(hearing.chance, 3))


def _reached(hearing: Hearing, limits: Mapping[Level, float]) -> Level | None:
    """The highest level for which the piece is likely enough to hold a sign."""
    return next((level for level, limit in limits.items() if hearing.by_level[level] >= limit), None)


def _overlap(flag: Flag, hearing: Hearing) -> bool:
    return flag.start < hearing.end and hearing.start < flag.end


def _merged(findings: Iterable[Flag]) -> list[Flag]:
    """The weightiest finding of each flag: present before possible before absent, the higher level, the more words."""
    best: dict[str, Flag] = {}
    for flag in findings:
        held = best.get(flag.id)
        if held is None or _weight(flag) > _weight(held):
            best[flag.id] = flag
    return list(best.values())


def _weight(flag: Flag) -> tuple[int, Level, bool, int]:
    return _WEIGHT[flag.status], flag.level, flag.rule != RULE, flag.end - flag.start


def _raised(flag: Flag, entry: Entry, present: Set[str], said: Set[str]) -> Flag:
    for lift in entry.raised:
        others = present - {flag.id}
        if lift.to > flag.level and not (others.isdisjoint(lift.with_flags) and said.isdisjoint(lift.with_words)):
            flag = replace(flag, level=lift.to)
    return flag
