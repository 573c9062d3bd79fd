"""The examples of an intent in Rasa's training files, as plain sentences."""

from __future__ import annotations

import re
from pathlib import Path

from bot.files import FileError, read_yaml

# "[lower back](body_part)" and "[advil]{"entity": "treatment"}" are marked words.
_MARKED = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


def examples_of(intent: str, folder: Path) -> list[str]:
    """What people say for an intent, in the order of the files.

    Args:
        intent: its name, such as ``out_of_scope``.
        folder: holds ``.yml`` files of training examples.

    Raises:
        FileError: when a file cannot be read as training examples.
    """
    found = []
    for path in sorted(folder.glob("*.yml")):
        data = read_yaml(path)
        if not isinstance(data, dict) or not isinstance(data.get("nlu"), list):
            raise FileError(path, 1, "training examples begin with a line that says nlu:.")
        for block in data["nlu"]:
            if block.get("intent") == intent:
                found += [_plain(line) for line in block["examples"].splitlines() if line.startswith("- ")]
    return found


def _plain(line: str) -> str:
    return _MARKED.sub(r"\1", line.removeprefix("- ")).strip()
