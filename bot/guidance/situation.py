"""What a person said about a spasm, read into a few answers, and the cards that fit them."""

from __future__ import annotations

import re

#: The answers the form knows, with the words on their buttons.
PLACES = {
    "lower_back": "Lower back",
    "middle_back": "Middle",
    "upper_back": "Upper back",
    "other": "Somewhere else",
}
DURATIONS = {
    "days": "Today or a few days",
    "week": "About a week",
    "weeks": "Longer than a week",
    "again": "It keeps coming back",
}
TRIGGERS = {
    "lifting": "Lifting or bending",
    "sitting": "Sitting for long",
    "stress": "Stress",
    "unknown": "Something else, or I don't know",
}

_DAYS_OF = {
    "hour": 0.05,
    "minute": 0.01,
    "day": 1.0,
    "week": 7.0,
    "fortnight": 14.0,
    "month": 30.0,
    "year": 365.0,
}
_NUMBERS = {
    word: number
    for number, words in enumerate(
        ["", "a an one", "two couple", "three few", "four", "five", "six", "seven", "eight", "nine", "ten"]
    )
    for word in words.split()
}
_SPAN = re.compile(
    rf"\b(\d{{1,3}}|{'|'.join(_NUMBERS)})?\s*(?:of\s+)?(minute|hour|hr|day|week|wk|fortnight|month|year|yr)s?\b"
)
_AGAIN = re.compile(
    r"\b(again|keeps? (?:coming|doing|happening)|on and off|recurr|every (?:few|couple|month|year)|for years)"
)
_TODAY = re.compile(
    r"\b(today|tonight|yesterday|yday|last night|morning|afternoon|just now|recent|"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
)
_LONG = re.compile(r"\b(weeks|wks|ages|months|years|fortnight|long time|forever)\b")

_WORDS_OF_PLACE = {
    "lower_back": r"low|bottom|lumbar|base|waist|belt|tail",
    "upper_back": r"upper|shoulder|neck|top|between",
    "middle_back": r"mid|rib|bra\b",
}
_WORDS_OF_TRIGGER = {
    "lifting": r"lift|carr|pick|bend|bent|mov|shift|box|garden|dig|shovel|heav|twist|reach|gym|deadlift|sneez",
    "sitting": r"sit|sat|desk|driv|car|flight|plane|chair|sofa|couch|comput|gaming|office",
    "stress": r"stress|anx|worr|tens|upset|depress|nerv",
}


def read_place(said: str) -> str:
    """One of :data:`PLACES`; a place that is not known is ``other``."""
    return _first_of(_WORDS_OF_PLACE, said, PLACES, "other")


def read_trigger(said: str) -> str:
    """One of :data:`TRIGGERS`; a cause that is not known is ``unknown``."""
    return _first_of(_WORDS_OF_TRIGGER, said, TRIGGERS, "unknown")


def read_duration(said: str) -> str:
    """One of :data:`DURATIONS`; what cannot be read counts as ``days``, whose advice names every time limit."""
    text = said.lower()
    if text in DURATIONS:
        return text
    if text in ("today", "months"):  # values of the entity that are not choices of the form
        return "days" if text == "today" else "weeks"
    if _AGAIN.search(text):
        return "again"
    span = _SPAN.search(text)
    if span:
        count, unit = span.groups()
        days = (int(count) if count and count.isdigit() else _NUMBERS.get(count or "", 1)) * _days(unit)
        return "days" if days < 6 else "week" if days <= 8 else "weeks"
    if _TODAY.search(text):
        return "days"
    return "weeks" if _LONG.search(text) else "days"


def cards_for(*, duration: str, trigger: str) -> tuple[str, ...]:
    """The ids of the cards that fit, the most important first; the second says when to seek care.

    A spasm that lasts or comes back comes before its trigger: both are reasons to see a doctor (004).
    """
    if duration == "weeks":
        return ("older_than_a_week", "when_to_see_doctor")
    if duration == "again":
        return ("keeps_coming_back", "when_to_see_doctor")
    if duration == "week":
        return ("after_three_days", "not_better_after_a_week")
    first = {"lifting": "after_lifting", "sitting": "after_sitting", "stress": "stress_first_steps"}
    return (first.get(trigger, "fresh_spasm"), "when_to_see_doctor")


def _days(unit: str) -> float:
    return _DAYS_OF[{"hr": "hour", "wk": "week", "yr": "year"}.get(unit, unit)]


def _first_of(patterns: dict[str, str], said: str, choices: dict[str, str], otherwise: str) -> str:
    text = said.lower()
    if text in choices:
        return text
    return next((name for name, words in patterns.items() if re.search(rf"\b(?:{words})", text)), otherwise)
