"""What no card answers: other words, then a menu, then a person, and never the same sentence twice."""

import re

import pytest

from bot.guidance.fallback import TOPICS, Fallbacks
from bot.guidance.library import Library
from bot.guidance.reply import PERSON

WORDS = {"doctor": "GP", "emergency": "999", "clinic": "Riverside"}
NEVER_SAID = {"about_health": False, "said": lambda _: False}


@pytest.fixture(scope="module")
def fallbacks() -> Fallbacks:
    return Fallbacks(Library.load(), WORDS)


def test_first_there_are_examples_of_what_to_ask(fallbacks: Fallbacks) -> None:
    reply = fallbacks.reply(1, **NEVER_SAID)
    assert len(re.findall("“[^”]+”", reply.text)) == 3
    assert (reply.kind, reply.buttons) == ("fallback", (PERSON,))


def test_then_there_is_a_menu_of_topics(fallbacks: Fallbacks) -> None:
    buttons = fallbacks.reply(2, **NEVER_SAID).buttons
    assert [button.payload for button in buttons[:-1]] == [f'/answer_card{{"card": "{card}"}}' for card in TOPICS]
    assert buttons[-1] == PERSON


@pytest.mark.parametrize("misses", [3, 4, 9])
def test_then_a_person(fallbacks: Fallbacks, misses: int) -> None:
    reply = fallbacks.reply(misses, **NEVER_SAID)
    assert "person" in reply.text
    assert reply.buttons == (PERSON,)


def test_another_health_matter_is_sent_to_who_can_help(fallbacks: Fallbacks) -> None:
    text = fallbacks.reply(1, about_health=True, said=lambda _: False).text
    assert "GP" in text
    assert "pharmacist" in text


@pytest.mark.parametrize("about_health", [False, True])
def test_nobody_reads_the_same_sentence_twice(fallbacks: Fallbacks, about_health: bool) -> None:
    said: list[str] = []
    for misses in (1, 2, 3, 4, 5, 1, 2, 1, 2):
        text = fallbacks.reply(misses, about_health=about_health, said=said.__contains__).text
        assert text not in said
        said.append(text)


def test_when_a_card_was_taken_out_then_its_button_says_so(fallbacks: Fallbacks) -> None:
    reply = fallbacks.gone()
    assert "no longer here" in reply.text
    assert len(reply.buttons) == len(TOPICS) + 1
