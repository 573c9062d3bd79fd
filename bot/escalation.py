"""Warning signs as replies: the advice of :mod:`bot.safety.advice` with the clinic's numbers and with buttons."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from bot import knowledge
from bot.clinic.config import Region
from bot.guidance.reply import PERSON, Button, Reply, SourceRef
from bot.safety import Flag, Level, Screening, Status
from bot.safety.advice import Adviser, Numbers
from bot.safety.catalogue import Entry

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
    advice = adviser().advice(screening)
    assert advice is not None, "there is no sign to escalate"
    buttons = (PERSON, NOT_MEANT) if screening.level >= Level.urgent else ()
    return Reply(advice.text, "escalation", *_facts(screening.level, advice.flags), buttons=buttons)


def repeat(flags: Sequence[str]) -> Reply:
    """The advice said again, for signs remembered in the conversation; nothing to try at home goes with it."""
    reminder = adviser().reminder(level_of(flags), by_haste(flags))
    text = f"{reminder.text} I won't suggest anything to try at home until that has been looked at."
    return Reply(text, "escalation", *_facts(reminder.level, reminder.flags), buttons=(PERSON, NOT_MEANT))


def welcome_back(flags: Sequence[str]) -> Reply:
    """One line for a person who comes back after warning signs in an earlier session."""
    reminder = adviser().reminder(level_of(flags), by_haste(flags))
    return Reply(f"Welcome back. {reminder.text}", "escalation", *_facts(reminder.level, reminder.flags))


def about(reply: Reply, screening: Screening) -> Reply:
    """A reply with the level and the signs of the message it answers."""
    return replace(reply, level=screening.level.name, flags=tuple(flag.id for flag in screening.present))


def with_reminder(reply: Reply, known: Level, flags: Sequence[str]) -> Reply:
    """A reply that begins with one line about the signs told earlier."""
    reminder = adviser().reminder(known, by_haste(flags))
    return replace(reply, text=f"{reminder.text}\n\n{reply.text}", level=known.name, flags=tuple(flags))


def check(flag: str) -> Reply:
    """The question that settles one sign."""
    return Reply(_entry(flag).question, "check", flags=(flag,), buttons=YES_NO_UNSURE)


def check_again(flag: str) -> Reply:
    """The same question, after a message that passed it over."""
    return replace(check(flag), text=f"I'll come to that. {_entry(flag).question}")


def settled() -> Reply:
    """A sign that was asked about is not there."""
    return Reply("Thank you, that's good to know.", "smalltalk")


def screen_all() -> Reply:
    """A kind sentence, and one question about the main warning signs."""
    return Reply(f"I'm sorry, that sounds painful. {adviser().screen_all().text}", "screen", buttons=SCREEN_BUTTONS)


def which_sign() -> Reply:
    """Asks which of the signs it is, and says what to do without waiting for the next message."""
    text = (
        "Which one is it? If it is numbness between the legs, trouble with peeing or pooing, a weak leg, chest pain "
        f"or trouble breathing, don't wait for me: call {_region().emergency} now."
    )
    return Reply(text, "screen", level="urgent", buttons=_sign_buttons())


def unsure_about_signs() -> Reply:
    """Not sure never counts as no: whom to call, and the signs to go through one by one."""
    urgent = adviser().reminder(Level.urgent, ())
    text = (
        f"When you're not sure, it is safer to have it looked at. {urgent.text} If you go numb between the legs, a leg "
        f"goes weak, or you can't control your pee or poo, call {_region().emergency}. Is it one of these?"
    )
    return Reply(text, "screen", level="urgent", buttons=_sign_buttons())


def sorry() -> Reply:
    """Something failed; nobody is left without a way to get help."""
    about = knowledge.clinic().about
    clinic = f", or call {about.name} on {about.phone}" if about.phone else ""
    return Reply(
        f"I'm sorry, something went wrong on my side. Please try again in a moment{clinic}. "
        f"If this is an emergency, call {_region().emergency}.",
        "error",
    )


def no_words() -> Reply:
    """A message without a word or a number in it."""
    return Reply(
        "I can only read words. Tell me what your back is doing, or what you would like to know. "
        f"In an emergency call {_region().emergency}.",
        "fallback",
    )


def too_long() -> Reply:
    """A message longer than is answered. It was screened in full before this is said."""
    return Reply(
        "That is a lot at once, and I want to get it right. Please tell me the main thing in a few sentences. "
        f"In an emergency call {_region().emergency}.",
        "fallback",
    )


def known(flag: str) -> bool:
    """Whether there is a sign of that id."""
    return flag in knowledge.catalogue().entries


def confirmed(flag: str) -> Screening:
    """The screening of a sign that a person confirmed by button or by answering its question."""
    entry = _entry(flag)
    sign = Flag(flag, entry.tier, Status.present, 0, 0, "", entry.sources[0], "confirmed", "answered yes")
    return Screening(entry.tier, False, (sign,))


def level_of(flags: Sequence[str]) -> Level:
    """The highest tier of some signs; ``none`` for no signs."""
    return max((_entry(flag).tier for flag in flags), default=Level.none)


def by_haste(flags: Sequence[str]) -> tuple[str, ...]:
    """Signs, the one that can wait least first."""
    return tuple(sorted(flags, key=lambda flag: -_entry(flag).tier))


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
        "reminded": None,
    }


@lru_cache(maxsize=1)
def adviser() -> Adviser:
    """Words the advice with the services of the clinic's country."""
    clinic = knowledge.clinic()
    region = clinic.region.dict(include=set(Numbers.__dataclass_fields__))
    numbers = Numbers(**region, clinic_name=clinic.name, clinic_phone=clinic.about.phone)
    return Adviser(knowledge.catalogue().entries, numbers)


def _region() -> Region:
    return knowledge.clinic().region


def _entry(flag: str) -> Entry:
    return knowledge.catalogue().entries[flag]


def _sign_buttons() -> tuple[Button, ...]:
    return tuple(Button(title, "/has_sign" + json.dumps({"flag": flag})) for flag, title in ASKED.items())


def _facts(level: Level, flags: Sequence[str]) -> tuple[str, tuple[str, ...], None, tuple[SourceRef, ...]]:
    """Level, flags, card and sources of a reply, in the order of its fields."""
    sources = knowledge.library().sources
    places = dict.fromkeys(_entry(flag).sources[0] for flag in flags)
    return level.name, tuple(flags), None, tuple(sources.resolve(place) for place in places)
