"""What the guide says when a screening found something: plain text in parts, for a channel to draw with its buttons.

The bot's own safety wording: whom to call and how soon, what to say to them, what to do until then. No diagnosis, no
doses. The numbers are the clinic's; what to say and to do stands with each flag in ``content/red_flags``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from bot.safety.catalogue import Aid, Entry
from bot.safety.screening import Flag, Level, Screening

_SELF_HARM, _OVERDOSE = "self_harm", "overdose"
#: Who needs advice of their own, as in ``content/special_situations.yml``.
PREGNANT, CHILD = "pregnant", "child"
#: How most of what to tell begins, so that two signs make one sentence.
_BACK_PAIN = "Back pain "
#: The last telephone number of a line such as "Samaritans on 116 123".
_NUMBER = re.compile(r"(?:^|\s)(\d[\d -]*\d)(?=\D*$)")


class Call(NamedTuple):
    """A number to call, for a channel to make it tappable."""

    label: str
    number: str


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
        maternity: whom pregnant people call, "midwife or maternity unit".
        abuse_line: a line for people hurt at home.
    """

    emergency: str
    emergency_department: str
    doctor: str
    urgent_line: str | None = None
    crisis_line: str | None = None
    poison_line: str | None = None
    clinic_phone: str | None = None
    clinic_name: str | None = None
    maternity: str = "midwife or doctor"
    abuse_line: str | None = None


def call_of(line: str | None) -> tuple[Call, ...]:
    """A line with a number in it as something to tap: "the Lifeline on 13 11 14" is ("Lifeline", "13 11 14")."""
    found = _NUMBER.search(line or "")
    if not line or not found:
        return ()
    name, on, _ = line[: found.start()].partition(" on")
    label = (name if on else line[: found.end()]).strip().removeprefix("the ")
    return (Call(label, found[1]),)


@dataclass(frozen=True)
class Advice:
    """One message to the person, in parts.

    Attributes:
        kind: ``escalation``, ``check`` or ``screen``, as in :mod:`bot.guidance.reply`.
        level: how soon a person is needed; for a check, the level that a yes would mean.
        flags: the signs it is about, the most serious first.
        parts: paragraphs, in their order.
        options: labels of the answers to offer; empty where none are asked for.
        call: the numbers it names, the first to call first.
    """

    kind: str
    level: Level
    flags: tuple[str, ...]
    parts: tuple[str, ...]
    options: tuple[str, ...] = ()
    call: tuple[Call, ...] = ()

    @property
    def text(self) -> str:
        """All parts as one plain text."""
        return "\n\n".join(self.parts)


