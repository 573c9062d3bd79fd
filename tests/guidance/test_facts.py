"""The cards against a file of facts: what is untold, and figures without a fact."""

import json
from pathlib import Path

import pytest

from bot.guidance.facts import Facts
from bot.guidance.library import Library


def facts_of(tmp_path: Path, *facts: dict) -> Facts:
    file = tmp_path / "facts.jsonl"
    file.write_text("\n".join(json.dumps(fact) for fact in facts) + "\n\n", encoding="utf-8")
    return Facts(file)


def test_when_facts_are_told_by_no_card_then_they_are_listed_without_advertising(
    library: Library, tmp_path: Path
) -> None:
    facts = facts_of(
        tmp_path, {"id": "004-93"}, {"id": "004-01"}, {"id": "000-43"}, {"id": "000-78", "promotional": True}
    )
    assert facts.untold(library) == ["004-01"]


@pytest.mark.parametrize(
    ("fact", "strange"),
    [
        ({"fact": "Ice for 20 minutes, then pause."}, False),
        ({"fact": "Ice, then pause.", "figures": ["20 minutes"]}, False),
        ({"fact": "Ice for 15 minutes, then pause."}, True),
    ],
)
def test_when_a_figure_is_in_no_fact_of_its_statement_then_it_is_listed(
    library: Library, tmp_path: Path, fact: dict, strange: bool
) -> None:
    found = facts_of(tmp_path, {"id": "004-94", **fact}).unfounded(library)
    assert ("ice_first: statements 2 says 20, its facts do not" in found) is strange
