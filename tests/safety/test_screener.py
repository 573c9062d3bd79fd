"""The screening as a whole: how its parts play together."""

import pytest

from bot.safety import Level, screen


@pytest.mark.parametrize(
    "text",
    ["is ice ok, also i wet myself this morning", "had a hot bath, my leg has gone weak", "tea is hot, i wet myself"],
)
def test_when_something_new_begins_then_no_look_alike_hides_the_sign(text: str) -> None:
    assert screen(text).level is Level.emergency
