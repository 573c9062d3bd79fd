"""Messages that say that help was called, and those that only sound like it."""

from __future__ import annotations

import pytest

from bot.safety.help_coming import says_help_is_coming


@pytest.mark.parametrize(
    "text",
    [
        "I've called 999",
        "rang them, they said twenty minutes",
        "my wife just phoned for an ambulance",
        "ambulance is on its way",
        "Paramedics are here now.",
        "they're coming",
        "on my way to A&E",
        "my son is driving me to the hospital",
        "I'm at the ER",
        "on the phone to 111",
    ],
)
def test_when_help_was_called_then_it_is_heard(text: str) -> None:
    assert says_help_is_coming(text)


@pytest.mark.parametrize(
    "text",
    [
        "should I call 999",
        "I haven't called them",
        "do I have to go to the hospital?",
        "not calling an ambulance for a bad back",
        "I tried to ring 111 and they hung up",
        "is ice any good",
        "they told me to rest",
        "maybe going to the doctor tomorrow",
        "",
    ],
)
def test_when_it_was_not_or_is_only_asked_about_then_nothing_is_heard(text: str) -> None:
    assert not says_help_is_coming(text)
