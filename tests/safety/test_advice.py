"""What is said: whom to call, how soon, what to tell them, what to do until then; and no other country's number."""

from __future__ import annotations

import pytest
import textstat

from bot.safety import Flag, Level, Screener, Screening, Status
from bot.safety.advice import CHILD, PREGNANT, Advice, Adviser, Call, Numbers, call_of
from bot.safety.catalogue import Entry

#: An emergency is read with a fright.
MOST_WORDS = 90
#: The school year of eleven-year-olds, in the reckoning of Flesch and Kincaid.
READING_GRADE = 6.0


def screening(screener: Screener, *flags: tuple[str, Level] | str) -> Screening:
    """A screening in which these flags are present, at their own or another level."""
    entries = screener.catalogue.entries
    pairs = [(flag, entries[flag].tier) if isinstance(flag, str) else flag for flag in flags]
    found = [Flag(name, level, Status.present, 0, 0, "", entries[name].sources[0], "", "") for name, level in pairs]
    found.sort(key=lambda flag: -flag.level)
    return Screening(found[0].level, False, tuple(found))


def advise(screener: Screener, numbers: Numbers, *flags: tuple[str, Level] | str, **options: object) -> Advice:
    adviser = Adviser(screener.catalogue.entries, numbers)
    advice = adviser.advice(screening(screener, *flags), **options)  # type: ignore[arg-type]
    assert advice is not None
    return advice


def levels(entry: Entry) -> list[Level]:
    """Every level at which a flag can be present."""
    worded = (sign.level for sign in entry.signs if sign.level)
    return sorted({entry.tier, *entry.at, *(lift.to for lift in entry.raised), *worded})


def test_when_an_emergency_then_now_words_until_then_and_company(screener: Screener, british: Numbers) -> None:
    advice = advise(screener, british, "saddle_numbness")
    assert advice.parts == (
        "This needs help now. Call 999, or have someone take you to A&E. Don't drive yourself, and don't wait to see "
        "if it passes.",
        'Tell them: "Back pain with numbness between the legs."',
        "While you wait: sit or lie in the way that hurts least. Note when it began, and when you last peed: they will "
        "ask.",
        "I'll stay here. Is somebody with you?",
    )
    assert (advice.kind, advice.level, advice.flags) == ("escalation", Level.emergency, ("saddle_numbness",))
    assert advice.text == "\n\n".join(advice.parts)
    assert advice.call == (Call("Emergency", "999"),)


def test_when_urgent_then_today_words_until_then_and_when_to_call_sooner(screener: Screener, british: Numbers) -> None:
    advice = advise(screener, british, "trauma")
    assert advice.parts == (
        "Please speak to Hill Clinic on 01234 567890 or your GP today. If they can't see you today, call NHS 111.",
        'Tell them: "Back pain since a fall or a blow."',
        "Until then: don't lift, bend, stretch or rub it. Rest in the way that hurts least.",
        "If you can't control your pee or poo, go numb between the legs, or a leg goes weak, call 999.",
        "I'll stay here for your questions.",
    )
    assert advice.call == (Call("Hill Clinic", "01234 567890"), Call("NHS 111", "111"), Call("Emergency", "999"))


def test_when_routine_then_in_the_next_days(screener: Screener, british: Numbers) -> None:
    advice = advise(screener, british, "prolonged")
    assert "Please ask Hill Clinic on 01234 567890 or your GP for one in the next few days." in advice.parts[0]
    assert advice.parts[1] == 'Tell them: "Back pain for more than a few weeks."'


