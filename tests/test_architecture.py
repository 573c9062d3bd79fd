"""The house rules that no single module can keep: who may import whom."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from bot.paths import PROJECT

ALLOWED = {
    "safety": {"safety", "language", "files", "paths"},
    "guidance": {"guidance", "language", "files", "paths"},
    "clinic": {"clinic", "guidance.reply", "files", "paths"},
    "language": {"language", "files", "paths"},
}


def imported(file: Path) -> set[str]:
    """The modules a file imports, as dotted names."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("package", ALLOWED)
def test_arrows_run_one_way(package: str) -> None:
    """A package of the domain imports only what stands below it, and nothing of Rasa."""
    wrong = {
        f"{file.relative_to(PROJECT)} imports {name}"
        for file in (PROJECT / "bot" / package).rglob("*.py")
        for name in imported(file)
        if name.startswith(("rasa", "actions"))
        or (name.startswith("bot.") and not name[4:].startswith(tuple(ALLOWED[package])))
    }
    assert not wrong


@pytest.mark.parametrize("module", ["bot.safety", "bot.guidance.guide", "bot.language.vectors", "bot.clinic.config"])
def test_the_domain_loads_without_rasa(module: str) -> None:
    """Not even by a detour."""
    code = f"import {module}, sys; sys.exit(any(name.split('.')[0] == 'rasa' for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=False).returncode == 0


@pytest.mark.parametrize("name", ["config.yml", "domain.yml", "clinic.yml", "endpoints.yml", "credentials.yml"])
def test_what_people_edit_stands_at_the_top(name: str) -> None:
    assert (PROJECT / name).is_file()
