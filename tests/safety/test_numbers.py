"""Quantities, each in one unit."""

from __future__ import annotations

import pytest

from bot.language.tokens import tokenize
from bot.safety.numbers import Kind, quantities


def measured(text: str, kind: Kind) -> list[float]:
    words = [token.text for token in tokenize(text)]
    return [round(quantity.value, 1) for quantity in quantities(words) if quantity.kind is kind]


@pytest.mark.parametrize(
    ("text", "celsius"),
    [
        ("temp is 38.5", [38.5]),
        ("39,2", [39.2]),
        ("38.5C", [38.5]),
        ("101 F", [38.3]),
        ("my temperature is 102", [38.9]),
        ("thirty nine degrees", [39.0]),
        ("thirty eight point five degrees", [38.5]),
        ("fever of 40", [40.0]),
        ("40 weeks", []),
        ("I am 39", []),
        ("38.5 kg", []),
        ("room 101", []),
        ("36.6 celsius", [36.6]),
        ("38,5 °C", [38.5]),
        ("101.5F", [38.6]),
        ("temp of one hundred and two", [38.9]),
        ("one hundred and one point five fahrenheit", [38.6]),
        ("temp was 38 and a half", [38.5]),
        ("temp 101 point 4", [38.6]),
        ("temperature of thirty nine point four", [39.4]),
        ("forty degrees fever", [40.0]),
        ("one hundred steps", []),
        ("size thirty eight", []),
    ],
)
def test_temperatures(text: str, celsius: list[float]) -> None:
    assert measured(text, Kind.temperature) == celsius


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("I'm 72", [72]),
        ("my 9 year old", [9]),
        ("an 81-year-old man", [81]),
        ("aged 15", [15]),
        ("80 yo", [80]),
        ("m 70 smoker", [70]),
        ("in her 80s", [80]),
        ("seventy-four years old", [74]),
        ("thirty eight year old", [38]),
        ("I turn 71 next week", [71]),
        ("102 f", []),
        ("I am 39 weeks pregnant", []),
        ("I am 6 foot", []),
        ("it is 10 out of 10", []),
        ("10 years ago", []),
    ],
)
def test_ages(text: str, years: list[float]) -> None:
    assert measured(text, Kind.age) == years


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("six weeks", [42]),
        ("4wks", [28]),
        ("a fortnight", [14]),
        ("a couple of months", [60.8]),
        ("two or three days", [2, 3]),
        ("week five", [35]),
        ("half past ten", []),
        ("20 minutes", [0]),
        ("five long years", [1826.2]),
        ("thirty-four weeks pregnant", [238]),
        ("3 and a half weeks", [24.5]),
        ("half a year", [182.6]),
        ("half a dozen weeks", [42]),
        ("a dozen weeks", [84]),
        ("6-8 weeks", [56]),
        ("10wks", [70]),
        ("5mo", [152]),
        ("a hundred days", [100]),
        ("two fortnights", [28]),
    ],
)
def test_lengths_of_time(text: str, days: list[float]) -> None:
    assert measured(text, Kind.duration) == days


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("took a dozen paracetamol", [12]),
        ("two dozen tablets", [24]),
        ("half a dozen tramadol", [6]),
        ("twenty-five pills", [25]),
        ("6 x co-codamol", [6]),
        ("8 x 500 mg paracetamol", [8]),
        ("ten or twelve ibuprofen", [10, 12]),
        ("a hundred tablets", [100]),
        ("a couple of tablets", [2]),
        ("500 mg", []),
        ("no tablets", []),
    ],
)
def test_things_taken(text: str, things: list[float]) -> None:
    assert measured(text, Kind.things) == things