def test_for_every_flag_at_every_level_the_advice_is_plain_short_and_whole(
    screener: Screener, british: Numbers
) -> None:
    wrong = []
    for name, entry in screener.catalogue.entries.items():
        for level in levels(entry):
            advice = advise(screener, british, (name, level))
            grade, words = textstat.flesch_kincaid_grade(advice.text), len(advice.text.split())
            soon = (
                {"now"}
                if level is Level.emergency
                else {"now", "today"}
                if level is Level.urgent
                else {"next few days"}
            )
            if grade > READING_GRADE or words > MOST_WORDS or not advice.call:
                wrong.append(f"{name} {level.name}: grade {grade}, {words} words")
            if not any(word in advice.parts[0] + advice.parts[1] for word in soon) or "999" not in advice.text:
                wrong.append(f"{name} {level.name}: whom, how soon")
            if "say" not in advice.text and "Tell them" not in advice.text:
                wrong.append(f"{name} {level.name}: what to say")
            if level >= Level.urgent and "I'll stay here" not in advice.parts[-1]:
                wrong.append(f"{name} {level.name}: stays")
    assert wrong == []


def test_every_flag_is_asked_about_in_plain_words(screener: Screener) -> None:
    questions = {name: entry.question for name, entry in screener.catalogue.entries.items()}
    grades = {name: textstat.flesch_kincaid_grade(question) for name, question in questions.items()}
    # One question is one long sentence: a grade more than for the advice.
    assert {name: grade for name, grade in grades.items() if grade > READING_GRADE + 2} == {}


@pytest.mark.parametrize("field", ["tell", "meanwhile"])
def test_what_is_told_is_true_whoever_has_the_pain(screener: Screener, field: str) -> None:
    """The daughter who writes for her father can say it as it stands."""
    texts = [
        getattr(entry.aid(level), field) for entry in screener.catalogue.entries.values() for level in levels(entry)
    ]
    assert not [text for text in texts if text and {"my", "I'm"} & set(text.split())]


@pytest.mark.parametrize(
    ("flags", "told"),
    [
        (["leg_weakness", "bladder_bowel"], ["gone weak", "pee or poo"]),
        ([("trauma", Level.emergency), "leg_weakness"], ["Back pain since an accident or a bad fall, and with a leg"]),
        ([("fever", Level.emergency), ("leg_numbness", Level.emergency)], ["a fever, and with numbness"]),
        ([("cancer_history", Level.emergency), "leg_weakness"], ["cancer, now or in the past, and with a leg"]),
        (["chest_pain", "breathing"], ["Chest pain. Trouble breathing."]),
        (["fever", "prolonged"], ["Back pain with a fever."]),
        ([("pregnancy", Level.urgent), "fever"], ["Pregnant", "with a fever"]),
    ],
)
def test_when_signs_come_together_then_both_are_named(
    screener: Screener, british: Numbers, flags: list, told: list[str]
) -> None:
    tell = next(part for part in advise(screener, british, *flags).parts if part.startswith("Tell them"))
    assert all(words in tell for words in told)


@pytest.mark.parametrize(
    ("flag", "says"),
    [
        ("chest_pain", "sit down and rest"),
        ("chest_pain", "Don't drive"),
        ("stroke_signs", "note the time when it began"),
        ("breathing", "sit up"),
        ("aaa_signs", "lie down and keep still"),
        (("trauma", Level.emergency), "keep still where you are"),
        (("trauma", Level.emergency), "Don't lift or twist"),
        ("bladder_bowel", "don't wait to see if it passes"),
        ("bladder_bowel", "Don't drive yourself"),
        ("leg_weakness", "don't walk on the weak leg alone"),
        ("overdose", "even if everything feels fine"),
        ("overdose", "keep the packet"),
        ("overdose", "Take nothing more"),
        (("pregnancy", Level.emergency), "Lie on your side"),
        (("pregnancy", Level.emergency), "maternity team"),
        (("pregnancy", Level.urgent), "Please call your midwife or maternity unit now"),
        ("pregnancy", "ask your midwife or maternity unit"),
        ("leg_numbness", "nothing hot or cold on numb skin"),
        ("steroid_use", "don't stop the tablets on your own"),
    ],
)
def test_until_help_is_there_each_sign_has_its_own_words(
    screener: Screener, maternity: Numbers, flag: tuple[str, Level] | str, says: str
) -> None:
    assert says in advise(screener, maternity, flag).text


