"""Training examples are read as plain sentences."""

from pathlib import Path

import pytest

from bot.files import FileError
from bot.language.examples import examples_of

FILE = """\
version: "3.1"
nlu:
- intent: ask_technique
  examples: |
    - does [heat](treatment) help my [lower back](body_part)
    - [advil]{"entity": "treatment", "value": "ibuprofen"} ok?
- synonym: ibuprofen
  examples: |
    - advil
- intent: out_of_scope
  examples: |
    - tell me a joke
"""


@pytest.mark.parametrize(
    ("intent", "examples"),
    [
        ("ask_technique", ["does heat help my lower back", "advil ok?"]),
        ("out_of_scope", ["tell me a joke"]),
        ("greet", []),
    ],
)
def test_the_examples_of_an_intent_are_read_without_marks(tmp_path: Path, intent: str, examples: list[str]) -> None:
    (tmp_path / "nlu.yml").write_text(FILE, encoding="utf-8")
    assert examples_of(intent, tmp_path) == examples


def test_when_a_file_holds_no_examples_then_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "nlu.yml").write_text("- a list\n", encoding="utf-8")
    with pytest.raises(FileError, match=r"nlu\.yml:1"):
        examples_of("greet", tmp_path)
