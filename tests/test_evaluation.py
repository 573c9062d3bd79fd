"""What the evaluations print, and the figure the intents are held to."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot import cli
from bot.components.evaluation import RESULTS

RUN = CliRunner()


def run(*arguments: str) -> str:
    result = RUN.invoke(cli.app, ["evaluate", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_intents_on_messages_the_model_has_not_seen(model: Path) -> None:
    output = run("nlu", "--folds", "0")
    assert "ask_duration" in output
    report = json.loads((RESULTS / "test_file" / "intent_report.json").read_text(encoding="utf-8"))
    assert report["macro avg"]["f1-score"] >= 0.90


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.jsonl"
    lines = [
        {"q": "how do i do the cat cow stretch", "must_match_any": ["all fours"], "fact_ids": ["002-59"]},
        {"q": "is a slow breath any use in a spasm", "must_match_any": ["unheard of"], "fact_ids": ["004-22"]},
    ]
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_answers_are_scored_through_the_gate(model: Path, questions: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.jsonl"
    outside.write_text('{"text": "who won the world cup in 1966", "group": "general"}', encoding="utf-8")
    output = run("answers", str(questions), "--out-of-scope", str(outside))
    assert "right content in first reply     50.0%" in output
    assert "general" in output


def test_screening_is_scored_by_its_labels(tmp_path: Path) -> None:
    labels = tmp_path / "labels.jsonl"
    lines = [
        {
            "id": "1",
            "text": "i wet myself",
            "flags": ["bladder_bowel"],
            "level": "emergency",
            "kind": "positive",
            "group": "positive",
        },
        {"id": "2", "text": "is ice ok", "flags": [], "level": "none", "kind": "treatment_question", "group": "plain"},
    ]
    labels.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    assert "1 of 1 = 100.0%" in run("safety", str(labels), "--rules-only")
    assert "1 of 1 = 100.0%" in run("safety", str(labels))