@pytest.mark.parametrize(
    "flags",
    [["chest_pain"], [("trauma", Level.emergency)], ["leg_weakness", ("trauma", Level.emergency)], ["overdose"]],
)
def test_when_an_ambulance_is_needed_then_nobody_is_sent_on_their_way(
    screener: Screener, british: Numbers, flags: list
) -> None:
    text = advise(screener, british, *flags).text
    assert "Call 999" in text
    assert "take you to" not in text


def test_when_somebody_wants_to_die_then_kind_words_a_voice_and_the_number(
    screener: Screener, british: Numbers
) -> None:
    advice = advise(screener, british, "self_harm")
    assert advice.parts[0] == "I'm so glad you told me. You don't have to carry this alone."
    assert "Samaritans 116 123" in advice.parts[1]
    assert "999" in advice.parts[1]
    assert [call.number for call in advice.call] == ["116 123", "999"]
    assert "stay with them" in advice.text
    assert advice.parts[-1] == "I'll stay here. Is somebody with you?"


def test_when_the_tablets_are_taken_already_then_the_number_comes_before_the_voice(
    screener: Screener, british: Numbers
) -> None:
    advice = advise(screener, british, "self_harm", "overdose")
    assert advice.parts[0].startswith("I'm so glad you told me.")
    assert advice.parts[1].startswith("Please call 999 now, even if everything feels fine.")
    assert [call.number for call in advice.call] == ["999", "116 123"]
    assert "Keep the packet" in advice.text
    assert len(advice.text.split()) <= MOST_WORDS


@pytest.mark.parametrize("flags", [["self_harm"], ["overdose"], ["self_harm", "overdose"], ["self_harm", "trauma"]])
def test_when_life_is_in_danger_then_nothing_about_backs(screener: Screener, british: Numbers, flags: list) -> None:
    text = advise(screener, british, *flags).text.lower()
    assert not any(word in text for word in ("stretch", "back pain", "lift", "heat"))


def test_when_a_child_swallowed_tablets_then_the_rest_goes_out_of_reach(screener: Screener, british: Numbers) -> None:
    text = advise(screener, british, "overdose", who={CHILD}).text
    assert "Keep the packet, and put the rest out of reach." in text
    assert "out of reach" not in advise(screener, british, "overdose").text


@pytest.mark.parametrize("flag", ["leg_weakness", "fever"])
def test_when_a_child_may_be_writing_then_a_grown_up_is_called(screener: Screener, british: Numbers, flag: str) -> None:
    assert "If you are under 16, get a grown-up now." in advise(screener, british, flag, who={CHILD}).text


@pytest.mark.parametrize("flag", ["fever", "prolonged"])
def test_when_pregnant_then_the_midwife_is_named(screener: Screener, maternity: Numbers, flag: str) -> None:
    assert "your midwife or maternity unit" in advise(screener, maternity, flag, who={PREGNANT}).parts[0]


@pytest.mark.parametrize("flag", ["trauma", "prolonged", "leg_weakness", "self_harm"])
def test_what_stands_beside_comes_before_the_promise_to_stay(screener: Screener, british: Numbers, flag: str) -> None:
    parts = advise(screener, british, flag, beside="It is not your fault.").parts
    assert "It is not your fault." in parts[-2:]
    assert parts[0] != "It is not your fault."


def test_a_kind_word_comes_first_but_never_before_the_number_of_an_emergency(
    screener: Screener, british: Numbers
) -> None:
    assert advise(screener, british, "trauma", kind="I'm so sorry.").parts[0] == "I'm so sorry."
    emergency = advise(screener, british, "leg_weakness", kind="I'm so sorry.", beside="Call us.").parts
    assert emergency[0].startswith("This needs help now.")
    assert "I'm so sorry. Call us." in emergency


@pytest.mark.parametrize("flag", ["bladder_bowel", "self_harm", "overdose", "fever", "prolonged"])
def test_when_the_clinic_is_abroad_then_no_british_number(screener: Screener, australian: Numbers, flag: str) -> None:
    advice = advise(screener, australian, flag).text
    assert "000" in advice
    assert not any(number in advice for number in ("999", "111", "911", "112", "116 123", "A&E"))


