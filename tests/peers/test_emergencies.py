"""A warning sign is found wherever words can stand, and what has no words is not met with silence."""

from __future__ import annotations

from peers.people import Person
from peers.slack import SlackWorld
from peers.telegram import TelegramWorld

EMERGENCY = "I can't control my bladder since this morning"


def is_sent_to_hospital(person: Person) -> bool:
    """Whether the first thing said is the advice for an emergency."""
    heard = person.hears()
    assert heard.facts
    return "999" in heard.texts[0] and heard.facts[0]["level"] == "emergency"


def test_below_a_photo(person: Person) -> None:
    person.does(lambda: person.show_photo(EMERGENCY))
    assert is_sent_to_hospital(person)
    assert any("look at photos" in answer for answer in person.answers())


def test_in_an_edited_message(person: Person) -> None:
    person.does(person.prepare("is ice any good"))
    assert "ice" in person.hears().texts[-1].lower()
    person.does(person.prepare_edit(f"is ice any good. {EMERGENCY}"))
    assert is_sent_to_hospital(person)


def test_in_a_press_whose_button_carries_words(person: Person) -> None:
    person.says("hello there")
    person.hears()
    message = next(message for message in person.shown().values() if message.buttons)
    person.does(lambda: person.press(message, next(iter(message.buttons)), carrying=EMERGENCY))
    assert is_sent_to_hospital(person)


def test_a_voice_message_is_answered_with_the_number_to_call(person: Person) -> None:
    person.does(person.speak)
    (answer,) = person.hears().texts
    assert "listen to" in answer
    assert "999" in answer


def test_the_advice_comes_before_the_notice(world: TelegramWorld | SlackWorld) -> None:
    person = world.person()
    person.says(EMERGENCY)
    assert is_sent_to_hospital(person)
