"""Negation, the past, questions, other people, figures of speech."""

from __future__ import annotations

import pytest

from bot.safety import Level, Status, screen_by_rules


@pytest.mark.parametrize(
    "text",
    [
        "no numbness",
        "no fever, no chills",
        "no fever, chills or weight loss",
        "I haven't soiled myself, none of that",
        "not feverish",
        "without any chest pain",
        "he denies numbness in his legs",
        "I don't have any tingling in my feet",
        "I don't think my leg is weak",
        "couldn't say I felt any tingling in my toes",
        "never had cancer",
        "numbness: none",
        "chest pain? no",
        "bladder and bowels are normal",
        "fever no, chest pain no",
        "I've not lost control of my bladder",
        "she has no trouble peeing",
        "neither leg is weak",
        "not a hint of weakness in my leg",
        "no car crash or fall",
        # As doctors and letters put it.
        "patient denies any numbness or tingling in the legs",
        "no evidence of leg weakness",
        "negative for fever, chills or night sweats",
        "incontinence was ruled out",
        "free of fever",
        "absence of leg weakness",
        "without numbness in the legs",
        "has not had a fever",
        "never had a fever",
        "no sign of blood in the urine",
        "neither numbness nor tingling in the feet",
        "neither leg numbness nor leg weakness",
        "fails to show any leg weakness",
        "yet to notice any numbness in my legs",
        "chest pain is denied",
        "fever not noted",
        "unremarkable for fever",
        "neg for fever",
        "chest pain N, numb N",
        # The verb between the words of a finding.
        "urine is not cloudy",
        "the pain stays in my back and doesnt go down the leg",
        "I never said my legs were weak",
        # Put right in the same breath.
        "thought I had a fever but the thermometer says 36.9",
        "I couldn't feel my foot but I'd been sitting on it",
        "asked about wetting myself and being numb between the legs and I said no to every one",
        # About the course.
        "the pain isn't getting any worse",
        "it hasn't got any worse",
        "pain does not go down my leg",
        "I'm not numb anywhere",
        "it's not numb",
    ],
)
def test_when_said_no_to_then_none(text: str) -> None:
    screening = screen_by_rules(text)
    assert (screening.level, screening.check) == (Level.none, False)


@pytest.mark.parametrize(
    "text",
    [
        "no feeling in my foot",
        "I can't feel my foot",
        "the tingling in my foot still won't go away",
        "no change, my foot is still numb",
        "no idea why my foot is numb",
        "not only my back, my foot is numb too",
        "no fever but my foot is numb",
        "no fever, my foot is numb",
        "No. My foot is numb",
        "no my foot is numb",
        "I haven't fallen, just a numb foot",
        "no numbness apart from my foot tingling",
        "I can't walk without my foot going numb",
        "my foot is numb no matter what I do",
        "not slept because my foot is numb",
        "I don't know why my foot has gone numb",
        "no change, still numb in the foot",
        "the numbness in my foot hasn't gone away",
        "my foot is not getting any less numb",
        "I'm not sleeping because my foot is numb",
        "no fever though my foot has gone numb",
        "no fever and I have a numb foot",
        "there is no weakness. The foot is numb",
        "denies fever but reports numbness in the foot",
        "never had this before and I can't feel my foot",
        "no fever just a heavy numb foot",
        "it's not my back that worries me, it's my numb foot",
    ],
)
def test_when_a_no_belongs_elsewhere_then_the_sign_stands(text: str) -> None:
    assert "leg_numbness" in {flag.id for flag in screen_by_rules(text).present}


@pytest.mark.parametrize(
    "text",
    [
        "I had a fever last week, all gone now",
        "my foot went numb but it's fine now",
        "the tingling in my leg has gone",
        "I was in a car crash ten years ago",
        "had a water infection but antibiotics cleared it up",
        "I used to get numb feet",
        "fell off a horse as a kid",
        "my leg was numb for a minute then wore off",
    ],
)
def test_when_over_then_none(text: str) -> None:
    assert screen_by_rules(text).level is Level.none


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("I had surgery three years ago and was left with a numb foot", "leg_numbness"),
        ("fell yesterday and still sore", "trauma"),
        ("I have passed blood in my urine", "urinary_symptoms"),
        ("I had prostate cancer in 2012, all clear now", "cancer_history"),
        ("I used to inject heroin", "iv_drugs"),
    ],
)
def test_when_the_past_still_counts_then_present(text: str, flag: str) -> None:
    assert flag in {found.id for found in screen_by_rules(text).present}


@pytest.mark.parametrize(
    "text",
    [
        "what if my foot starts to tingle",
        "how would I know if I had cauda equina",
        "can a spasm cause numbness in the legs",
        "why does the nurse ask about night sweats",
        "is numbness a sign of something bad",
        "what is foot drop",
        "when do people with a fever need a hospital",
        "just curious about loss of bladder control",
        "I read that numbness between the legs is serious",
        "scared of losing control of my bladder",
    ],
)
def test_when_asked_in_general_then_none(text: str) -> None:
    assert screen_by_rules(text).level is Level.none


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("how long does a spasm last, i cant feel my legs", "leg_numbness"),
        ("when should i worry, i cant feel myself pee", "bladder_bowel"),
        ("is heat ok for this i have a temperature of 39", "fever"),
        ("can i put ice on i wet myself this morning", "bladder_bowel"),
    ],
)
def test_when_the_writer_tells_behind_a_question_then_present(text: str, flag: str) -> None:
    assert flag in {found.id for found in screen_by_rules(text).present}


@pytest.mark.parametrize(
    "text",
    [
        "would I notice when I can't feel my legs",
        "how likely is it that I lose control of my bladder",
        "what should I do in case I can't feel my legs",
        "what is the chance I lose control of my bowels",
    ],
)
def test_when_the_writer_only_supposes_then_none(text: str) -> None:
    assert screen_by_rules(text).level is Level.none


