"""Pins the exact version of everything, without naming the address of any index.

Run it after a change of dependencies: ``uv run python deploy/pin.py``. It resolves afresh and writes

* ``[tool.uv] constraint-dependencies`` in ``pyproject.toml``, which every ``uv run`` and ``uv sync`` keeps to;
* ``requirements.lock``, the set without development tools, with hashes, which images install from.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
PYPROJECT = PROJECT / "pyproject.toml"
BEGIN, END = "# -- exact versions, written by deploy/pin.py\n", "# -- end of exact versions\n"


def main() -> None:
    """Resolves without the old pins, then writes the new ones."""
    text = PYPROJECT.read_text(encoding="utf-8")
    PYPROJECT.write_text(_with_pins(text, []), encoding="utf-8")
    try:
        _uv("lock", "--upgrade")
        exported = _uv("export", "--no-hashes", "--no-annotate", "--no-header", "--no-emit-project", "--all-groups")
        pins = sorted(re.findall(r"^([A-Za-z0-9_.-]+==[^ ;\n]+)", exported, re.MULTILINE), key=str.lower)
    except subprocess.CalledProcessError:
        PYPROJECT.write_text(text, encoding="utf-8")
        raise
    PYPROJECT.write_text(_with_pins(text, pins), encoding="utf-8")
    _uv("lock")
    locked = _uv("export", "--no-dev", "--no-annotate", "--no-header", "--no-emit-project")
    (PROJECT / "requirements.lock").write_text(locked, encoding="utf-8")
    print(f"{len(pins)} packages pinned.")


def _with_pins(pyproject: str, pins: list[str]) -> str:
    before, _, rest = pyproject.partition(BEGIN)
    _, _, after = rest.partition(END)
    lines = "".join(f'    "{pin}",\n' for pin in pins)
    return f"{before}{BEGIN}constraint-dependencies = [\n{lines}]\n{END}{after}"


def _uv(*arguments: str) -> str:
    run = subprocess.run(["uv", *arguments], cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True)
    return run.stdout


if __name__ == "__main__":
    main()
