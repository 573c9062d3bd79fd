"""The scores, on messages whose verdict is made up."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.console import Console

from bot.files import FileError
from bot.safety import Flag, Level, Screening, Status
from bot.safety.evaluation import Evaluation, Labelled, Share, evaluate, read_labels


def flag(name: str, level: Level, status: Status = Status.present) -> Flag:
    return Flag(name, level, status, 0, 1, "x", "project#Safety first", "made_up", "affirmed")


PRESENT = Screening(Level.emergency, False, (flag("chest_pain", Level.emergency),))
ASKED = Screening(Level.none, True, (flag("chest_pain", Level.emergency, Status.possible),))
NOTHING = Screening()


def message(level: str, **more: object) -> Labelled:
    return Labelled.parse_obj({"id": "1", "text": "t", "level": level, "kind": "k", "group": "g", **more})


def score(level: str, screening: Screening, **more: object) -> Evaluation:
    return evaluate([message(level, **more)], lambda text: screening)


@pytest.mark.parametrize(
    ("level", "flags", "screening", "fault"),
    [
        ("emergency", ["chest_pain"], NOTHING, "emergency missed"),
        ("urgent", ["fever"], NOTHING, "sign missed"),
        ("emergency", ["chest_pain"], ASKED, "too low"),
        ("none", [], PRESENT, "false alarm"),
        ("none", [], ASKED, "needless question"),
        ("urgent", ["fever"], PRESENT, "too high"),
    ],
)
def test_when_a_verdict_is_wrong_then_its_fault_is_named(
    level: str, flags: list[str], screening: Screening, fault: str
) -> None:
    (miss,) = score(level, screening, flags=flags).misses
    assert miss.fault == fault


def test_when_the_verdict_is_right_then_no_miss() -> None:
    scores = score("emergency", PRESENT, flags=["chest_pain"])
    assert scores.misses == []
    assert (scores.emergency_given.hits, scores.strict.hits, scores.noticed.hits) == (1, 1, 1)
    assert scores.recall["chest_pain"].hits == scores.precision["chest_pain"].hits == 1


def test_when_another_level_is_allowed_then_lenient_but_not_strict() -> None:
    scores = score("urgent", PRESENT, flags=["trauma"], alt_levels=["emergency"], opt_flags=["chest_pain"])
    assert (scores.strict.hits, scores.lenient.hits, scores.over.hits) == (0, 1, 0)
    assert scores.precision["chest_pain"].hits == 1


def test_when_an_emergency_gets_a_question_then_it_is_not_missed_entirely() -> None:
    scores = score("emergency", ASKED, flags=["chest_pain"])
    assert (scores.emergency_given.hits, scores.emergency_missed.hits) == (0, 0)


def test_the_interval_is_wilsons() -> None:
    low, high = Share(9, 10).interval
    assert (round(low, 3), round(high, 3)) == (0.596, 0.982)
    assert str(Share(9, 10)) == "9 of 10 = 90.0% (60% to 98%)"


def test_when_nothing_was_counted_then_the_interval_is_everything() -> None:
    assert Share().interval == (0.0, 1.0)
    assert str(Share()) == "0 of 0"


def test_the_tables_name_every_score() -> None:
    console = Console(record=True, width=160)
    console.print(score("emergency", ASKED, flags=["chest_pain"]).render())
    text = console.export_text()
    assert "emergencies missed entirely" in text
    assert "too low" in text


def test_when_a_labels_file_is_right_then_its_messages(tmp_path: Path) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text(json.dumps({"id": "a", "text": "t", "level": "none", "alt_levels": ["routine"]}) + "\n\n")
    (read,) = read_labels(path)
    assert read.right == {Level.none, Level.routine}


@pytest.mark.parametrize("line", ["{", '{"id": "b"}', '{"id": "b", "text": "t", "level": "dire"}'])
def test_when_a_label_is_wrong_then_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "labels.jsonl"
    path.write_text('{"id": "a", "text": "t", "level": "none"}\n' + line)
    with pytest.raises(FileError) as caught:
        read_labels(path)
    assert caught.value.line == 2
