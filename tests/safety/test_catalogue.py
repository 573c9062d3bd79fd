"""The catalogue: complete, sourced, every wording read; broken files named with their line."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.files import FileError
from bot.paths import RED_FLAGS, SOURCES
from bot.safety import Level, Screener, Status, default_screener, screen_by_rules
from bot.safety.catalogue import Catalogue, Variant, load
from bot.safety.patterns import Choice, Group, Pattern, Word, parse

EMERGENCY = "bladder_bowel saddle_numbness sexual_dysfunction leg_weakness chest_pain breathing stroke_signs aaa_signs"
URGENT = "trauma fever urinary_symptoms abdominal_pain radiating_leg_pain leg_numbness unable_to_walk skin_redness"
MORE_URGENT = "weight_loss night_pain severe_pain cancer_history iv_drugs immunosuppressed"
ROUTINE = "steroid_use osteoporosis age pregnancy worsening prolonged"
TIERS = {
    **dict.fromkeys([*EMERGENCY.split(), "self_harm", "overdose"], Level.emergency),
    **dict.fromkeys([*URGENT.split(), *MORE_URGENT.split()], Level.urgent),
    **dict.fromkeys(ROUTINE.split(), Level.routine),
}

QUANTITIES = {
    "high_temperature": "39 degrees",
    "old_age": "aged 75",
    "child_age": "aged 12",
    "long_time": "three months",
    "some_weeks": "two weeks",
    "any_time": "two days",
    "years_time": "two years",
    "long_ago": "two years",
    "number": "five",
    "bare_old_age": "seventy eight",
    "young_age": "twenty",
    "a_year": "1998",
    "pregnancy_weeks": "thirty weeks",
    "six_or_more": "ten",
}


def example(pattern: Pattern, catalogue: Catalogue) -> str:
    """The plainest words that a pattern stands for."""
    words: list[str] = []
    for element in pattern:
        if isinstance(element, Word):
            words.append(element.text)
        elif isinstance(element, Group):
            words.append(QUANTITIES.get(element.name) or example(catalogue.groups[element.name][0], catalogue))
        elif isinstance(element, Choice):
            options = (example(option, catalogue) for option in element.options)
            words.append(next(option for option in options if option))
    return " ".join(words)


def wordings() -> Iterator[tuple[str, str, Level, Status]]:
    catalogue = default_screener().catalogue
    for entry in catalogue.entries.values():
        for sign in entry.signs:
            for wording in sign.wordings:
                for pattern in parse(wording):
                    yield entry.id, example(pattern, catalogue), sign.level or entry.tier, sign.status


def test_every_wording_is_read_as_its_own_flag_at_its_level() -> None:
    unread: list[str] = []
    for flag, text, level, status in wordings():
        read = [found for found in screen_by_rules(text).flags if found.id == flag]
        if not read or read[0].level < level or read[0].status is Status.absent:
            unread.append(f"{flag}: {text}")
        elif status is Status.present and read[0].status is not Status.present:
            unread.append(f"{flag} only possible: {text}")
    assert unread == []


def test_every_flag_is_there_at_its_tier(screener: Screener) -> None:
    assert {entry.id: entry.tier for entry in screener.catalogue.entries.values()} == TIERS


def test_every_flag_has_lay_wordings_of_most_kinds_of_people(screener: Screener) -> None:
    spoken = {entry.id: set(entry.lay) for entry in screener.catalogue.entries.values()}
    always = {Variant.uk, Variant.us, Variant.au, Variant.slang, Variant.euphemism, Variant.third_person}
    assert {flag for flag, variants in spoken.items() if not always <= variants} == set()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "red_flags"
    shutil.copytree(RED_FLAGS, copy)
    return copy


ENTRY = """\
id: {id}
tier: {tier}
family: {family}
about: For the test.
sources: ["{source}"]
question: {question}
tell: {tell}
short: {short}
words:
  {group}: [{member}]
numbers:
  very_many: {many}
lay:
  {variant}: {said}
signs:
- rule: {rule}
  status: {status}
  {sign}
- rule: second
  together: [odd_thing, very_many]
  within: {within}
never:
- {never}
raised:
- to: {to}
  with_flags: [{flag}]
  with_words: [{word}]
