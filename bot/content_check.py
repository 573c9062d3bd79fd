"""The linter of everything people edit: cards, warning signs, pages, clinic, dialogue and training data."""

from __future__ import annotations

from pathlib import Path

from bot import care, knowledge, paths
from bot.files import FileError, read_yaml
from bot.guidance.facts import Facts
from bot.guidance.library import check_content
from bot.safety.catalogue import load as load_catalogue
from bot.safety.examples import EXAMPLES, load_examples


def mistakes() -> list[FileError]:
    """Every mistake that can be told, in the order of the files; empty when all is well."""
    found = list(check_content())
    for check in (_clinic, _red_flags, care.special):
        try:
            check()
        except FileError as error:
            found.append(error)
    for file in [
        paths.CONFIG,
        paths.DOMAIN,
        paths.ENDPOINTS,
        paths.CREDENTIALS,
        *sorted(paths.DATA.rglob("*.yml")),
    ]:
        try:
            read_yaml(file)
        except FileError as error:
            found.append(error)
    return found


def summary() -> str:
    """What was checked, in one line."""
    cards = len(knowledge.library().cards)
    signs = len(load_catalogue(paths.RED_FLAGS, paths.SOURCES).entries)
    return f"All well: {cards} cards, {signs} warning signs, clinic.yml, the dialogue and its training data."


def against_facts(facts: Path) -> list[str]:
    """Ids of the facts in a file that no card tells, then the statements whose figures their facts do not hold."""
    known = Facts(facts)
    return [*known.untold(knowledge.library()), *known.unfounded(knowledge.library())]


def _clinic() -> None:
    knowledge.clinic()


def _red_flags() -> None:
    catalogue = load_catalogue(paths.RED_FLAGS, paths.SOURCES)
    load_examples(EXAMPLES, frozenset(catalogue.entries))
