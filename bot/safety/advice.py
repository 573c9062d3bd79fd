"""What the guide says when a screening found something: plain text in parts, for a channel to draw with its buttons.

The bot's own safety wording: whom to call and what to say. No diagnosis, no doses. The numbers are the clinic's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.safety.catalogue import Entry
from bot.safety.screening import Flag, Level, Screening

#: Flags whose first words are not "call, or have someone take you".
_HEART = frozenset({"chest_pain", "breathing", "stroke_signs", "aaa_signs"})


@dataclass(frozen=True)
class Numbers:
    """Whom to call, in the clinic's country.

    Attributes:
        emergency: the emergency number, "999".
        emergency_department: what people call it there, "A&E".
        doctor: what people call their doctor, "GP".
        urgent_line: a line for urgent advice at any hour, "NHS 111".
        crisis_line: a line for people in despair, "Samaritans 116 123".
        poison_line: a line for poisoning.
        clinic_phone: the clinic's own number.
        clinic_name: the clinic's name.
    """

    emergency: str
    emergency_department: str
    doctor: str
    urgent_line: str | None = None
    crisis_line: str | None = None
    poison_line: str | None = None
    clinic_phone: str | None = None
    clinic_name: str | None = None


@dataclass(frozen=True)
class Advice:
    """One message to the person, in parts.

    Attributes:
        kind: ``escalation``, ``check`` or ``screen``, as in :mod:`bot.guidance.reply`.
        level: how soon a person is needed; for a check, the level that a yes would mean.
        flags: the signs it is about, the most serious first.
        parts: paragraphs, in their order.
        options: labels of the answers to offer; empty where none are asked for.
    """

    kind: str
    level: Level
    flags: tuple[str, ...]
    parts: tuple[str, ...]
    options: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All parts as one plain text."""
        return "\n\n".join(self.parts)


class Adviser:
    """Words the advice, with the flags of one catalogue and the numbers of one clinic."""

    def __init__(self, entries: Mapping[str, Entry], numbers: Numbers) -> None:
        self._entries = entries
        self._numbers = numbers

    def advice(self, screening: Screening) -> Advice | None:
        """What to do now about the signs that are present; ``None`` when there are none."""
        flags = screening.present
        if not flags:
            return None
        top = [flag for flag in flags if flag.level == screening.level] or list(flags)
        parts = (*self._now(screening.level, {flag.id for flag in top}), *self._tell(top), *self._stay(screening.level))
        return Advice("escalation", screening.level, tuple(flag.id for flag in flags), parts)

    def reminder(self, level: Level, flags: Iterable[str]) -> Advice:
        """The short form, for every later message of a conversation in which signs were told."""
        known = tuple(flag for flag in flags if flag in self._entries)
        told = " and ".join(self._entries[flag].short for flag in known[:2])
        call = {
            Level.emergency: f"Please call {self._numbers.emergency} now if you have not.",
            Level.urgent: f"Please call {self._doctor()} today if you have not.",
        }.get(level, f"Please tell {self._doctor()} about it.")
        about = f"You told me about {told}. " if told else ""
        return Advice("escalation", level, known, (about + call,))

    def question(self, screening: Screening) -> Advice | None:
        """The question that settles the most serious possible sign; ``None`` when none is due."""
        flag = screening.question_flag
        if flag is None:
            return None
        parts = (self._entries[flag.id].question, "I ask because a yes would mean that you need help soon.")
        return Advice("check", flag.level, (flag.id,), parts, ("Yes", "No", "Not sure"))

    def screen_all(self) -> Advice:
        """One message that asks about the main warning signs, in plain words."""
        parts = (
            "First, is any of this new for you?",
            "• numb between the legs, or a change in how you pee or poo\n"
            "• a weak or numb leg, or pain down it\n"
            "• chest pain, or trouble breathing\n"
            "• fever, or blood when you pee\n"
            "• a fall or an accident\n"
            "• cancer now or before, or weight lost without trying",
        )
        return Advice("screen", Level.none, (), parts, ("None of these", "Yes, something", "Not sure"))

    def _now(self, level: Level, ids: set[str]) -> tuple[str, ...]:
        if level is Level.emergency or "self_harm" in ids:
            return self._emergency(ids)
        if level is Level.urgent:
            return self._urgent()
        return (f"This is worth a visit to {self._doctor()} in the next days.",)

    def _emergency(self, ids: set[str]) -> tuple[str, ...]:
        numbers = self._numbers
        if "self_harm" in ids:
            line = f" You can talk to someone at any hour: {numbers.crisis_line}." if numbers.crisis_line else ""
            return (
                "I'm glad you told me. Nobody has to carry this alone."
                f"{line} If there is any danger now, call {numbers.emergency} or go to {numbers.emergency_department}.",
            )
        if "overdose" in ids:
            line = f" The poison line can help too: {numbers.poison_line}." if numbers.poison_line else ""
            return (
                f"This needs help now, even if everything feels fine. Call {numbers.emergency}.{line} "
                "Take the packet along. Please take nothing more.",
            )
        if ids & _HEART:
            return (f"This needs help now. Call {numbers.emergency}. Sit down and rest, and do not drive yourself.",)
        return (
            f"This needs help now. Call {numbers.emergency}, or have someone take you to "
            f"{numbers.emergency_department}. Please don't wait to see if it passes.",
        )

    def _urgent(self) -> tuple[str, ...]:
        numbers = self._numbers
        line = f" If you can't reach anyone, {numbers.urgent_line} can help." if numbers.urgent_line else ""
        return (
            f"Please speak to {self._doctor()} today.{line}",
            "If you can't control your pee or poo, go numb between the legs, or a leg goes weak, "
            f"call {numbers.emergency}.",
        )

    def _doctor(self) -> str:
        numbers = self._numbers
        if numbers.clinic_phone:
            return f"{numbers.clinic_name or 'the clinic'} on {numbers.clinic_phone} or your {numbers.doctor}"
        return f"your {numbers.doctor}"

    def _tell(self, flags: Iterable[Flag]) -> tuple[str, ...]:
        tells = dict.fromkeys(self._entries[flag.id].tell for flag in flags)
        return (f'Tell them: "{" ".join(list(tells)[:2])}"',)

    @staticmethod
    def _stay(level: Level) -> tuple[str, ...]:
        if level is Level.emergency:
            return ("I'm staying here. Is somebody with you?",)
        return ("I'm staying here for your questions.",) if level is Level.urgent else ()
