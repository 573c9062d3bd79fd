"""Warning signs as replies: the advice of :mod:`bot.safety.advice` with the clinic's numbers and with buttons."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from bot import care, knowledge
from bot.clinic.config import Region
from bot.guidance.reply import PERSON, Button, Reply, SourceRef
from bot.safety import Flag, Level, Screening, Status
from bot.safety.advice import Adviser, Numbers
from bot.safety.answers import Answer
from bot.safety.catalogue import Entry
from bot.signs import Signs

logger = logging.getLogger(__name__)

SELF_HARM = "self_harm"

NOT_MEANT = Button("That's not what I meant", "/not_meant")
YES_NO_UNSURE = (Button("Yes", "/affirm"), Button("No", "/deny"), Button("Not sure", "/unsure"))
SCREEN_BUTTONS = (
    Button("None of these", "/screen_none"),
    Button("One or more", "/screen_some"),
    Button("Not sure", "/screen_unsure"),
)
_IN_A_LEG = frozenset({"leg_numbness", "radiating_leg_pain"})
_BOTH = re.compile(r"\bboth\b")
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


def escalate(screening: Screening, text: str = "", before: Sequence[str] = ()) -> Reply:
    """The advice for the signs of a screening whose level is not ``none``.

    Args:
        screening: the verdict on the message.
        text: the message; it may say who the person is, and be in need of a kind word.
        before: what the person wrote before.
    """
    who, kind, beside = _care(screening, text, before)
    advice = adviser().advice(screening, who=who, kind=kind, beside=beside)
    assert advice is not None, "there is no sign to escalate"
    buttons = (PERSON, NOT_MEANT) if screening.level >= Level.urgent else ()
    return Reply(
        advice.text, "escalation", *_facts(screening.level, advice.flags), buttons=buttons, call=tuple(advice.call)
    )


def repeat(signs: Signs, said: int = 0, lead: str = "") -> Reply:
    """The advice said again, in a sentence or two; nothing to try at home goes with it.

    Args:
        signs: what is known; their level is not ``none``.
        said: how often it was repeated already, so that it is not said in the same words again.
        lead: what comes before it.
    """
    flags, level = signs.flags, signs.level
    reminder = adviser().reminder(level, flags)
    if signs.of_another_only:
        text = _turn_by_turn(_for_another(level, [flag for flag in flags if flag in signs.other]), said)
    elif SELF_HARM in flags:
        text = _turn_by_turn(_beside_them(), said)
    elif level is Level.emergency:
        text = _turn_by_turn(_still_urgent(reminder.text, flags), said)
    else:
        text = reminder.text
    buttons = (PERSON,) if SELF_HARM in flags else (PERSON, NOT_MEANT)
    return Reply(
        f"{lead} {text}".strip(), "escalation", *_facts(level, flags), buttons=buttons, call=tuple(reminder.call)
    )


def help_is_coming(signs: Signs) -> Reply:
    """What follows "I've called them": what to tell and to do until they come, and that the guide stays."""
    flags, level, number = signs.flags, signs.level, _region().emergency
    aid = _entry(flags[0]).aid(level)
    if signs.of_another_only:
        text = f'Good, thank you for looking after them. Stay with them. Tell whoever comes: "{aid.tell}"'
    else:
        text = f'Good, that is the right thing. Tell them: "{aid.tell}" {aid.meanwhile}'
    return Reply(
        f"{text} If it gets worse before then, call {number} again. I'm staying here.",
        "escalation",
        *_facts(level, flags),
        buttons=(PERSON,),
        call=tuple(adviser().reminder(level, flags).call),
    )


def answered(signs: Signs, answer: Answer, said: int = 0) -> Reply:
    """What follows an answer to "Is somebody with you?" or "Are you safe?", which the advice ends with."""
    if SELF_HARM not in signs.flags:
        return repeat(signs, said, "Good." if answer is Answer.YES else "Thank you for telling me.")
    if answer is Answer.YES:
        return repeat(signs, said, "I'm glad.")
    them = "them" if signs.of_another_only else "you"
    text = (
        f"Thank you for being honest with me. Please call {_line(' or ')}{_region().emergency} now, or find someone "
        f"who can sit with {them}. I'm staying here."
    )
    return replace(repeat(signs, said), text=text)


def _turn_by_turn(variants: Sequence[str], said: int) -> str:
    return variants[said % len(variants)]


def _still_urgent(reminder: str, flags: Sequence[str]) -> tuple[str, ...]:
    told, number = _told(flags), _region().emergency
    return (
        f"{reminder.rstrip('.')}, before you try anything at home.",
        f"I haven't forgotten {told}: please call {number} before anything else.",
        f"Anything to try at home has to wait: with {told}, the next step is to call {number}.",
    )


def _for_another(level: Level, flags: Sequence[str]) -> tuple[str, ...]:
    if SELF_HARM in flags:
        return _beside_another()
    told = _told(flags).replace("your", "their")
    if level is Level.emergency:
        number = _region().emergency
        return (
            f"The person you told me about needs help now: {told}. Please call {number} for them if you have not.",
            f"For somebody with {told}, please call {number} before anything else.",
            f"I'd rather not suggest anything for them to try at home: with {told}, the next step is to call {number}.",
        )
    return (f"The person you told me about has {told}. Please have them speak to their {_region().doctor} today.",)


def _beside_another() -> tuple[str, ...]:
    """For somebody who is worried about another person's life."""
    number, line = _region().emergency, _region().crisis_line
    voice = f"They can talk to someone at any hour, and so can you: {line}. " if line else ""
    return (
        f"I'm still here with you both. {voice}If there is any danger, call {number}. Is somebody with them?",
        f"It's good that they have you; stay with them if you can. {voice}Call {number} if they might act on it. "
        "Are they safe right now?",
    )


