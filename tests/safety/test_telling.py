"""A sign that is told beside a question, without a stop between the two."""

from __future__ import annotations

import pytest

from bot.safety import Level, Status, screen, screen_by_rules

#: Signs that are told by a sentence of one's own; each is heard alone, too.
TOLD = [
    "i have wet myself",
    "i have gone numb between my legs",
    "my left leg gives way when i stand",
    "i cant breathe properly",
    "i want to kill myself",
    "i fell off a ladder",
    "there is blood in my urine",
    "the pain shoots down my leg to my foot",
    "he is slurring his words",
    "i have a temperature of 39.5",
    "i have not been able to pee since yesterday",
    "i took thirty paracetamol this morning",
]
QUESTIONS = [
    "how long does a spasm last",
    "what is a back spasm",
    "is ice or heat better",
    "when should i worry",
    "what causes a spasm",
    "whats the best painkiller",
    "how do i know if it is serious",
]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("told", TOLD)
def test_no_question_hides_a_sign(told: str, question: str) -> None:
    alone = screen(told).level
    for text in (f"{question} {told}", f"{told} {question}", f"{question}, {told}", f"{told}, {question}"):
        screening = screen(text)
        assert screening.level >= alone or screening.check, text


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        # The question first.
        ("how long does a spasm take to go i cannot feel my left leg", "leg_numbness"),
        ("what is the quickest fix, lost control of my bladder on the bus", "bladder_bowel"),
        ("which side do i sleep on my wife cant feel her feet", "leg_numbness"),
        ("how long is this meant to go on for i dont want to be alive any more", "self_harm"),
        ("how fast does codeine kick in i took thirty of them", "overdose"),
        ("how long until i can drive my leg has gone numb", "leg_numbness"),
        ("whats the best cream, me legs are numb", "leg_numbness"),
        ("how would i know if its bad, i cant pee", "bladder_bowel"),
        ("when should i worry i cant pee", "bladder_bowel"),
        ("how long do spasms last been sick and cant feel my bum", "saddle_numbness"),
        # The question behind.
        ("i want to end my life how long does a spasm go on", "self_harm"),
        ("i cant pee since this morning what causes a spasm", "bladder_bowel"),
        ("wet meself twice whats the best tablet", "bladder_bowel"),
        ("i cant feel my legs is it a sign of something", "leg_numbness"),
        ("my groin is numb which stretches are good", "saddle_numbness"),
        ("can a spasm turn your legs weak, mine have", "leg_weakness"),
    ],
)
def test_when_told_beside_a_question_then_present(text: str, flag: str) -> None:
    assert flag in {found.id for found in screen_by_rules(text).present}


@pytest.mark.parametrize(
    "text",
    [
        "what if i wake up and i cant feel my legs",
        "how would i know if i couldnt feel my legs",
        "what would happen if it gets worse or i lose control of my bladder",
        "what is a numb leg a sign of",
        "how do i tell when my leg is weak",
        "why does your form ask me about my bladder",
        "what are the signs, i want to know if numb legs are one",
        "how long does a spasm last, i read that your legs can go numb",
        "how likely is it that i end up with numb legs and lose my bladder",
        "should i test my legs for weakness each morning",
    ],
)
def test_when_only_asked_then_no_alarm(text: str) -> None:
    assert screen_by_rules(text).level is Level.none


@pytest.mark.parametrize(
    "text", ["if i cant pee what do i do", "suppose i wake up and cant move my legs who do i ring"]
)
def test_when_supposed_ahead_of_a_question_then_a_question(text: str) -> None:
    assert {flag.status for flag in screen_by_rules(text).flags} == {Status.possible}


def test_when_it_hangs_on_something_else_then_the_sign_stands() -> None:
    assert screen_by_rules("if i sit my legs go numb what should i do").level >= Level.urgent


@pytest.mark.parametrize("text", ["shaking all over with a temperature of 39", "tingling all over my left foot"])
def test_when_all_over_then_not_over(text: str) -> None:
    assert screen_by_rules(text).level >= Level.urgent
