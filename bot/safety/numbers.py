"""Quantities in a message: temperatures, ages and lengths of time, in one unit each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS: dict[str, float] = {word: value for value, word in enumerate(_UNITS.split())}
_WORDS.update({"seventeen": 17, "eighteen": 18, "nineteen": 19})
_WORDS.update({word: 10.0 * (place + 2) for place, word in enumerate(_TENS.split())})
#: Words for a number that is not exact, read as the least that they usually mean.
_LOOSE: dict[str, float] = {"a": 1, "an": 1, "couple": 2, "few": 3, "several": 4, "many": 5, "some": 3}

_DAYS: dict[str, float] = {
    **dict.fromkeys(("minute", "minutes", "min", "mins"), 1 / 1440),
    **dict.fromkeys(("hour", "hours", "hr", "hrs"), 1 / 24),
    **dict.fromkeys(("day", "days"), 1),
    **dict.fromkeys(("week", "weeks", "wk", "wks"), 7),
    **dict.fromkeys(("fortnight", "fortnights"), 14),
    **dict.fromkeys(("month", "months", "mth", "mths", "mnth", "mnths", "mo", "mos"), 30.4),
    **dict.fromkeys(("year", "years", "yr", "yrs"), 365.25),
    **dict.fromkeys(("decade", "decades"), 3652.5),
}
_CELSIUS = frozenset({"c", "celsius", "celcius", "centigrade", "degc"})
_FAHRENHEIT = frozenset({"f", "fahrenheit", "farenheit", "fahrenheight", "degf"})
_DEGREES = frozenset({"degrees", "degree", "deg", "degs"})
_HEAT = _set("temp temps temperature temperatures fever fevers feverish thermometer reading reads tympanic forehead")
#: A number before one of these is not a temperature and not an age.
_OTHER_UNITS = _set(
    "kg kgs kilo kilos lb lbs pound pounds stone cm mm m metre metres meter meters km mile miles mph mg "
    "ml mcg g foot feet ft inch inches min mins minute minutes hour hours hr hrs hrly day days week "
    "weeks wk wks month months mth mths year years yr yrs percent times x am pm st nd rd th quid dollars "
    "reps steps tablets pills stairs people out of euros bpm"
)
_MEASURES = _OTHER_UNITS - _set("tablets pills of x")
_AGE_BEFORE = _set("aged age turn turns turned turning am is m f male female dad mum mom gran nan grandad man woman")
_AGE_OWNER = _set("my his her their late mid early")
_AGE_AFTER = frozenset({"yo", "yrold", "yro"})


class Kind(str, Enum):
    """What a quantity measures."""

    temperature = "temperature"
    """Body temperature in degrees Celsius."""
    age = "age"
    """Age in years."""
    duration = "duration"
    """Length of time in days."""
    number = "number"
    """Any number."""
    things = "things"
    """A number of things: no unit of measure behind it."""


@dataclass(frozen=True)
class Quantity:
    """A measured value, and the words ``start`` up to ``end`` that say it."""

    kind: Kind
    value: float
    start: int
    end: int


def quantities(words: Sequence[str]) -> Iterator[Quantity]:
    """The quantities in a message, in the order of their words."""
    behind = 0
    for start in range(len(words)):
        if start < behind:
            continue  # "seventy four" holds no four
        number = _number(words, start)
        if number is not None:
            value, end = number
            behind = end
            yield Quantity(Kind.number, value, start, end)
            if _at(words, end) not in _MEASURES:
                yield Quantity(Kind.things, value, start, end)
            yield from _duration(words, value, start, end)
            if words[start] not in _LOOSE or value >= 20:
                yield from _temperature(words, value, start, end)
                yield from _age(words, value, start, end)
        elif words[start] in ("week", "month", "year", "day"):
            yield from _counted_unit(words, start)


def _number(words: Sequence[str], start: int) -> tuple[float, int] | None:
    """The number that begins at a place, and the place behind it: "two dozen", "a hundred and one", "38 point 5"."""
    if words[start] == "half" and _at(words, start + 1) in ("a", "an"):
        dozen = _at(words, start + 2) == "dozen"
        return (6, start + 3) if dozen else (0.5, start + 2)
    plain = _plain_number(words, start)
    if plain is None:
        return None
    value, end = plain
    if _at(words, end) == "hundred":
        value, end = value * 100, end + 1
        more = _plain_number(words, end + 1) if _at(words, end) == "and" and end + 1 < len(words) else None
        if more and more[0] < 100 and words[end + 1] not in _LOOSE:
            value, end = value + more[0], more[1]
    elif _at(words, end) == "dozen":
        value, end = value * 12, end + 1
    tenths = _tenths(_at(words, end + 1)) if _at(words, end) == "point" else None
    if tenths is not None:
        return value + tenths, end + 2
    if tuple(words[end : end + 3]) == ("and", "a", "half"):
        return value + 0.5, end + 3
    return value, end + (words[start] in _LOOSE and _at(words, end) == "of")


def _plain_number(words: Sequence[str], start: int) -> tuple[float, int] | None:
    word = words[start]
    if word[0].isdigit():
        try:
            return float(word), start + 1
        except ValueError:  # digits that are not decimal, such as a circled or a superscript one
            return None
    if word in _LOOSE:
        if word in ("a", "an") and _at(words, start + 1) in ("couple", "few"):
            return None  # the number begins at the next word
        return _LOOSE[word], start + 1
    if word not in _WORDS:
        return None
    value, end = _WORDS[word], start + 1
    if value >= 20 and 0 < _WORDS.get(_at(words, end), 0) < 10:
        value, end = value + _WORDS[words[end]], end + 1
    return value, end


def _tenths(word: str) -> float | None:
    digit = _WORDS.get(word, 10) if word in _WORDS else float(word) if word.isdecimal() else 10
    return digit / 10 if digit < 10 else None


def _at(words: Sequence[str], place: int) -> str:
    return words[place] if 0 <= place < len(words) else ""


def _duration(words: Sequence[str], value: float, start: int, end: int) -> Iterator[Quantity]:
    if _at(words, end) in ("or", "to") and end + 1 < len(words):  # "five or six weeks", "3 to 4 months"
        more = _number(words, end + 1)
        end = more[1] if more else end
    for filler in ("whole", "full", "solid", "more", "good", "long"):
        end += _at(words, end) == filler
    days = _DAYS.get(_at(words, end))
    if days is not None:
        yield Quantity(Kind.duration, value * days, start, end + 1)


def _counted_unit(words: Sequence[str], start: int) -> Iterator[Quantity]:
    number = _number(words, start + 1) if start + 1 < len(words) else None
    if number is not None and words[start + 1] not in _LOOSE and number[0] < 60:
        yield Quantity(Kind.duration, number[0] * _DAYS[words[start]], start, number[1])


def _temperature(words: Sequence[str], value: float, start: int, end: int) -> Iterator[Quantity]:
    after = _at(words, end)
    degrees = after in _DEGREES
    unit = _at(words, end + degrees)
    named = unit in _CELSIUS or unit in _FAHRENHEIT
    about = any(word in _HEAT for word in (*words[max(0, start - 5) : start], *words[end : end + 2]))
    exact = "." in words[start] or "point" in words[start:end]
    if not (named or degrees or about or exact) or (not named and not degrees and after in _OTHER_UNITS):
        return
    last = end + degrees + named
    if 34 <= value <= 43 and unit not in _FAHRENHEIT:
        yield Quantity(Kind.temperature, value, start, last)
    elif 95 <= value <= 110 and unit not in _CELSIUS:
        yield Quantity(Kind.temperature, round((value - 32) / 1.8, 2), start, last)


def _age(words: Sequence[str], value: float, start: int, end: int) -> Iterator[Quantity]:
    if value != int(value) or not 1 <= value <= 115:
        return
    first, second = _at(words, end), _at(words, end + 1)
    if first in ("year", "years", "yr", "yrs", "y") and second in ("old", "olds", "o", "young"):
        yield Quantity(Kind.age, value, start, end + 2)
    elif first in _AGE_AFTER or (first in ("s", "ies") and value >= 70 and _at(words, start - 1) in _AGE_OWNER):
        yield Quantity(Kind.age, value, start, end + 1)
    elif (
        value >= 8
        # "102 f" is a temperature.
        and (_at(words, start - 1) in _AGE_BEFORE or (first in ("m", "f", "male", "female") and value < 95))
        and first not in _OTHER_UNITS - {"m"}
        and "." not in words[start]
    ):
        yield Quantity(Kind.age, value, start, end)
