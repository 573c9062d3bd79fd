"""Negation in short clinical sentences, half of them affirmed: a finding spoken of and judged absent is negated.

The sentences are in ``tests/data/clinical_negation.jsonl``, one a line: ``text``, ``finding`` (a flag), ``negated``.
A finding that is not noticed at all counts as not negated, so that silence wins nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.safety import Screening, Status, screen, screen_by_rules

SENTENCES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "clinical_negation.jsonl").read_text("utf-8").splitlines()
]
WANTED = 0.90


@dataclass(frozen=True)
class Figures:
    """How well negation is read, 0 to 1, and the sentences read wrongly."""

    precision: float
    recall: float
    f1: float
    wrong: tuple[str, ...]

    def __str__(self) -> str:
        figures = f"precision {self.precision:.3f}, recall {self.recall:.3f}, F1 {self.f1:.3f}"
        return "\n  ".join((figures, *self.wrong))


def measured(read: Callable[[str], Screening]) -> Figures:
    right, judged, wrong = 0, 0, []
    for row in SENTENCES:
        absent = any(flag.id == row["finding"] and flag.status is Status.absent for flag in read(row["text"]).flags)
        judged += absent
        right += absent and row["negated"]
        if absent != row["negated"]:
            wrong.append(f"{'negated' if absent else 'not negated'}: {row['finding']}: {row['text']}")
    negated = sum(row["negated"] for row in SENTENCES)
    precision, recall = right / max(judged, 1), right / negated
    return Figures(precision, recall, 2 * right / (judged + negated), tuple(wrong))


@pytest.mark.parametrize("read", [screen_by_rules, screen])
def test_negation_is_read(read: Callable[[str], Screening]) -> None:
    figures = measured(read)
    assert figures.f1 >= WANTED, figures


def test_a_negated_finding_raises_nothing_and_an_affirmed_one_does() -> None:
    quiet = [not (screening.level or screening.check) for screening in (screen(row["text"]) for row in SENTENCES)]
    right = sum(row["negated"] and still for row, still in zip(SENTENCES, quiet, strict=True))
    f1 = 2 * right / (sum(quiet) + sum(row["negated"] for row in SENTENCES))
    assert f1 >= WANTED


def test_no_affirmed_finding_is_taken_for_absent() -> None:
    assert [wrong for wrong in measured(screen).wrong if wrong.startswith("negated")] == []


def test_half_of_the_sentences_are_negated() -> None:
    assert len(SENTENCES) == 200
    assert sum(row["negated"] for row in SENTENCES) == 100