"""
GOOD = {
    "id": "strange_sign",
    "tier": "routine",
    "family": "trauma",
    "source": "004#Causes Of Back Spasms",
    "question": "Is it so?",
    "tell": "It is so.",
    "short": "it",
    "group": "odd_thing",
    "member": "oddity",
    "many": "{kind: number, at_least: 1000}",
    "variant": "slang",
    "said": "[dead weird thing, right weird thing, well weird thing]",
    "rule": "first",
    "status": "present",
    "sign": "wordings: [utterly strange]",
    "within": "6",
    "never": "strange but true",
    "to": "urgent",
    "flag": "fever",
    "word": "sudden",
}


@pytest.mark.parametrize("text", ["this is utterly strange", "a right weird thing", "an oddity, 2000 of them"])
def test_when_a_new_file_is_right_then_its_flag_is_known(folder: Path, text: str) -> None:
    (folder / "strange_sign.yml").write_text(ENTRY.format(**GOOD))
    found = Screener(load(folder)).findings(text).of
    assert [(flag.id, flag.level) for flag in found] == [("strange_sign", Level.routine)]


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        # Who and what it is.
        ({"id": "other_sign"}, 1, "rename the file or the flag"),
        ({"id": "Strange Sign"}, 1, "does not match"),
        ({"tier": "dire"}, 2, "write one of none, routine, urgent, emergency"),
        ({"family": "odd"}, 3, "not a valid enumeration member"),
        ({"source": "004#No Such Section"}, 5, "is not a source and section"),
        ({"question": "Tell me"}, 6, "question mark"),
        ({"tell": "no sentence"}, 7, "full stop"),
        ({"short": "it!"}, 8, "without an exclamation mark"),
        # Word groups and numbers of its own.
        ({"group": "numb"}, 10, "in feeling.yml already"),
        ({"member": "oddity]\n  lonely: [lone wolf"}, 11, "nothing uses the word group 'lonely'"),
        ({"member": "<odd_thing>"}, 10, "in a circle"),
        ({"member": "<nobody>"}, 10, "no word group 'nobody'"),
        ({"many": "{kind: heat}"}, 12, "not a valid enumeration member"),
        ({"many": "{kind: number, at_least: 5, below: 5}"}, 12, "no number is at_least the one"),
        # Lay wordings.
        ({"variant": "welsh"}, 14, "not a valid enumeration member"),
        ({"said": "[just one]"}, 14, "give at least 3 wordings"),
        ({"said": "[one thing, two things, '{three']"}, 14, "opens a brace"),
        ({"said": "[one thing, two things, <nobody>]"}, 14, "no word group 'nobody'"),
        ({"said": "[one thing, two things, utterly strange]"}, 18, "is in this file twice"),
        # Signs.
        ({"rule": "First One"}, 16, "does not match"),
        ({"rule": "second"}, 19, "is there already"),
        ({"rule": "said_by_uk"}, 16, "belong to lay"),
        ({"status": "absent"}, 17, "goes under never"),
        ({"status": "perhaps"}, 17, "not a valid enumeration member"),
        ({"sign": "wordings: [a <nobody> b]"}, 18, "no word group 'nobody'"),
        ({"sign": "wordings: ['{open']"}, 18, "opens a brace"),
        ({"sign": "wordings: ['{ever,}']"}, 18, "without words"),
        ({"sign": "together: [numb, nobody]"}, 18, "no word group 'nobody'"),
        ({"sign": "together: [numb]"}, 18, "at least two word groups"),
        ({"sign": "together: []"}, 18, "either wordings or together"),
        ({"sign": "wording: [misspelt key]"}, 18, "extra fields not permitted"),
        ({"within": "1"}, 21, "greater than or equal to 2"),
        # Look-alikes and what raises the level.
        ({"never": "<nobody>"}, 23, "no word group 'nobody'"),
        ({"to": "routine"}, 25, "routine is not above the tier routine"),
        ({"flag": "nobody"}, 26, "no flag 'nobody'"),
        ({"word": "nobody"}, 27, "no word group 'nobody'"),
        ({"flag": "", "word": ""}, 25, "say what raises the level"),
    ],
)
def test_when_an_entry_is_wrong_then_file_and_line(folder: Path, change: dict[str, str], line: int, says: str) -> None:
    (folder / "strange_sign.yml").write_text(ENTRY.format(**{**GOOD, **change}))
    with pytest.raises(FileError) as caught:
        load(folder)
    assert says in caught.value.message
    assert (caught.value.path.name, caught.value.line) == ("strange_sign.yml", line)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("groups:\n  one:\n  - <two>\n  two:\n  - <one>\n", 2, "in a circle"),
        ("groups:\n  one:\n  - <nobody>\n", 3, "no word group 'nobody'"),
        ("groups:\n  one:\n  - '.. word'\n", 2, "begins or ends with a gap"),
        ("groops: {}\n", 1, "extra fields"),
        ("quantities:\n  hot: {kind: heat}\n", 2, "not a valid enumeration member"),
    ],
)
def test_when_a_language_file_is_wrong_then_file_and_line(folder: Path, text: str, line: int, says: str) -> None:
    (folder / "language" / "odd.yml").write_text(text)
    with pytest.raises(FileError) as caught:
        load(folder)
    assert (caught.value.path.name, caught.value.line) == ("odd.yml", line)
    assert says in caught.value.message


@pytest.mark.parametrize(("cue", "says"), [("<nobody>", "no word group"), ("{open", "opens a brace")])
def test_when_a_cue_is_wrong_then_file_and_line(folder: Path, cue: str, says: str) -> None:
    path = folder / "language" / "cues.yml"
    path.write_text(path.read_text().replace("negation:\n", f"negation:\n- '{cue}'\n", 1))
    with pytest.raises(FileError) as caught:
        load(folder)
    assert caught.value.path.name == "cues.yml"
    assert caught.value.line is not None
    assert says in caught.value.message


def test_when_the_project_catalogue_is_loaded_then_it_is_whole() -> None:
    assert load(RED_FLAGS, SOURCES).entries
