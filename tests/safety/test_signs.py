"""Each family's signs, as lay people word them: one table a family."""

from __future__ import annotations

import pytest

from bot.safety import Level, screen_by_rules

EMERGENCY, URGENT, ROUTINE = Level.emergency, Level.urgent, Level.routine


def check(text: str, flag: str, level: Level) -> None:
    screening = screen_by_rules(text)
    assert flag in {found.id for found in screening.present}
    assert screening.level == level


@pytest.mark.parametrize(
    "text",
    [
        "I wet myself in the shop today",
        "There was a puddle of pee under my chair",
        "I can't hold my wee any more",
        "no controll over my bowels",
        "urine just runs out when I stand",
        "my waterworks have stopped working",
        "he has not passed urine since last night",
        "I push and push but only drops come out when I pee",
        "no way of knowing whether my bladder is full",
        "pooed in bed and didn't feel a thing",
        "Have to wear pads now because I leak",
        "I can't get to the loo in time",
        "the urge to pee has disappeared",
        "it takes ten minutes to get the wee going",
        "soiled my pants without knowing",
        "incontinent since monday",
        "me bladder's packed in",
        "I have not been able to pee",
    ],
)
def test_when_bladder_or_bowel_fail_then_emergency(text: str) -> None:
    check(text, "bladder_bowel", EMERGENCY)


@pytest.mark.parametrize(
    "text",
    [
        "my groin is completely numb",
        "toilet paper feels like nothing",
        "tingling round my back passage",
        "no sensation between my legs",
        "my bum cheeks have gone dead",
        "pins & needles in my private parts",
        "numness in my genitals",
        "saddle anaesthesia",
        "his balls are numb",
        "feels like cotton wool down there",
    ],
)
def test_when_the_saddle_is_numb_then_emergency(text: str) -> None:
    check(text, "saddle_numbness", EMERGENCY)


@pytest.mark.parametrize(
    "text",
    [
        "I can't get an erection since my back went",
        "lost my erections this week",
        "sex feels numb",
        "unable to orgasm since the slipped disc",
        "he can't keep it up any more",
    ],
)
def test_when_sexual_function_is_lost_then_emergency(text: str) -> None:
    check(text, "sexual_dysfunction", EMERGENCY)


@pytest.mark.parametrize(
    "text",
    [
        "my leg keeps giving way",
        "left foot drags along the floor",
        "I have foot drop",
        "my legs feel like jelly",
        "can't lift my big toe",
        "no strength in my right leg",
        "knee buckled under me twice",
        "legs are getting weeker",
        "my wife's leg has gone weak",
        "I can't stand on tiptoes",
    ],
)
def test_when_a_leg_is_weak_then_emergency(text: str) -> None:
    check(text, "leg_weakness", EMERGENCY)