class Adviser:
    """Words the advice, with the flags of one catalogue and the numbers of one clinic."""

    def __init__(self, entries: Mapping[str, Entry], numbers: Numbers) -> None:
        self._entries = entries
        self._numbers = numbers

    def advice(
        self, screening: Screening, *, who: Collection[str] = (), kind: str = "", beside: str = ""
    ) -> Advice | None:
        """What to do now about the signs that are present; ``None`` when there are none.

        Args:
            screening: the verdict on the message.
            who: what is known of the person with the pain: :data:`PREGNANT`, :data:`CHILD`.
            kind: a kind word to begin with; in an emergency the number comes before it.
            beside: a paragraph that belongs into the same message.
        """
        flags = screening.present
        if not flags:
            return None
        ids = tuple(flag.id for flag in flags)
        top = sorted((flag for flag in flags if flag.level == screening.level), key=self._haste)
        if _SELF_HARM in ids:
            parts, call = self._despair([flag.id for flag in flags if flag.level is Level.emergency])
        elif screening.level is Level.emergency:
            parts, call = self._emergency(top, who)
        elif screening.level is Level.urgent:
            parts, call = self._urgent(top, who)
        else:
            parts, call = self._routine(top, who)
        last = len(parts) - 1 if screening.level >= Level.urgent else len(parts)
        if screening.level is Level.emergency:
            kind, beside = "", f"{kind} {beside}".strip()
        parts = [kind, *parts[:last], beside, *parts[last:]]
        return Advice("escalation", screening.level, ids, tuple(part for part in parts if part), call=call)

    def reminder(self, level: Level, flags: Iterable[str]) -> Advice:
        """The short form, for every later message of a conversation in which signs were told."""
        known = tuple(flag for flag in flags if flag in self._entries)
        told = " and ".join(self._entries[flag].short for flag in known[:2])
        numbers = self._numbers
        whom = f"your {numbers.maternity}" if "pregnancy" in known else self._doctor()
        call = {
            Level.emergency: f"Please call {numbers.emergency} now if you have not.",
            Level.urgent: f"Please call {whom} today if you have not.",
        }.get(level, f"Please tell {whom} about it.")
        if _SELF_HARM in known and numbers.crisis_line:
            call = f"Please talk to someone now: {numbers.crisis_line}, or call {numbers.emergency}."
        about = f"You told me about {told}. " if told else ""
        tapped = self._emergency_call() if level is Level.emergency else self._clinic_call()
        if "pregnancy" in known and level is not Level.emergency:
            tapped = ()
        if _SELF_HARM in known:
            tapped = (*call_of(numbers.crisis_line), *tapped)
        return Advice("escalation", level, known, (about + call,), call=tapped)

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

    def _emergency(self, flags: Sequence[Flag], who: Collection[str]) -> tuple[list[str], tuple[Call, ...]]:
        numbers, call = self._numbers, self._emergency_call()
        aids = [self._aid(flag) for flag in flags]
        if any(aid.ambulance for aid in aids):
            now = f"This needs help now. Call {numbers.emergency}. Don't drive, and don't wait to see if it passes."
        else:
            now = (
                f"This needs help now. Call {numbers.emergency}, or have someone take you to "
                f"{numbers.emergency_department}. Don't drive yourself, and don't wait to see if it passes."
            )
        if flags[0].id == _OVERDOSE:
            now = f"This needs help now, even if everything feels fine. Call {numbers.emergency}."
            if numbers.poison_line:
                now += f" If you can't get through, call {numbers.poison_line}."
                call += call_of(numbers.poison_line)
        meanwhile = self._meanwhile(aids, "While you wait")
        if CHILD in who and flags[0].id == _OVERDOSE:
            meanwhile = "While you wait: stay close to the child. Keep the packet, and put the rest out of reach. "
            meanwhile += "Don't try to make them sick."
        return [now, _tell(aids), meanwhile, self._stay(who)], call

    def _despair(self, emergencies: Collection[str]) -> tuple[list[str], tuple[Call, ...]]:
        """Kind words first; then a voice, and the emergency number, first of all where there is danger already."""
        numbers = self._numbers
        aids = [self._entries[_SELF_HARM].aid(Level.emergency)]
        crisis, call = call_of(numbers.crisis_line), self._emergency_call()
        if any(flag != _SELF_HARM for flag in emergencies):
            now = f"Please call {numbers.emergency} now, even if everything feels fine."
            if numbers.crisis_line:
                now += f" To talk, at any hour: {numbers.crisis_line}."
            if _OVERDOSE in emergencies:
                aids.insert(0, self._entries[_OVERDOSE].aid(Level.emergency))
            call = (*call, *crisis)
        elif numbers.crisis_line:
            now = (
                f"Please talk to someone now, at any hour: {numbers.crisis_line}. "
                f"If you might act on it, call {numbers.emergency} or go to {numbers.emergency_department}."
            )
            call = (*crisis, *call)
        else:
            now = f"Please call {numbers.emergency} now, or go to {numbers.emergency_department}."
        return [
            "I'm so glad you told me. You don't have to carry this alone.",
            now,
            f'You can just say: "{_joined(aid.tell or "" for aid in aids)}"',
            self._filled(aids[0].meanwhile),
            self._stay(()),
        ], call

    def _urgent(self, flags: Sequence[Flag], who: Collection[str]) -> tuple[list[str], tuple[Call, ...]]:
        numbers = self._numbers
        aids = [self._aid(flag) for flag in flags]
        line, department = numbers.urgent_line, numbers.emergency_department
        otherwise = f"call {line}" if line else f"go to {department}"
        pregnant = self._is_pregnant(flags, who)
        if pregnant:
            now = f"Please call your {numbers.maternity} now. If you can't reach them, {otherwise}."
        else:
            now = f"Please speak to {self._doctor()} today. If they can't see you today, {otherwise}."
        stay = self._stay(who) if CHILD in who else "I'll stay here for your questions."
        clinic = () if pregnant else self._clinic_call()
        call = (*clinic, *call_of(numbers.urgent_line), *self._emergency_call())
        return [now, _tell(aids), self._meanwhile(aids, "Until then"), self._net(), stay], call

    def _routine(self, flags: Sequence[Flag], who: Collection[str]) -> tuple[list[str], tuple[Call, ...]]:
        aids = [self._aid(flag) for flag in flags]
        pregnant = self._is_pregnant(flags, who)
        whom = f"your {self._numbers.maternity}" if pregnant else self._doctor()
        now = f"This is worth a visit. Please ask {whom} for one in the next few days."
        call = (*(() if pregnant else self._clinic_call()), *self._emergency_call())
        return [now, _tell(aids), self._meanwhile(aids, "Until then"), self._net()], call

    @staticmethod
    def _stay(who: Collection[str]) -> str:
        more = "If you are under 16, get a grown-up now." if CHILD in who else "Is somebody with you?"
        return f"I'll stay here. {more}"

    def _haste(self, flag: Flag) -> tuple[bool, bool]:
        """Too much medicine before what needs an ambulance, and that before the rest."""
        return flag.id != _OVERDOSE, not self._aid(flag).ambulance

    def _aid(self, flag: Flag) -> Aid:
        return self._entries[flag.id].aid(flag.level)

    def _meanwhile(self, aids: Iterable[Aid], lead: str) -> str:
        """What to do until then for the first sign that has something: more than that is not kept in mind."""
        text = next((self._filled(aid.meanwhile) for aid in aids if aid.meanwhile), "")
        return f"{lead}: {text[0].lower()}{text[1:]}" if text else ""

    def _filled(self, text: str | None) -> str:
        return (text or "").replace("{emergency}", self._numbers.emergency)

    def _net(self) -> str:
        return (
            "If you can't control your pee or poo, go numb between the legs, or a leg goes weak, "
            f"call {self._numbers.emergency}."
        )

    def _doctor(self) -> str:
        numbers = self._numbers
        if numbers.clinic_phone:
            return f"{numbers.clinic_name or 'the clinic'} on {numbers.clinic_phone} or your {numbers.doctor}"
        return f"your {numbers.doctor}"

    def _emergency_call(self) -> tuple[Call, ...]:
        return (Call("Emergency", self._numbers.emergency),)

    def _clinic_call(self) -> tuple[Call, ...]:
        numbers = self._numbers
        return (Call(numbers.clinic_name or "The clinic", numbers.clinic_phone),) if numbers.clinic_phone else ()

    @staticmethod
    def _is_pregnant(flags: Iterable[Flag], who: Collection[str]) -> bool:
        return PREGNANT in who or any(flag.id == "pregnancy" for flag in flags)


def _tell(aids: Sequence[Aid]) -> str:
    return f'Tell them: "{_joined(aid.tell or "" for aid in aids)}"'


def _joined(tells: Iterable[str]) -> str:
    """What to say about the first two signs, in one breath: "Back pain since a fall, and with a weak leg."."""
    first_two = list(dict.fromkeys(tells))[:2]
    backs = [tell.removeprefix(_BACK_PAIN).removesuffix(".") for tell in first_two if tell.startswith(_BACK_PAIN)]
    others = [tell for tell in first_two if not tell.startswith(_BACK_PAIN)]
    together = [f"{_BACK_PAIN}{', and '.join(backs)}."] if backs else []
    return " ".join([*others, *together])
