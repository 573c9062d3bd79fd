"""What to say about warning signs: the level's advice in plain words, with the numbers of where the person is.

Texts only, no buttons: the caller adds what can be pressed. Nothing here names a disease.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.safety.catalogue import Entry
from bot.safety.screening import Level


@dataclass(frozen=True)
class Numbers:
    """The services a person can reach.

    Attributes:
        emergency: the emergency number, e.g. ``999``.
        emergency_department: where to go, e.g. ``A&E``.
        doctor: the everyday word for a family doctor, e.g. ``GP``.
        urgent_line: the line for urgent advice, with its number.
        crisis_line: help for thoughts of suicide, with its number.
        poison_line: help after too many tablets, with its number.
        clinic_name: the clinic that runs the guide.
        clinic_phone: its number.
    """

    emergency: str
    emergency_department: str
    doctor: str
    urgent_line: str | None = None
    crisis_line: str | None = None
    poison_line: str | None = None
    clinic_name: str | None = None
    clinic_phone: str | None = None


STAYING = "I'm staying here. Is somebody with you?"

_HEART_AND_BRAIN = frozenset({"chest_pain", "breathing", "stroke_signs", "aaa_signs"})


def escalation(level: Level, signs: Sequence[Entry], numbers: Numbers) -> str:
    """The advice for signs that are there.

    Args:
        level: how soon a person is needed; not ``none``.
        signs: the signs, the most serious first.
    """
    ids = {sign.id for sign in signs}
    if "self_harm" in ids:
        return _self_harm(level, numbers)
    if "overdose" in ids:
        return _overdose(numbers)
    if level is Level.emergency:
        return _emergency(signs, numbers, sit_still=bool(ids & _HEART_AND_BRAIN))
    return _urgent(signs, numbers) if level is Level.urgent else _routine(signs, numbers)


def repeated(level: Level, signs: Sequence[Entry], numbers: Numbers) -> str:
    """The advice said again, while the conversation stays open."""
    told = _told(signs)
    if level is Level.emergency:
        return (
            f"First things first: {told}. If you have not got help yet, call {numbers.emergency} now, or go to "
            f"{numbers.emergency_department}. I won't suggest anything to try at home until that has been looked at."
        )
    return f"Before I answer: {told}. Please don't leave that: {_today(numbers)}"


def question(sign: Entry) -> str:
    """The question that settles whether a sign is there."""
    return sign.question


def screening_question(numbers: Numbers) -> str:
    """One message that asks about the main warning signs."""
    return (
        "I'm sorry, that sounds painful. Before anything else, do you have any of these?\n\n"
        "• numb or tingling between your legs, or new trouble with peeing or pooing\n"
        "• a weak or numb leg, or pain that runs down a leg\n"
        "• a fever, or feeling very unwell\n"
        "• a fall, a crash or a hard blow before it started\n"
        "• chest pain, or trouble breathing"
    )


def which_sign(numbers: Numbers) -> str:
    """Asks which of the signs it is, and says what to do without waiting for the next message."""
    return (
        "Which one is it? If it is numbness between the legs, trouble with peeing or pooing, a weak leg, chest pain "
        f"or trouble breathing, don't wait for me: call {numbers.emergency} now."
    )


def not_sure(numbers: Numbers) -> str:
    """A person is not sure whether they have one of the signs: that never counts as no."""
    return (
        f"When you're not sure, it is safer to have it looked at. {_today(numbers).capitalize()} "
        f"If you get numb between the legs, a weak leg, or trouble with peeing or pooing, call {numbers.emergency}. "
        "Is it one of these?"
    )


def sorry(numbers: Numbers) -> str:
    """Something failed; nobody is left without a way to get help."""
    clinic = f" or call {numbers.clinic_name} on {numbers.clinic_phone}" if numbers.clinic_phone else ""
    return (
        f"I'm sorry, something went wrong on my side. Please try again in a moment{clinic}. "
        f"If this is an emergency, call {numbers.emergency}."
    )


def _emergency(signs: Sequence[Entry], numbers: Numbers, *, sit_still: bool) -> str:
    go = (
        "Sit down and don't drive yourself."
        if sit_still
        else f"or have someone take you to {numbers.emergency_department}."
    )
    call = f"Call {numbers.emergency} now. {go}" if sit_still else f"Call {numbers.emergency}, {go}"
    return "\n\n".join(
        [
            f"This needs help now. {call} Please don't wait to see if it passes.",
            f"Tell them: “{signs[0].tell}”",
            STAYING,
        ]
    )


def _urgent(signs: Sequence[Entry], numbers: Numbers) -> str:
    return "\n\n".join(
        [
            f"Please have this looked at today: {_today(numbers)} Don't try stretches or massage before that.",
            f"Tell them: “{signs[0].tell}”",
            f"If you get numb between the legs, a weak leg, trouble with peeing or pooing, or feel very unwell, "
            f"call {numbers.emergency}.",
        ]
    )


def _routine(signs: Sequence[Entry], numbers: Numbers) -> str:
    return (
        f"{_sentence(_told(signs))}. That is worth a call to your {numbers.doctor} in the next few days, "
        "before you try things at home."
    )


def _self_harm(level: Level, numbers: Numbers) -> str:
    crisis = f"You can talk to someone right now, day or night: {numbers.crisis_line}. " if numbers.crisis_line else ""
    return "\n\n".join(
        [
            "I'm really glad you told me. You don't have to carry this alone.",
            f"{crisis}If you might act on it, or are not safe, call {numbers.emergency} or go to "
            f"{numbers.emergency_department}.",
            "Is there somebody who can be with you now?",
        ]
    )


def _overdose(numbers: Numbers) -> str:
    poison = f" You can also call {numbers.poison_line}." if numbers.poison_line else ""
    return "\n\n".join(
        [
            f"This needs help now, even without any symptoms. Call {numbers.emergency} or go to "
            f"{numbers.emergency_department}.{poison}",
            "Take the packets with you. Don't take anything more, and don't make yourself sick.",
            STAYING,
        ]
    )


def _today(numbers: Numbers) -> str:
    ways = [f"call your {numbers.doctor}"]
    if numbers.urgent_line:
        ways.append(numbers.urgent_line)
    if numbers.clinic_phone:
        ways.append(f"{numbers.clinic_name} on {numbers.clinic_phone}")
    return f"{', or '.join(ways)} today."


def _told(signs: Sequence[Entry]) -> str:
    return f"you told me about {' and '.join(sign.short for sign in signs[:2])}"


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]