@pytest.mark.parametrize(
    ("text", "flag", "level"),
    [
        ("my foot is numb", "leg_numbness", URGENT),
        ("my leg's gone dead", "leg_numbness", URGENT),
        ("tingling in my toes", "leg_numbness", URGENT),
        ("my calf feels like wood", "leg_numbness", URGENT),
        ("numbness in both feet", "leg_numbness", EMERGENCY),
        ("both legs have gone numb", "leg_numbness", EMERGENCY),
        ("pain shooting down my leg", "radiating_leg_pain", URGENT),
        ("it travels from my back to my ankle", "radiating_leg_pain", URGENT),
        ("shooting pains down both legs", "radiating_leg_pain", EMERGENCY),
        ("pain radiates into my buttock", "radiating_leg_pain", ROUTINE),
        ("I can't stand up", "unable_to_walk", URGENT),
        ("she can't get out of bed", "unable_to_walk", URGENT),
        ("had to crawl to the bathroom", "unable_to_walk", URGENT),
    ],
)
def test_when_a_nerve_or_the_walk_suffers_then_its_level(text: str, flag: str, level: Level) -> None:
    check(text, flag, level)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("I've got chest pain", "chest_pain"),
        ("my chest feels tight and heavy", "chest_pain"),
        ("pain going down my left arm", "chest_pain"),
        ("I think I'm having a heart attack", "chest_pain"),
        ("I can't breathe properly", "breathing"),
        ("really short of breath", "breathing"),
        ("his speech is slurred", "stroke_signs"),
        ("one side of my face has dropped", "stroke_signs"),
        ("there's a pulsing lump in my belly", "aaa_signs"),
        ("I fainted with the back pain", "aaa_signs"),
        ("I have an aneurysm and new back pain", "aaa_signs"),
    ],
)
def test_when_heart_breath_or_brain_then_emergency(text: str, flag: str) -> None:
    check(text, flag, EMERGENCY)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("I want to die", "self_harm"),
        ("I don't want to live any more", "self_harm"),
        ("feeling suicidal with this pain", "self_harm"),
        ("my son says he wants to kill himself", "self_harm"),
        ("thinking of ending it all", "self_harm"),
        ("I took twelve paracetamol today", "overdose"),
        ("I've taken too many painkillers", "overdose"),
        ("my daughter swallowed my tablets", "overdose"),
        ("took my diazepam with a bottle of wine", "overdose"),
        ("she took the whole packet of codeine", "overdose"),
    ],
)
def test_when_life_is_in_danger_by_hand_or_medicine_then_emergency(text: str, flag: str) -> None:
    check(text, flag, EMERGENCY)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("I was in a car crash yesterday", EMERGENCY),
        ("fell off a ladder", EMERGENCY),
        ("I came off my motorbike", EMERGENCY),
        ("he fell about 12 feet", EMERGENCY),
        ("hit by a van this morning", EMERGENCY),
        ("slipped on the stairs and hurt my back", URGENT),
        ("I fell over in the garden", URGENT),
        ("kicked in the back by a horse", URGENT),
        ("landed flat on my back at rugby", URGENT),
    ],
)
def test_when_injured_then_by_the_force(text: str, level: Level) -> None:
    check(text, "trauma", level)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("my temperature is 38.4", "fever"),
        ("temp of 101 F", "fever"),
        ("I have a fever", "fever"),
        ("shivering and sweating all night", "fever"),
        ("passing water stings", "urinary_symptoms"),
        ("there is blood in my wee", "urinary_symptoms"),
        ("peeing all the time", "urinary_symptoms"),
        ("terrible stomach pain", "abdominal_pain"),
        ("a red swollen patch on my spine", "skin_redness"),
        ("there is a lump on my back", "skin_redness"),
        ("I've lost two stone and I don't know why", "weight_loss"),
    ],
)
def test_when_infection_or_illness_then_urgent(text: str, flag: str) -> None:
    check(text, flag, URGENT)


@pytest.mark.parametrize(
    ("text", "flag", "level"),
    [
        ("I had breast cancer ten years ago", "cancer_history", URGENT),
        ("my back hurts and I'm having chemo", "cancer_history", URGENT),
        ("I inject heroin", "iv_drugs", URGENT),
        ("I used to shoot up smack", "iv_drugs", URGENT),
        ("I take methotrexate", "immunosuppressed", URGENT),
        ("I'm HIV positive", "immunosuppressed", URGENT),
        ("I've been on prednisolone for years", "steroid_use", ROUTINE),
        ("I have osteoporosis", "osteoporosis", ROUTINE),
        ("I am 82 and my back hurts", "age", ROUTINE),
        ("my 14 year old has a sore back", "age", ROUTINE),
        ("I'm 28 weeks pregnant", "pregnancy", ROUTINE),
        ("the pain wakes me up at night", "night_pain", URGENT),
        ("lying flat makes it much worse", "night_pain", URGENT),
        ("no position helps", "severe_pain", URGENT),
        ("it's getting worse every day", "worsening", ROUTINE),
        ("I've had this for three months", "prolonged", ROUTINE),
        ("nine weeks of this already", "prolonged", ROUTINE),
        ("just a mild tummy ache", "abdominal_pain", ROUTINE),
    ],
)
def test_when_background_or_course_matter_then_their_level(text: str, flag: str, level: Level) -> None:
    check(text, flag, level)


