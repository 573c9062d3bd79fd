"""The signs of a conversation, the writer's apart from somebody else's."""

from bot.safety import Flag, Level, Screening, Status
from bot.safety.people import About
from bot.signs import Signs


def screening(**levels: Level) -> Screening:
    flags = tuple(Flag(flag, level, Status.present, 0, 0, "", "bot", "", "") for flag, level in levels.items())
    return Screening(max(levels.values()), False, flags)


def test_the_highest_level_of_a_sign_stays() -> None:
    signs = Signs().told(screening(trauma=Level.emergency)).told(screening(trauma=Level.urgent))
    assert signs.own == {"trauma": Level.emergency}
    assert signs.level is Level.emergency


def test_the_most_serious_sign_comes_first() -> None:
    signs = Signs().told(screening(fever=Level.emergency)).told(screening(leg_weakness=Level.emergency))
    assert signs.flags == ("leg_weakness", "fever")


def test_somebody_elses_signs_bear_on_the_talk_for_as_long_as_it_is_about_them() -> None:
    signs = Signs().told(screening(leg_numbness=Level.emergency), {"leg_numbness"})
    assert (signs.level, signs.of_another_only) == (Level.emergency, True)
    turned = signs.turned_to(About.SELF)
    assert (turned.level, turned.flags) == (Level.none, ())
    assert turned.turned_to(None) == turned
    assert turned.turned_to(About.OTHER) == signs


def test_a_message_about_another_person_changes_nothing_when_nothing_is_known_of_them() -> None:
    signs = Signs({"fever": Level.urgent})
    assert signs.turned_to(About.OTHER) == signs


def test_a_sign_is_taken_from_the_person_the_talk_is_about() -> None:
    signs = Signs({"fever": Level.urgent}, {"fever": Level.urgent}, about_other=True)
    assert signs.without("fever") == Signs({"fever": Level.urgent}, {}, about_other=True)
    assert signs.turned_to(About.SELF).without("fever").own == {}


def test_what_only_the_sign_taken_back_had_raised_falls_again() -> None:
    raised = Signs({"bladder_bowel": Level.emergency, "fever": Level.emergency})
    assert raised.without("bladder_bowel").own == {"fever": Level.urgent}
    before_it = Signs({"trauma": Level.emergency, "bladder_bowel": Level.emergency})
    assert before_it.without("bladder_bowel").own == {"trauma": Level.emergency}


def test_the_slots_hold_all_of_it() -> None:
    signs = Signs({"fever": Level.urgent}, {"trauma": Level.emergency}, about_other=True)
    slots = signs.slots()
    assert slots["triage_level"] == "emergency"
    assert slots["red_flags"] == ["trauma", "fever"]
    assert Signs.of(slots.get) == signs
    assert Signs.of({}.get) == Signs()
