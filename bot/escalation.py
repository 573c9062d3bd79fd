"""Warning signs as replies: the advice of :mod:`bot.safety.advice` with the clinic's numbers and with buttons."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from bot import knowledge
from bot.guidance.reply import Button, Reply, SourceRef
from bot.safety import Flag, Level, Screening, Status, advice
from bot.safety.catalogue import Entry

PERSON = Button("Talk to a person", "/talk_to_person")
NOT_MEANT = Button("That's not what I meant", "/not_meant")
YES_NO_UNSURE = (Button("Yes", "/affirm"), Button("No", "/deny"), Button("Not sure", "/unsure"))
SCREEN_BUTTONS = (
    Button("None of these", "/screen_none"),
    Button("One or more", "/screen_some"),
    Button("Not sure", "/screen_unsure"),
)
#: The signs the screening question names, as buttons.
ASKED = {
    "saddle_numbness": "Numb between my legs",
    "bladder_bowel": "Trouble peeing or pooing",
    "leg_weakness": "A weak leg",
    "leg_numbness": "A numb leg",
    "radiating_leg_pain": "Pain down a leg",
    "fever": "Fever",
    "trauma": "A fall or a crash",
    "chest_pain": "Chest pain",
    "breathing": "Trouble breathing",
}


def escalate(screening: Screening) -> Reply:
    """The advice for the signs of a screening whose level is not ``none``."""
    signs = [_entry(flag.id) for flag in screening.present]
    text = advice.escalation(screening.level, signs, numbers())
    buttons = (PERSON, NOT_MEANT) if screening.level >= Level.urgent else ()
    return Reply(text, "escalation", *_facts(screening.level, signs), buttons=buttons)


def repeat(flags: Sequence[str]) -> Reply:
    """The advice said again, for signs remembered in the conversation."""
    signs = _by_haste(flags)
    return Reply(
        advice.repeated(level_of(flags), signs, numbers()),
        "escalation",
        *_facts(level_of(flags), signs),
        buttons=(PERSON, NOT_MEANT),
    )


def with_reminder(reply: Reply, known: Level, flags: Sequence[str], screening: Screening) -> Reply:
    """A reply that begins with one line on an urgent sign told earlier; other replies carry this message's level."""
    present = tuple(flag.id for flag in screening.present)
    reply = replace(reply, level=screening.level.name, flags=present)
    if known < Level.urgent or not flags:
        return reply
    reminder = advice.repeated(known, _by_haste(flags), numbers())
    return replace(reply, text=f"{reminder}\n\n{reply.text}", level=known.name, flags=tuple(flags))


def check(flag: str) -> Reply:
    """The question that settles one sign."""
    return Reply(advice.question(_entry(flag)), "check", flags=(flag,), buttons=YES_NO_UNSURE)


def check_again(flag: str) -> Reply:
    """The same question, after a message that passed it over."""
    first = check(flag)
    return replace(first, text=f"I'll come to that. First: {_entry(flag).question}")


def settled() -> Reply:
    """A sign that was asked about is not there."""
    return Reply("Thank you, that's good to know.", "smalltalk")


def screen_all() -> Reply:
    """A kind sentence, and one question about the main warning signs."""
    return Reply(advice.screening_question(numbers()), "screen", buttons=SCREEN_BUTTONS)


def which_sign() -> Reply:
    """Asks which of the signs it is."""
    return Reply(advice.which_sign(numbers()), "screen", level="urgent", buttons=_sign_buttons())


def unsure_about_signs() -> Reply:
    """Not sure never counts as no."""
    return Reply(advice.not_sure(numbers()), "screen", level="urgent", buttons=_sign_buttons())


def sorry() -> Reply:
    """Something failed."""
    return Reply(advice.sorry(numbers()), "error")


def no_words() -> Reply:
    """A message without a word or a number in it."""
    return Reply(
        "I can only read words. Tell me what your back is doing, or what you would like to know. "
        f"In an emergency call {numbers().emergency}.",
        "fallback",
    )


def too_long() -> Reply:
    """A message longer than is answered. It was screened in full before this is said."""
    return Reply(
        "That is a lot at once, and I want to get it right. Please tell me the main thing in a few sentences. "
        f"In an emergency call {numbers().emergency}.",
        "fallback",
    )


def known(flag: str) -> bool:
    """Whether there is a sign of that id."""
    return flag in _entries()


def confirmed(flag: str) -> Screening:
    """The screening of a sign that a person confirmed by button or by answering its question."""
    entry = _entry(flag)
    sign = Flag(flag, entry.tier, Status.present, 0, 0, "", entry.sources[0], "confirmed", "answered yes")
    return Screening(entry.tier, False, (sign,))


def level_of(flags: Sequence[str]) -> Level:
    """The highest tier of some signs; ``none`` for no signs."""
    return max((_entry(flag).tier for flag in flags), default=Level.none)


def most_serious(flags: Sequence[str]) -> str:
    """The id of the sign that cannot wait longest."""
    return _by_haste(flags)[0].id


def remembered(screening: Screening, slot: Callable[[str], Any]) -> dict[str, Any]:
    """What a conversation keeps after an escalation: the highest level so far and all its signs."""
    level = max(screening.level, Level[slot("triage_level") or "none"])
    flags = list(dict.fromkeys([*(slot("red_flags") or []), *(flag.id for flag in screening.present)]))
    return {
        "triage_level": level.name,
        "red_flags": flags,
        "expecting": None,
        "pending_flag": None,
        "pending_text": None,
        "check_repeated": None,
    }


@lru_cache(maxsize=1)
def numbers() -> advice.Numbers:
    """The services of the clinic's country."""
    clinic = knowledge.clinic()
    region = clinic.region.dict(include={*advice.Numbers.__dataclass_fields__})
    return advice.Numbers(**region, clinic_name=clinic.name, clinic_phone=clinic.about.phone)


def _entries() -> dict[str, Entry]:
    return dict(knowledge.catalogue().entries)


def _entry(flag: str) -> Entry:
    return knowledge.catalogue().entries[flag]


def _by_haste(flags: Sequence[str]) -> list[Entry]:
    return sorted((_entry(flag) for flag in flags), key=lambda entry: -entry.tier)


def _sign_buttons() -> tuple[Button, ...]:
    return tuple(Button(title, "/has_sign" + json.dumps({"flag": flag})) for flag, title in ASKED.items())


def _facts(level: Level, signs: Sequence[Entry]) -> tuple[str, tuple[str, ...], None, tuple[SourceRef, ...]]:
    """Level, flags, card and sources of a reply, in the order of its fields."""
    sources = knowledge.library().sources
    places = dict.fromkeys(sign.sources[0] for sign in signs)
    return level.name, tuple(sign.id for sign in signs), None, tuple(sources.resolve(place) for place in places)