@pytest.mark.parametrize(
    "text",
    [
        "does sciatica usually reach the foot",
        "would i notice if i had cauda equina",
        "what temperature counts as feverish",
        "whats the name for when you cant feel your legs",
        "is a numb crotch one of the signs to look out for",
        "should older people worry about strokes",
    ],
)
def test_when_a_question_names_nobody_then_none(text: str) -> None:
    assert screen_by_rules(text).level is Level.none


@pytest.mark.parametrize(
    "text",
    [
        "fell off the roof, nah just kidding, i only twisted",
        "told her my foot was numb, i was winding her up",
        "we laughed so much i couldnt breathe, then my back twinged",
        "thought i had a fever but it was only the hot bath",
        "my foot went numb, oh wait it was just how i was sitting",
    ],
)
def test_when_taken_back_then_none(text: str) -> None:
    assert screen_by_rules(text).level is Level.none


@pytest.mark.parametrize(
    "text",
    ["want to die, only joking", "i want to kill myself lol jk", "I want to end it all, just kidding"],
)
def test_when_a_wish_to_die_is_taken_back_then_a_question(text: str) -> None:
    screening = screen_by_rules(text)
    assert (screening.level, screening.check) == (Level.none, True)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("not able to pee", "bladder_bowel"),
        ("I am not able to feel when I pee", "bladder_bowel"),
        ("no control over my bladder", "bladder_bowel"),
        ("can't feel it when I wipe", "saddle_numbness"),
        ("I have no strength in my left leg", "leg_weakness"),
        ("fever won't go down", "fever"),
        ("can't get off the sofa", "unable_to_walk"),
        ("I can't get off the floor", "unable_to_walk"),
        ("cant get off the toilet", "unable_to_walk"),
    ],
)
def test_when_the_no_is_the_sign_itself_then_present(text: str, flag: str) -> None:
    assert flag in {found.id for found in screen_by_rules(text).present}


@pytest.mark.parametrize(
    "text",
    [
        "numb foot in 2014, never came back, this time its only a tight muscle",
        "my leg went weak at 24 and was fine within a week, this one is from gardening",
        "car crash in the 80s, all sorted since",
        "had a numb foot two years ago, no trouble since",
        "my uncle fell off a roof, so im careful, i only bent down",
        "my client has weak legs and I lift her every day",
        "half the class has a fever, I only have a stiff back",
        "my bunkmate has night sweats, I just have a bad mattress",
        "foot went numb on the coach, walked it off",
    ],
)
def test_when_long_over_or_a_relatives_then_none(text: str) -> None:
    assert screen_by_rules(text).level is Level.none


@pytest.mark.parametrize(
    "text",
    [
        "my foot has gone completely numb",
        "my foot is all gone numb",
        "foot is numb, it never used to be",
    ],
)
def test_when_gone_means_a_new_state_then_present(text: str) -> None:
    assert "leg_numbness" in {flag.id for flag in screen_by_rules(text).present}


@pytest.mark.parametrize(
    "text",
    [
        "is it normal that my foot goes numb",
        "what can I do about my numb foot",
        "can a spasm cause numbness in the foot? that's what is happening to me",
        "why is my foot numb",
    ],
)
def test_when_asked_about_what_is_happening_then_present(text: str) -> None:
    assert "leg_numbness" in {flag.id for flag in screen_by_rules(text).present}


@pytest.mark.parametrize(
    "text",
    [
        "my sister had ovarian cancer",
        "a friend had cauda equina and wet himself",
        "osteoporosis runs in the family",
        "my aunt has osteoporosis",
        "my mate got meningitis with a fever",
    ],
)
def test_when_it_is_someone_elses_story_then_none(text: str) -> None:
    assert screen_by_rules(text).level is Level.none


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("my husband can't feel his legs", "leg_numbness"),
        ("my mum has osteoporosis and her back hurts", "osteoporosis"),
        ("my mate fell off a ladder and his back is bad", "trauma"),
        ("mum had a fall and now her back is bad", "trauma"),
    ],
)
def test_when_the_other_person_is_asked_about_then_present(text: str, flag: str) -> None:
    assert flag in {found.id for found in screen_by_rules(text).present}


@pytest.mark.parametrize(
    "text",
    [
        "it is election fever at our house",
        "dying for a cup of tea",
        "the price gave me a heart attack",
        "I could kill for a massage",
        "pissed myself laughing",
        "numb bum from sitting on that chair",
        "a happy accident",
        "I fell asleep on the sofa",
        "I fell in love with yoga",
        "trying to lose weight",
        "lost a stone on slimming world",
        "hay fever makes me sneeze",
        "it sends shivers down my spine",
        "feels like I've been hit by a bus",
        "slipped disc",
        "a stitch that took my breath away",
        "legs are sore after the gym",
        "the ice pack melted and my bed is wet",
    ],
)
def test_when_figurative_or_harmless_then_none(text: str) -> None:
    screening = screen_by_rules(text)
    assert (screening.level, screening.check) == (Level.none, False)


def test_when_a_sign_is_negated_then_the_flag_says_why() -> None:
    (flag,) = screen_by_rules("no numbness in my foot").flags
    assert flag.status is Status.absent
    assert flag.assertion == 'negated: "no"'


def test_when_a_sign_is_affirmed_then_the_flag_names_words_rule_and_source() -> None:
    text = "Help, my calf is NUMB."
    (flag,) = screen_by_rules(text).flags
    assert flag.words == "calf is NUMB" == text[flag.start : flag.end]
    assert (flag.rule, flag.assertion) == ("numb_leg", "affirmed")
    assert flag.source.startswith("004#")
