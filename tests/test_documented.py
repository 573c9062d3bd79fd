"""What the clinic's IT sets is explained, and what is explained can be set."""

from __future__ import annotations

import re
from pathlib import Path

from bot import paths

_NAME = re.compile(r"BACKSPASM_[A-Z_]+[A-Z]")
READ_IN = ("credentials.yml", "endpoints.yml", "bot/**/*.py", "actions/**/*.py", "deploy/*", ".ci/*", "benchmarks/*.py")
EXPLAINED_IN = ("README.md", "docs/*.md")


def variables(places: tuple[str, ...]) -> set[str]:
    files = [file for place in places for file in paths.PROJECT.glob(place) if file.is_file()]
    return {name for file in files for name in _NAME.findall(Path(file).read_text(encoding="utf-8"))}


def test_every_variable_of_the_environment_is_explained_and_no_other() -> None:
    assert variables(READ_IN) == variables(EXPLAINED_IN)
    assert "BACKSPASM_MESSENGER_SECRET" in variables(READ_IN)


def test_every_variable_has_its_line_in_the_readme_or_in_the_docs() -> None:
    """Named in passing is not explained."""
    lines = "\n".join(file.read_text(encoding="utf-8") for place in EXPLAINED_IN for file in paths.PROJECT.glob(place))
    rows = {name for line in lines.splitlines() if line.startswith("| `BACKSPASM_") for name in _NAME.findall(line)}
    assert variables(("credentials.yml",)) <= rows
