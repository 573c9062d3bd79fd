"""The shorthand of wordings."""

from __future__ import annotations

import pytest

from bot.language.tokens import tokenize
from bot.safety.matching import Chart, Matcher, layers
from bot.safety.patterns import inlined, parse, parse_all, parts


def found(wording: str, text: str) -> list[str]:
    chart = Chart(tokenize(text))
    groups = {"numb": parse_all(["numb, gone dead"])}
    for layer in layers(groups):
        for match in list(Matcher(layer).find(chart)):
            chart.add(match.name, match.start, match.end)
    matches = Matcher({"it": parse(wording)}).find(chart)
    return [" ".join(chart.words[match.start : match.end]) for match in matches]


@pytest.mark.parametrize(
    ("wording", "text", "expected"),
    [
        ("foot drop", "a foot drop here", ["foot drop"]),
        ("{wet,soiled} {the,} bed", "wet bed", ["wet bed"]),
        ("{wet,soiled} {the,} bed", "soiled the bed", ["soiled the bed"]),
        ("{a,{b,c} d} e", "c d e", ["c d e"]),
        ("leg .. <numb>", "leg has all gone dead", ["leg has all gone dead"]),
        ("leg .. <numb>", "leg is so very much more numb", []),
        ("leg ... <numb>", "leg is so very much more numb", ["leg is so very much more numb"]),
        ("leg .. <numb>", "leg fine. numb", []),
        ("leg .. <numb>", "leg but numb", []),
        ("can't feel, foot drop", "I cant feel it", ["cant feel"]),
    ],
)
def test_what_a_wording_finds(wording: str, text: str, expected: list[str]) -> None:
    assert found(wording, text) == expected


@pytest.mark.parametrize(
    ("wording", "says"),
    [
        ("{open", "opens a brace"),
        ("shut}", "closes a brace"),
        ("laugh{ed,ing}", "a brace touches a word"),
        ("{maybe,}", "without words"),
        ("one,, two", "without words"),
        (".. word", "begins or ends with a gap"),
        ("a < b", "stray angle bracket"),
    ],
)
def test_when_a_wording_is_wrong_then_it_says_how(wording: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        parse(wording)


def test_the_parts_of_a_wording_reach_into_choices() -> None:
    assert len(list(parts(parse("one {two <three>,four} .. five")))) == 5


def test_when_groups_name_each_other_then_an_error() -> None:
    with pytest.raises(ValueError, match="in a circle"):
        layers({"one": parse("<two>"), "two": parse("<one>")})


def test_when_groups_are_inlined_then_their_wordings_stand_in_their_place() -> None:
    groups = {"numb": ["numb, gone dead", "<dull>"], "dull": ["dull"]}
    assert inlined("leg .. <numb> {<dull>,} <leg>", groups) == "leg .. {numb, gone dead, {dull}} {{dull},} <leg>"
