"""The catalogue: complete, sourced, every wording read; broken files named with their line."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.files import FileError
from bot.paths import RED_FLAGS, SOURCES
from bot.safety import Level, Screener, Status, default_screener
from bot.safety.catalogue import Catalogue, load
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


def test_every_wording_is_read_as_its_own_flag_at_its_level(screener: Screener) -> None:
    unread: list[str] = []
    for flag, text, level, status in wordings():
        read = [found for found in screener.screen(text).flags if found.id == flag]
        if not read or read[0].level < level or read[0].status is Status.absent:
            unread.append(f"{flag}: {text}")
        elif status is Status.present and read[0].status is not Status.present:
            unread.append(f"{flag} only possible: {text}")
    assert unread == []


def test_every_flag_is_there_at_its_tier(screener: Screener) -> None:
    assert {entry.id: entry.tier for entry in screener.catalogue.entries.values()} == TIERS


def test_every_question_asks_and_every_tell_is_a_sentence(screener: Screener) -> None:
    for entry in screener.catalogue.entries.values():
        assert entry.question.endswith("?")
        assert entry.tell.endswith(".")
        assert "!" not in entry.question + entry.tell


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "red_flags"
    shutil.copytree(RED_FLAGS, copy)
    return copy


ENTRY = """\
- id: {id}
  tier: {tier}
  family: {family}
  about: For the test.
  sources: ["{source}"]
  question: Is it so?
  tell: It is so.
  short: it
  signs:
  - rule: first
    {sign}
  never:
  - {never}
  raised:
  - to: urgent
    with_flags: [{flag}]
    with_words: [{word}]
"""
GOOD = {
    "id": "strange_sign",
    "tier": "routine",
    "family": "odd",
    "source": "004#Causes Of Back Spasms",
    "sign": "wordings: [utterly strange]",
    "never": "strange but true",
    "flag": "fever",
    "word": "sudden",
}


def test_when_a_new_file_is_right_then_its_flag_is_known(folder: Path) -> None:
    (folder / "odd.yml").write_text(ENTRY.format(**GOOD))
    screening = Screener(load(folder)).screen("this is utterly strange")
    assert [(flag.id, flag.level) for flag in screening.flags] == [("strange_sign", Level.routine)]


@pytest.mark.parametrize(
    ("change", "line", "says"),
    [
        ({"id": "fever"}, 1, "already in infection.yml"),
        ({"id": "Strange Sign"}, 1, "does not match"),
        ({"tier": "dire"}, 2, "write one of none, routine, urgent, emergency"),
        ({"family": "even"}, 3, "write the name of the file"),
        ({"source": "004#No Such Section"}, 5, "is not a source and section"),
        ({"sign": "wordings: [a <nobody> b]"}, 11, "no word group 'nobody'"),
        ({"sign": "wordings: ['{open']"}, 11, "opens a brace"),
        ({"sign": "wordings: ['{ever,}']"}, 11, "without words"),
        ({"sign": "together: [numb, nobody]"}, 11, "no word group 'nobody'"),
        ({"sign": "together: [numb]"}, 11, "at least two word groups"),
        ({"sign": "together: []"}, 11, "either wordings or together"),
        ({"never": "<nobody>"}, 13, "no word group 'nobody'"),
        ({"flag": "nobody"}, 16, "no flag 'nobody'"),
        ({"word": "nobody"}, 17, "no word group 'nobody'"),
    ],
)
def test_when_an_entry_is_wrong_then_file_and_line(folder: Path, change: dict[str, str], line: int, says: str) -> None:
    (folder / "odd.yml").write_text(ENTRY.format(**{**GOOD, **change}))
    with pytest.raises(FileError) as caught:
        load(folder)
    assert (caught.value.path.name, caught.value.line) == ("odd.yml" if "id" not in change or line else "", line)
    assert says in caught.value.message


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