def _beside_them() -> tuple[str, ...]:
    """Kind words, a voice and the number, and one gentle question; never the same words twice in a row."""
    number, line = _region().emergency, _region().crisis_line
    voice = f"You can talk to someone at any hour: {line}. " if line else ""
    listen = f"{_capital(line)} will listen at any hour. " if line else ""
    return (
        f"I'm still here with you. {voice}If there is any danger, call {number}. Are you safe right now?",
        f"Thank you for staying with me; you matter. {listen}If you might act on it, call {number}. "
        "Is somebody with you?",
        f"Whatever you want to say, you can say it here. {voice}Call {number} at once if it gets too much. "
        "Is there somebody who can sit with you now?",
    )


def welcome_back(flags: Sequence[str], level: Level) -> Reply:
    """One line for a person who comes back after warning signs in an earlier session."""
    reminder = adviser().reminder(level, by_haste(flags))
    text = f"Welcome back. {reminder.text}"
    return Reply(text, "escalation", *_facts(level, reminder.flags), call=tuple(reminder.call))


def about(reply: Reply, screening: Screening) -> Reply:
    """A reply with the level and the signs of the message it answers."""
    return replace(reply, level=screening.level.name, flags=tuple(flag.id for flag in screening.present))


def with_reminder(reply: Reply, known: Level, flags: Sequence[str]) -> Reply:
    """A reply that begins with one line about the signs told earlier."""
    reminder = adviser().reminder(known, by_haste(flags))
    text = reminder.text
    if SELF_HARM in flags:
        line = _line(", or call ")
        text = f"I'm still here with you. If it gets too much, talk to {line}{_region().emergency}."
    return replace(
        reply, text=f"{text}\n\n{reply.text}", level=known.name, flags=tuple(flags), call=tuple(reminder.call)
    )


def check(flag: str) -> Reply:
    """The question that settles one sign."""
    return Reply(_entry(flag).question, "check", flags=(flag,), buttons=YES_NO_UNSURE)


def check_again(flag: str) -> Reply:
    """The same question, after a message that passed it over."""
    return replace(check(flag), text=f"I'll come to that. {_entry(flag).question}")


def ask_straight(flag: str) -> Reply:
    """One direct question, to a person who takes back what they wrote."""
    if flag == SELF_HARM:
        lead = "I'd rather ask once too often, and you can be honest with me."
    else:
        lead = "Thank you for saying so. Let me ask you straight, to be safe."
    return replace(check(flag), text=f"{lead} {_entry(flag).question}")


