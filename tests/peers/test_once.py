"""What comes twice, or in another order than it was written, is answered once."""

from __future__ import annotations

from peers.people import Person, is_told_once


def test_what_is_delivered_again(person: Person) -> None:
    deliver = person.prepare("where are you")
    person.does(deliver)
    person.hears()
    assert deliver().status_code == 200
    assert is_told_once(person)


def test_a_message_that_its_edit_overtook(person: Person) -> None:
    late = person.prepare("where are yuo")
    person.does(person.prepare_edit("where are you"))
    assert "Riverside Walk" in person.hears().texts[-1]
    assert late().status_code == 200
    assert is_told_once(person)
