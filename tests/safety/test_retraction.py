"""What takes back a message: a slip put right, or a bare "ignore that"."""

import pytest

from bot.safety.retraction import Retraction, read_retraction


@pytest.mark.parametrize(
    "text",
    [
        "typo, I meant ladder",
        "autocorrect, not bladder",
        "sorry wrong word",
        "I meant my mum's leg years ago",
        "misread that, I can feel fine",
        "oops",
        "no it was a typo",
        "*ladder",
        "not bladder, ladder",
        "that came out wrong",
        "you misunderstood me",
        "i typed that wrong",
        "my phone autocorrected it",
        "I was asking about my cat",
    ],
)
def test_a_slip_put_right(text: str) -> None:
    assert read_retraction(text) is Retraction.CORRECTION


@pytest.mark.parametrize(
    "text",
    [
        "ignore that",
        "never mind",
        "forget it",
        "only joking",
        "lol jk",
        "I'm just kidding",
        "scratch that",
        "nvm",
        "disregard my last message",
        "I take that back",
        "it doesn't matter",
        "I wasn't serious",
        "I didn't mean it",
    ],
)
def test_a_bare_ignore_that(text: str) -> None:
    assert read_retraction(text) is Retraction.BARE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "should i use ice",
        "i mean it's really bad",
        "should i ignore it",
        "can i ignore the pain",
        "i meant it",
        "what do you mean",
        "not good",
        "not ice but heat",
        "delete my data",
        "my leg is numb",
        "typo " * 40,
    ],
)
def test_what_takes_nothing_back(text: str) -> None:
    assert read_retraction(text) is None
