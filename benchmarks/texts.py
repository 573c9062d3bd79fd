"""What the bots are asked. The words are made for the benchmarks and stand in ``messages/``, one message a line."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

FOLDER = Path(__file__).parent / "messages"


def questions() -> Iterator[str]:
    """1000 questions for the guide, no two the same.

    The guide remembers the vectors of its last messages. Each question therefore comes with each opener once, so that
    no answer is faster than a person would find it.
    """
    for opener in lines("openers.txt"):
        for question in lines("questions.txt"):
            yield opener.format(question)


def small_talk() -> Iterator[str]:
    """What the starter understands, over and over: it remembers nothing of a message, so repeats cost the same."""
    return cycle(lines("starter.txt"))


def screened(count: int) -> list[str]:
    """Messages for the screening, with and without warning signs, no two the same among the first 600."""
    texts = [opener.format(text) for opener in lines("openers.txt") for text in lines("screened.txt")]
    return [texts[number % len(texts)] for number in range(count)]


def lines(name: str) -> list[str]:
    """The lines of a file in ``messages/`` that hold something."""
    return [line for line in (FOLDER / name).read_text(encoding="utf-8").splitlines() if line.strip()]
