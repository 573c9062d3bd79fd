"""What one check found, in words for whoever looks after the clinic's computers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

State = Literal["ok", "warning", "wrong", "off"]


@dataclass(frozen=True)
class Finding:
    """What was found.

    Attributes:
        state: ``wrong`` keeps something from working, ``warning`` may, ``off`` is not in use.
        found: one or two sentences; never holds a token or a secret.
        advice: what to do; empty where there is nothing to do.
    """

    state: State
    found: str
    advice: str = ""


Check = Callable[[], Finding]


class Area(Protocol):
    """Checks that belong together.

    Attributes:
        title: what they are about.
    """

    title: str

    def checks(self) -> Iterator[tuple[str, Check]]:
        """Their names and the checks, each to be made before the next is asked for: it may hang on what was found."""


class Trouble(Exception):  # noqa: N818 (a finding on its way out, not a fault of the program)
    """A check cannot go on.

    Attributes:
        finding: why.
    """

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.found)
        self.finding = finding


def ok(found: str) -> Finding:
    """All is well."""
    return Finding("ok", found)


def warning(found: str, advice: str) -> Finding:
    """It works, or may work; somebody should look at it."""
    return Finding("warning", found, advice)


def wrong(found: str, advice: str) -> Finding:
    """Something does not work."""
    return Finding("wrong", found, advice)


def off(found: str) -> Finding:
    """Not in use, which is no fault."""
    return Finding("off", found)