@pytest.mark.parametrize(
    "text",
    [
        # The talk of an ordinary spasm.
        "I can't bend",
        "stabbing pain in my lower back",
        "constant dull ache",
        "my back is locked",
        "I can't move my back",
        "stuck bent over at the sink",
        "shooting pain in my back when I turn",
        "back went out lifting a box",
        "cant stand up straight",
        "it hurts when I cough",
        "my back is killing me",
        "sore for three days",
        "woke up with a stiff back",
        # Questions, thanks, small talk.
        "is heat or ice better",
        "how should I sleep with a bad back",
        "can I take ibuprofen",
        "what exercises help",
        "do you do evening appointments",
        "thanks, very kind",
        "how do I cancel my booking",
        "",
    ],
)
def test_when_there_is_no_sign_then_none(text: str) -> None:
    screening = screen_by_rules(text)
    assert (screening.level, screening.check) == (Level.none, False)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("it feels weird down there", "saddle_numbness"),
        ("my bladder isn't right", "bladder_bowel"),
        ("it hurts when I take a deep breath", "breathing"),
        ("I can barely walk", "unable_to_walk"),
        ("my leg feels heavy", "leg_weakness"),
        ("should I worry if my leg goes numb", "leg_numbness"),
    ],
)
def test_when_a_sign_is_only_possible_then_a_question(text: str, flag: str) -> None:
    screening = screen_by_rules(text)
    assert screening.check
    assert screening.question_flag is not None
    assert screening.question_flag.id == flag


@pytest.mark.parametrize(
    ("text", "level"),
    [
        # Both legs; fever, cancer or an injury with a sign of the nerves.
        ("pain down both legs", EMERGENCY),
        ("pins and needles in both feet", EMERGENCY),
        ("fever of 39 and my foot is numb", EMERGENCY),
        ("fever and pain shooting down my leg", EMERGENCY),
        ("had breast cancer and now my leg is weak", EMERGENCY),
        ("had breast cancer and my foot is numb", EMERGENCY),
        ("fell down the stairs and now my foot is numb", EMERGENCY),
        ("slipped on ice and I can't stand up", EMERGENCY),
        ("fever after my spine operation last week", EMERGENCY),
        ("discectomy last week and now night sweats", EMERGENCY),
        # Steroids, thin bones or age with a fall or sudden pain.
        ("been on steroids for years and it came on suddenly", URGENT),
        ("brittle bones and I slipped on the kerb", URGENT),
        ("I have osteoporosis and felt a crack", URGENT),
        ("I'm 81 and had a fall", URGENT),
        ("I'm 81 and the pain came on suddenly", URGENT),
        # Pregnancy.
        ("30 weeks pregnant with regular tightenings", URGENT),
        ("pregnant and bleeding with back pain", EMERGENCY),
        ("I'm pregnant and my waters broke", EMERGENCY),
        # Each alone.
        ("been on steroids for years", ROUTINE),
        ("I have osteoporosis", ROUTINE),
        ("I'm 81 and my back hurts", ROUTINE),
        ("I'm pregnant and my back hurts", ROUTINE),
        ("pain down my left leg", URGENT),
    ],
)
def test_when_one_thing_makes_another_weigh_more_then_the_level_rises(text: str, level: Level) -> None:
    assert screen_by_rules(text).level == level


@pytest.mark.parametrize(
    "text",
    [
        # Heat that is not the body's.
        "the bath was 39 degrees and lovely",
        "it was 38 degrees in the garden and I dug all day",
        # Furniture, vehicles and prices.
        "table has a wobbly leg, I fixed it and my back went",
        "tent collapsed on us, stiff back",
        "sales fell off a cliff, I'm at my desk all hours",
        "knocked my water over in bed and woke in a puddle",
        "our loo is blocked and I was plunging it, twinge",
        "the bladder in my hydration pack leaked",
        # Bodies that work as they should.
        "weak at the knees for the new physio",
        "legs like jelly after the rollercoaster",
        "stubbed my toe on the bed and limped",
        "foot went to sleep under the cat",
        "bleachers gave me a numb backside",
        "hard to get on and off the loo because I'm stiff",
        "a wee bit sore today",
        "beetroot turned my wee pink",
        "I drag my feet when I'm tired",
        "can't lift my arms after the gym",
        "I get out of puff on the stairs",
        "passed out in front of the telly, slept like a log",
        "stomach's sore from sit ups",
        "sore on both sides of my spine",
        "film gave me tingles",
        "my jeans are loose since I started running",
        # Things taken and counted.
        "double dose of stretching today",
        "had too much coffee",
        "my blood pressure is 120 over 75",
        "carried a four year old all day",
        "thirty eight year old, desk job",
        "10 out of 10 massage",
        "my handwriting gets worse every year",
    ],
)
def test_when_the_words_mean_something_ordinary_then_none(text: str) -> None:
    screening = screen_by_rules(text)
    assert (screening.level, screening.check) == (Level.none, False)
