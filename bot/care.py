"""Care for people: who is told no medicine, and kind words for those in distress or in danger at home.

Puts together what :mod:`bot.safety.special` reads, what :mod:`bot.guidance.care` leaves out, and the words and numbers
of the clinic's country.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

from bot import knowledge
from bot.guidance.care import EVERYBODY, Care
from bot.guidance.reply import PERSON, Reply
from bot.safety import Level, Screening, Status
from bot.safety.advice import Call, call_of
from bot.safety.special import Situation, SpecialReader, SpecialSituations, load_special

#: Too grave for a kind word in passing: these have advice of their own.
_GRAVER = frozenset({"self_harm"})
_MOST_CAUTIONS = 2


@lru_cache(maxsize=1)
def special() -> SpecialSituations:
    """``content/special_situations.yml``; raises :class:`bot.files.FileError` when it is broken."""
    return load_special(knowledge.catalogue())


@lru_cache(maxsize=1)
def reader() -> SpecialReader:
    """Reads messages for what stands there."""
    return SpecialReader(special(), knowledge.catalogue())


def who(texts: Iterable[str], known: Collection[str] = ()) -> frozenset[str]:
    """What is known of the one with the pain after some messages, the oldest first.

    Args:
        texts: what the person wrote.
        known: what was known before; a later "I'm not pregnant" takes it back.
    """
    people = {person.id for person in special().who}
    found = {*known} & people
    for text in texts:
        found = (found - reader().denied(text)) | (reader().said(text) & people)
    return frozenset(found)


def care_for(people: Collection[str]) -> Care:
    """What is left out and what is said instead for a person."""
    cases = [person for person in special().who if person.id in people]
    if not cases:
        return EVERYBODY
    medicines, first = special().medicines, cases[0]
    cautions = [_filled(case.caution) for case in cases if case.caution]
    return Care(
        medicine=_filled(first.medicine),
        cautions=tuple(cautions[:_MOST_CAUTIONS]),
        places=tuple(first.places),
        card=first.card,
        topics=frozenset(medicines.topics),
        harmless=frozenset(medicines.harmless),
        words=tuple(medicines.words),
        remedies=frozenset(special().remedies),
    )


def beside(text: str, screening: Screening) -> tuple[str, str]:
    """A kind word and a paragraph that belong into the advice for a sign; empty where there is no need.

    Danger at home is never passed over; distress is, in an emergency, where the call comes before all else.
    """
    emergency = screening.level is Level.emergency
    cases = [case for case in _situations(text) if case.id == "abuse" or not emergency]
    if not cases or _is_grave(screening):
        return "", ""
    return cases[0].kind, _words(cases[0])


def kind_words(text: str, screening: Screening) -> Reply | None:
    """What comes before any answer to somebody in distress or in danger at home; ``None`` for everybody else.

    A sign that is or may be graver, such as a wish to die, has words of its own.
    """
    cases = _situations(text)
    if not cases or _is_grave(screening) or screening.level >= Level.urgent:
        return None
    return Reply(f"{cases[0].kind} {_words(cases[0])}", "smalltalk", buttons=(PERSON,), call=_calls(cases[0]))


def _is_grave(screening: Screening) -> bool:
    return any(flag.id in _GRAVER and flag.status is not Status.absent for flag in screening.flags)


def _calls(case: Situation) -> tuple[Call, ...]:
    """The numbers in the words of a situation."""
    region = knowledge.clinic().region
    return (*call_of(getattr(region, case.line)), Call("Emergency", region.emergency))


def _situations(text: str) -> list[Situation]:
    said = reader().said(text)
    return [case for case in special().situations if case.id in said]


def _words(case: Situation) -> str:
    has_line = getattr(knowledge.clinic().region, case.line)
    return _filled(case.say if has_line else case.say_without_line)


def _filled(text: str) -> str:
    region = knowledge.clinic().region
    return text.format_map(region.dict())
