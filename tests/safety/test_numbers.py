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
    ],
)
def test_lengths_of_time(text: str, days: list[float]) -> None:
    assert measured(text, Kind.duration) == days