def settled(flag: str) -> Reply:
    """A sign that was asked about is not there."""
    if flag == SELF_HARM:
        text = f"Thank you for telling me. If that ever changes, talk to {_line(', or call ')}{_region().emergency}."
        return Reply(f"{text} You can tell me, too.", "smalltalk", buttons=(PERSON,))
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


def numbers() -> Reply:
    """Whom to call, for somebody who asks for that and nothing else."""
    region = _region()
    urgent = f" For advice that cannot wait, call {region.urgent_line}." if region.urgent_line else ""
    text = (
        f"In an emergency call {region.emergency} now, or go to {region.emergency_department}. That is for numbness "
        f"between the legs, trouble with peeing or pooing, a weak leg, chest pain or trouble breathing.{urgent} "
        "Is it one of these?"
    )
    flags = ("saddle_numbness", "bladder_bowel", "leg_weakness", "chest_pain", "breathing")
    return Reply(
        text,
        "escalation",
        *_facts(Level.urgent, flags),
        buttons=(*_sign_buttons(), PERSON),
        call=tuple(adviser().reminder(Level.emergency, ()).call),
    )


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


def confirmed(flag: str, known: Collection[str] = (), answer: str = "") -> Screening:
    """The screening of a sign that a person confirmed by button or by answering its question.

    Args:
        flag: the sign.
        known: the signs known before; some raise its level.
        answer: what was typed; "both" makes an emergency of what is in one leg.
    """
    entry = _entry(flag)
    lifts = [lift.to for lift in entry.raised if not set(lift.with_flags).isdisjoint(known)]
    if flag in _IN_A_LEG and _BOTH.search(answer.lower()):
        lifts.append(Level.emergency)
    level = max([entry.tier, *lifts])
    sign = Flag(flag, level, Status.present, 0, 0, "", entry.sources[0], "confirmed", "answered yes")
    return Screening(level, False, (sign,))


def question_of(screening: Screening, denied: Sequence[str]) -> str | None:
    """The sign to ask about: the most serious possible one that was not said no to.

    An emergency is asked about once more when the words come up again: what was not there before may be there now.
    """
    if not screening.check:
        return None
    for flag in screening.flags:
        often = 2 if flag.level is Level.emergency else 1
        if flag.status is Status.possible and flag.level > screening.level and denied.count(flag.id) < often:
            return flag.id
    return None


def by_haste(flags: Sequence[str]) -> tuple[str, ...]:
    """Signs, the one that can wait least first."""
    return tuple(sorted(flags, key=lambda flag: -_entry(flag).tier))


#: What is closed when the advice is said: a "no" to something else must not answer a question asked before it.
CLOSED = {"expecting": None, "pending_flag": None, "pending_text": None, "check_repeated": None}


def remembered(screening: Screening, slot: Callable[[str], Any], others: Collection[str] = ()) -> dict[str, Any]:
    """What a conversation keeps after an escalation: all its signs, by person, and the highest level so far.

    Args:
        screening: the verdict that was escalated.
        slot: reads a slot of the conversation.
        others: the ids of those signs that are somebody else's.
    """
    signs = Signs.of(slot).told(screening, others)
    return {**signs.slots(), **CLOSED, "reminded": None, "repeated": None, "procedure": None, "step": None}


@lru_cache(maxsize=1)
def adviser() -> Adviser:
    """Words the advice with the services of the clinic's country."""
    clinic = knowledge.clinic()
    region = clinic.region.dict(include=set(Numbers.__dataclass_fields__))
    numbers = Numbers(**region, clinic_name=clinic.name, clinic_phone=clinic.about.phone)
    return Adviser(knowledge.catalogue().entries, numbers)


def _care(screening: Screening, text: str, before: Sequence[str]) -> tuple[frozenset[str], str, str]:
    """Who the person is, and the kind words; nothing that is broken there may stop the advice."""
    if not text:
        return frozenset(), "", ""
    try:
        return care.who([*before, text]), *care.beside(text, screening)
    except Exception as error:
        logger.error("the special situations cannot be used: %s", type(error).__name__)
        return frozenset(), "", ""


def _told(flags: Sequence[str]) -> str:
    return " and ".join(_entry(flag).short for flag in flags[:2])


def _line(joint: str) -> str:
    """The line for people in despair, followed by words; empty where a country has none."""
    line = _region().crisis_line
    return f"{line}{joint}" if line else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


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