def test_when_there_is_a_poison_line_then_it_is_named(screener: Screener, australian: Numbers) -> None:
    advice = advise(screener, australian, "overdose")
    assert "13 11 26" in advice.text
    assert [call.number for call in advice.call] == ["000", "13 11 26"]


def test_when_no_lines_are_known_then_nothing_is_left_blank(screener: Screener) -> None:
    bare = Numbers("112", "the emergency department", "doctor")
    for flag in screener.catalogue.entries:
        text = advise(screener, bare, flag).text
        assert "None" not in text
        assert "112" in text


@pytest.mark.parametrize(
    ("line", "call"),
    [
        ("Samaritans on 116 123", ("Samaritans", "116 123")),
        ("the 988 Suicide and Crisis Lifeline on 988", ("988 Suicide and Crisis Lifeline", "988")),
        ("1800RESPECT on 1800 737 732", ("1800RESPECT", "1800 737 732")),
        ("Poison Help on 1-800-222-1222", ("Poison Help", "1-800-222-1222")),
        ("NHS 111", ("NHS 111", "111")),
        ("1737 (call or text)", ("1737", "1737")),
        ("our nurse", None),
        (None, None),
    ],
)
def test_a_line_is_read_into_something_to_tap(line: str | None, call: tuple[str, str] | None) -> None:
    assert call_of(line) == ((call,) if call else ())


def test_when_nothing_is_present_then_no_advice(screener: Screener, british: Numbers) -> None:
    adviser = Adviser(screener.catalogue.entries, british)
    assert adviser.advice(Screening()) is None
    assert adviser.question(Screening()) is None


def test_when_a_sign_is_possible_then_its_question(screener: Screener, british: Numbers) -> None:
    entry = screener.catalogue.entries["bladder_bowel"]
    flag = Flag(entry.id, entry.tier, Status.possible, 0, 0, "", entry.sources[0], "", "")
    question = Adviser(screener.catalogue.entries, british).question(Screening(Level.none, True, (flag,)))
    assert question is not None
    assert question.parts[0] == entry.question
    assert (question.kind, question.options) == ("check", ("Yes", "No", "Not sure"))


@pytest.mark.parametrize("flag", ["unable_to_walk", "severe_pain", "leg_numbness", "radiating_leg_pain", "prolonged"])
def test_a_yes_to_a_question_means_that_the_sign_is_there(screener: Screener, flag: str) -> None:
    question = screener.catalogue.entries[flag].question
    assert not any(words in question for words in ("how many", "can you", "one leg or both", "which", "eases?")) or (
        "no position" in question
    )


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


def test_when_reminding_of_a_wish_to_die_then_the_voice_again(screener: Screener, british: Numbers) -> None:
    advice = Adviser(screener.catalogue.entries, british).reminder(Level.emergency, ["self_harm"])
    assert "Samaritans 116 123" in advice.text
    assert [call.number for call in advice.call] == ["116 123", "999"]


def test_when_reminding_a_pregnant_person_then_the_midwife(screener: Screener, maternity: Numbers) -> None:
    advice = Adviser(screener.catalogue.entries, maternity).reminder(Level.urgent, ["pregnancy"])
    assert "Please call your midwife or maternity unit today" in advice.text


def test_when_an_old_flag_is_unknown_then_the_reminder_leaves_it_out(screener: Screener, british: Numbers) -> None:
    advice = Adviser(screener.catalogue.entries, british).reminder(Level.emergency, ["no_longer_a_flag"])
    assert advice.text == "Please call 999 now if you have not."


def test_the_message_that_asks_about_all_signs_is_short(screener: Screener, british: Numbers) -> None:
    advice = Adviser(screener.catalogue.entries, british).screen_all()
    assert len(advice.text.split()) <= 75
    assert advice.options[0] == "None of these"


@pytest.fixture
def maternity(british: Numbers) -> Numbers:
    """A country where pregnant people call a maternity unit."""
    return Numbers(**{**british.__dict__, "maternity": "midwife or maternity unit"})
