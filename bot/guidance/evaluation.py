"""Measures the guide: is the right content in the first reply, and is what is out of scope left alone?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, parse_raw_as


class Said(NamedTuple):
    """What one question was answered with.

    Attributes:
        kind: the kind of the first reply.
        text: its words.
        behind_buttons: the answers behind the buttons of a reply that asks back.
        documents: ids of the documents that the first reply names.
        card: the id of the card told, if any.
    """

    kind: str
    text: str
    behind_buttons: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    card: str | None = None


LONG = 900  # characters that fit a phone
Answering = Callable[[str], Said]
Line = TypeVar("Line")


class Question(BaseModel):
    """A line of a questions file: what is asked, and patterns of which a right answer matches any.

    ``second_match_any`` are those of the second question of a message that asks two things.
    """

    q: str
    must_match_any: list[str]
    second_match_any: list[str] = []
    fact_ids: list[str] = []
    topic: str = ""

    def matches(self, text: str) -> bool:
        """Whether a text holds what was asked for."""
        return _matches(self.must_match_any, text)

    def matches_both(self, text: str) -> bool:
        """Whether a text holds what both questions of a double one asked for."""
        return self.matches(text) and _matches(self.second_match_any, text)


class OutOfScope(BaseModel):
    """A line of an out-of-scope file."""

    text: str
    group: str = "out_of_scope"


class Outcome(NamedTuple):
    """A question and what came of it.

    ``right``: the first reply holds the content; ``offered``: it asks back and a button leads to the content;
    ``sourced``: a document that the asked facts come from is named.
    """

    question: Question
    said: Said
    right: bool
    offered: bool
    sourced: bool


@dataclass(frozen=True)
class AnswersResult:
    """Outcomes on a questions file."""

    outcomes: tuple[Outcome, ...]

    @property
    def right(self) -> float:
        """Share of questions whose first reply holds the right content."""
        return _share(outcome.right for outcome in self.outcomes)

    @property
    def right_or_offered(self) -> float:
        """Share of questions with the right content in the first reply or behind one of its buttons."""
        return _share(outcome.right or outcome.offered for outcome in self.outcomes)

    @property
    def sourced(self) -> float:
        """Of the questions answered right, the share whose reply names a document of the asked facts."""
        return _share(outcome.sourced for outcome in self.outcomes if outcome.right)

    @property
    def both(self) -> float:
        """Of the messages that ask two things, the share whose reply answers both."""
        doubles = [outcome for outcome in self.outcomes if outcome.question.second_match_any]
        return _share(outcome.question.matches_both(outcome.said.text) for outcome in doubles)

    def table(self) -> str:
        """The figures, then one line for each question that was not answered right."""
        lengths = [len(outcome.said.text) for outcome in self.outcomes if outcome.said.kind == "answer"] or [0]
        kinds = sorted({outcome.said.kind for outcome in self.outcomes})
        lines = [
            f"questions                       {len(self.outcomes):5}",
            f"right content in first reply    {self.right:6.1%}",
            f"right or behind a button        {self.right_or_offered:6.1%}",
            f"right, with one of its pages    {self.sourced:6.1%}",
            f"two questions, both answered    {self.both:6.1%}",
            f"characters of an answer, median {median(lengths):6.0f}",
            f"answers over {LONG} characters    {_share(length > LONG for length in lengths):6.1%}",
            *(f"first reply {kind:<20}{self._of_kind(kind):6.1%}" for kind in kinds),
        ]
        missed = [outcome for outcome in self.outcomes if not outcome.right]
        return "\n".join([*lines, *(_line(outcome) for outcome in missed)])

    def _of_kind(self, kind: str) -> float:
        return _share(outcome.said.kind == kind for outcome in self.outcomes)


@dataclass(frozen=True)
class OutOfScopeResult:
    """What was said to questions that are not about backs."""

    said: tuple[tuple[OutOfScope, Said], ...]

    def share(self, group: str, kind: str) -> float:
        """Share of a group that was given a reply of this kind."""
        return _share(said.kind == kind for line, said in self.said if line.group == group)

    def table(self) -> str:
        """Shares by group and kind of reply, then one line for each that was answered as if about backs."""
        groups = sorted({line.group for line, _ in self.said})
        kinds = sorted({said.kind for _, said in self.said})
        lines = [f"{'':<24}{'count':>7}" + "".join(f"{kind:>13}" for kind in kinds)]
        for group in groups:
            count = sum(line.group == group for line, _ in self.said)
            shares = "".join(f"{self.share(group, kind):13.1%}" for kind in kinds)
            lines.append(f"{group:<24}{count:>7}{shares}")
        wrong = [f"answered: {line.text!r} -> {said.card}" for line, said in self.said if said.kind == "answer"]
        return "\n".join(lines + wrong)


def read_lines(path: Path, model: type[Line]) -> list[Line]:
    """The objects of a file with one JSON object a line; raises :class:`ValueError` that names a broken line."""
    found: list[Line] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.strip():
            try:
                found.append(parse_raw_as(model, line))
            except ValueError as error:
                raise ValueError(f"{path}:{number}: {error}") from None
    return found


def evaluate_answers(questions: Sequence[Question], answering: Answering) -> AnswersResult:
    """Asks every question once and compares the reply with what a right answer holds."""
    return AnswersResult(tuple(_outcome(question, answering(question.q)) for question in questions))


def evaluate_out_of_scope(lines: Sequence[OutOfScope], answering: Answering) -> OutOfScopeResult:
    """Asks every line once."""
    return OutOfScopeResult(tuple((line, answering(line.text)) for line in lines))


def _outcome(question: Question, said: Said) -> Outcome:
    documents = {fact.rpartition("-")[0] for fact in question.fact_ids}
    return Outcome(
        question,
        said,
        right=question.matches(said.text),
        offered=any(question.matches(text) for text in said.behind_buttons),
        sourced=bool(documents & set(said.documents)),
    )


def _line(outcome: Outcome) -> str:
    mark = "offered" if outcome.offered else "missed"
    return f"{mark:<8} {outcome.question.q!r} -> {outcome.said.kind} {outcome.said.card or ''}".rstrip()


def _matches(patterns: Iterable[str], text: str) -> bool:
    return any(re.search(pattern, text, re.IGNORECASE | re.DOTALL) for pattern in patterns)


def _share(hits: Iterable[bool]) -> float:
    counted = list(hits)
    return sum(counted) / len(counted) if counted else 0.0
