"""What is said: the clinic's numbers, the words to tell, and no other country's number."""

from __future__ import annotations

import pytest

from bot.safety import Level, Screener, Screening
from bot.safety.advice import Advice, Adviser, Numbers


def advise(screener: Screener, numbers: Numbers, text: str) -> Advice:
    advice = Adviser(screener.catalogue.entries, numbers).advice(screener.screen(text))
    assert advice is not None
    return advice


def test_when_an_emergency_then_number_words_and_company(screener: Screener, british: Numbers) -> None:
    advice = advise(screener, british, "I wet myself")
    assert advice.parts == (
        "This needs help now. Call 999, or have someone take you to A&E. Please don't wait to see if it passes.",
        'Tell them: "Back pain, and I can\'t control my bladder or bowels as usual."',
        "I'm staying here. Is somebody with you?",
    )
    assert (advice.kind, advice.level, advice.flags) == ("escalation", Level.emergency, ("bladder_bowel",))
    assert advice.text == "\n\n".join(advice.parts)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("I have chest pain", "do not drive yourself"),
        ("I want to die", "Samaritans 116 123"),
        ("I want to die", "999"),
        ("I took twenty paracetamol", "Take the packet along"),
        ("my foot is numb", "today"),
        ("my foot is numb", "NHS 111"),
        ("my foot is numb", "Hill Clinic on 01234 567890"),
        ("I've had this for three months", "in the next days"),
    ],
)
def test_when_a_sign_is_special_then_its_own_words(screener: Screener, british: Numbers, text: str, says: str) -> None:
    assert says in advise(screener, british, text).text


@pytest.mark.parametrize("text", ["I wet myself", "I want to die", "I took twenty paracetamol", "my foot is numb"])
def test_when_the_clinic_is_abroad_then_no_british_number(screener: Screener, australian: Numbers, text: str) -> None:
    advice = advise(screener, australian, text).text
    assert "000" in advice
    assert not any(number in advice for number in ("999", "111", "911", "112", "116 123", "A&E"))


def test_when_there_is_a_poison_line_then_it_is_named(screener: Screener, australian: Numbers) -> None:
    assert "13 11 26" in advise(screener, australian, "I took twenty paracetamol").text


def test_when_no_lines_are_known_then_nothing_is_left_blank(screener: Screener) -> None:
    bare = Numbers("112", "the emergency department", "doctor")
    for text in ("I want to die", "I took twenty paracetamol", "my foot is numb"):
        assert "None" not in advise(screener, bare, text).text


def test_when_two_signs_are_equally_grave_then_both_are_told(screener: Screener, british: Numbers) -> None:
    tell = advise(screener, british, "my leg gave way and I wet myself").parts[1]
    assert "control my bladder" in tell
    assert "leg has gone weak" in tell


def test_when_nothing_is_present_then_no_advice(screener: Screener, british: Numbers) -> None:
    adviser = Adviser(screener.catalogue.entries, british)
    assert adviser.advice(Screening()) is None
    assert adviser.question(Screening()) is None


def test_when_a_sign_is_possible_then_its_question(screener: Screener, british: Numbers) -> None:
    question = Adviser(screener.catalogue.entries, british).question(screener.screen("my bladder isn't right"))
    assert question is not None
    assert question.parts[0] == screener.catalogue.entries["bladder_bowel"].question
    assert (question.kind, question.options) == ("check", ("Yes", "No", "Not sure"))


@pytest.mark.parametrize(
    ("level", "says"),
    [
        (Level.emergency, "You told me about a fever. Please call 999 now if you have not."),
        (Level.urgent, "Please call Hill Clinic on 01234 567890 or your GP today if you have not."),
        (Level.routine, "Please tell Hill Clinic"),
    ],
)
def test_when_reminding_then_short(screener: Screener, british: Numbers, level: Level, says: str) -> None:
    advice = Adviser(screener.catalogue.entries, british).reminder(level, ["fever"])
    assert says in advice.text


def test_when_an_old_flag_is_unknown_then_the_reminder_leaves_it_out(screener: Screener, british: Numbers) -> None:
    advice = Adviser(screener.catalogue.entries, british).reminder(Level.emergency, ["no_longer_a_flag"])
    assert advice.text == "Please call 999 now if you have not."


def test_the_message_that_asks_about_all_signs_is_short(screener: Screener, british: Numbers) -> None:
    advice = Adviser(screener.catalogue.entries, british).screen_all()
    assert len(advice.text.split()) <= 75
    assert advice.options[0] == "None of these"
