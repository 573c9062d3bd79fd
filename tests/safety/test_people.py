"""Whose sign it is, and whom a message is about."""

import pytest

from bot.safety import Flag, Level, Status
from bot.safety.people import About, about, of_others


def told(text: str, words: str, flag: str = "leg_numbness", before: tuple[str, ...] = ()) -> bool:
    start = text.index(words)
    sign = Flag(flag, Level.emergency, Status.present, start, start + len(words), words, "bot", "a rule", "affirmed")
    return flag in of_others(text, [sign], before)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("my husband can't feel his legs", "can't feel his legs"),
        ("my husband cant feel his legs what should i do", "cant feel his legs"),
        ("my friend says they cant feel their legs", "cant feel their legs"),
        ("he cant pee", "cant pee"),
        ("hubby's leg keeps giving way", "leg keeps giving way"),
        ("asking for my dad: numb between his legs", "numb between his legs"),
        ("the wife has crushing chest pain", "crushing chest pain"),
        ("my 4 year old swallowed twenty paracetamol", "swallowed twenty paracetamol"),
        ("my dad has a fever of 39 and my back hurts", "fever of 39"),
    ],
)
def test_somebody_elses(text: str, words: str) -> None:
    assert told(text, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("cant feel legs", "cant feel legs"),
        ("my wife says my leg keeps giving way", "leg keeps giving way"),
        ("my wife says the leg is dragging", "leg is dragging"),
        ("my legs they have gone numb", "numb"),
        ("my son kneed me in the back", "kneed me in the back"),
        ("i fell carrying my son and cant feel my legs", "cant feel my legs"),
        ("i cant feel my legs, my husband is worried", "cant feel my legs"),
        ("can somebody help, cant pee", "cant pee"),
        ("alright mate cant feel legs", "cant feel legs"),
        ("my husband and i crashed the car", "crashed the car"),
    ],
)
def test_the_writers_own_or_not_sure(text: str, words: str) -> None:
    assert not told(text, words)


@pytest.mark.parametrize(
    ("text", "words", "others"),
    [
        ("since my husband left i want to die", "want to die", False),
        ("my mum is dying and want to end it all", "want to end it all", False),
        ("my daughter says she wants to die", "wants to die", True),
        ("my brother wants to kill himself", "wants to kill himself", True),
    ],
)
def test_a_wish_to_die_is_somebody_elses_only_when_that_is_plain(text: str, words: str, others: bool) -> None:
    assert told(text, words, "self_harm") is others


def test_an_unborn_child_is_nobody_else() -> None:
    assert not told("the baby is coming, waters broke", "waters broke", "pregnancy")


def test_a_sign_that_began_in_the_message_before_is_that_persons() -> None:
    assert told("between the legs", "between the legs", before=("my husband has gone numb",))
    assert not told("between the legs", "between the legs", before=("it has gone numb",))


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("thanks, and what helps my own stiff back?", About.SELF),
        ("can i use heat on my back", About.SELF),
        ("my husband is on his way. what helps my stiff back", About.SELF),
        ("which stretches can he do", About.OTHER),
        ("should i use ice on him", About.OTHER),
        ("my mum hurt her back", About.OTHER),
        ("is ice ok", None),
        ("what helps a stiff back", None),
    ],
)
def test_whom_a_message_is_about(text: str, whom: About | None) -> None:
    assert about(text) is whom
