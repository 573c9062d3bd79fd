"""Figures on files of questions."""

from pathlib import Path

import pytest

from bot.guidance.evaluation import (
    OutOfScope,
    Question,
    Said,
    evaluate_answers,
    evaluate_out_of_scope,
    read_lines,
)

QUESTIONS = [
    Question(q="ice?", must_match_any=["cold|ice"], fact_ids=["004-93"]),
    Question(q="how long?", must_match_any=["about a week"], fact_ids=["003-18"]),
    Question(q="tens?", must_match_any=["pads.{0,9}skin"], fact_ids=["000-47"]),
    Question(q="heat?", must_match_any=["warm"], fact_ids=["004-95"]),
]
SAID = {
    "ice?": Said("answer", "Put ICE on.", documents=("004",), card="ice"),
    "how long?": Said("suggestions", "", behind_buttons=("Minutes.", "It takes about a week."), card="a, b"),
    "tens?": Said("answer", "The pads\ntouch skin.", documents=("004",), card="tens"),
    "heat?": Said("fallback", "I don't know."),
}


def test_shares_count_what_is_right_offered_and_sourced() -> None:
    result = evaluate_answers(QUESTIONS, SAID.__getitem__)
    assert (result.right, result.right_or_offered, result.sourced) == (0.5, 0.75, 0.5)


@pytest.mark.parametrize(
    "line",
    [
        "questions                           4",
        "right content in first reply     50.0%",
        "first reply fallback             25.0%",
        "offered  'how long?' -> suggestions a, b",
        "missed   'heat?' -> fallback",
    ],
)
def test_the_table_has_the_figures_and_what_went_wrong(line: str) -> None:
    assert line in evaluate_answers(QUESTIONS, SAID.__getitem__).table().splitlines()


def test_a_double_question_counts_when_both_are_answered() -> None:
    questions = [Question(q="ice?", must_match_any=["ice"], second_match_any=["week"])]
    said = [Said("answer", "Put ice on. It takes a week."), Said("answer", "Put ice on.")]
    assert [evaluate_answers(questions, lambda _, one=one: one).both for one in said] == [1.0, 0.0]


def test_when_there_is_no_question_then_every_share_is_zero() -> None:
    assert evaluate_answers([], SAID.__getitem__).right == 0.0


def test_out_of_scope_is_counted_by_group_and_kind() -> None:
    lines = [OutOfScope(text="ice?", group="general"), OutOfScope(text="heat?", group="general")]
    lines.append(OutOfScope(text="heat?", group="medical"))
    result = evaluate_out_of_scope(lines, SAID.__getitem__)
    assert result.share("general", "answer") == 0.5
    assert result.share("medical", "fallback") == 1.0
    assert result.table().splitlines() == [
        "                          count       answer     fallback",
        "general                       2        50.0%        50.0%",
        "medical                       1         0.0%       100.0%",
        "answered: 'ice?' -> ice",
    ]


def test_lines_are_read_and_empty_ones_left_out(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"q": "ice?", "must_match_any": ["ice"], "topic": "heat_ice", "id": "Q1"}\n\n', encoding="utf-8")
    assert read_lines(file, Question) == [Question(q="ice?", must_match_any=["ice"], topic="heat_ice")]


@pytest.mark.parametrize("broken", ["{", '{"q": "ice?"}'])
def test_when_a_line_is_broken_then_it_is_named(tmp_path: Path, broken: str) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text('{"q": "a", "must_match_any": []}\n' + broken, encoding="utf-8")
    with pytest.raises(ValueError, match=r"questions\.jsonl:2"):
        read_lines(file, Question)
