"""Heart, mind, medicines and background in the words people use, and what only sounds like them."""

from __future__ import annotations

import pytest

from bot.safety import Level, screen_by_rules

EMERGENCIES = [
    # Too much medicine: counted, doubled, by the box, mixed, or in a child's hands.
    ("sixteen co-codamol since breakfast and it still hurts", "overdose"),
    ("20 x 200mg ibuprofen since teatime", "overdose"),
    ("polished off the whole strip of tramadol last night", "overdose"),
    ("popped ten dihydrocodeine between last night and now", "overdose"),
    ("mum has had four of her oramorph doses in an hour and i can hardly rouse her", "overdose"),
    ("my three year old had a go at my naproxen while my back was turned", "overdose"),
    ("my nephew found my baclofen and swallowed a couple", "overdose"),
    ("downed 2 zopiclone with half a bottle of rum, room is spinning", "overdose"),
    ("nan took her morning pills, forgot, took them again, and then again at lunch", "overdose"),
    # Wanting to die, in plain words and in veiled ones.
    ("everyone would be happier if i wasnt around, this back has finished me", "self_harm"),
    ("i have sorted my will out and said bye to the kids, cant take the pain", "self_harm"),
    ("just hope i go to sleep tonight and thats it", "self_harm"),
    ("my sister keeps going on about jumping off the multistorey because of her back", "self_harm"),
    ("hes written us all letters and given his tools away, its the back pain", "self_harm"),
    ("id be doing my family a favour if i was dead", "self_harm"),
    ("what is the easiest way to end my life", "self_harm"),
    ("no one would miss me and im no use with this back", "self_harm"),
    ("going to kil mysefl", "self_harm"),
    # The chest.
    ("feels like a belt being pulled round my ribs at the front and my left arm is aching", "chest_pain"),
    ("someones squeezing my heart in a fist, back sore too", "chest_pain"),
    ("heavy feeling behind my breastbone and im sweating buckets", "chest_pain"),
    ("a vice is gripping my chest", "chest_pain"),
    ("not a pain as such but a tightness across my chest", "chest_pain"),
    # The breath.
    ("cant get enough air in even sat still", "breathing"),
    ("my little girl is panting like a dog and wheezy, says her back hurts", "breathing"),
    ("hes gasping and his lips look blue", "breathing"),
    ("im breathing like ive run a mile and im only sitting down", "breathing"),
    # The brain.
    ("dads mouth is drooping and hes talking nonsense", "stroke_signs"),
    ("one corner of his mouth has gone down and he is talking funny", "stroke_signs"),
    ("whole right side went heavy and i dropped my cup", "stroke_signs"),
    # The great artery.
    ("sudden awful pain through to my back, went grey and clammy and hit the deck", "aaa_signs"),
    ("i can feel my pulse in my stomach and the back pain is terrible", "aaa_signs"),
    ("been told i have a swollen aorta and tonight my back is awful", "aaa_signs"),
]


@pytest.mark.parametrize(("text", "flag"), EMERGENCIES)
def test_when_life_may_be_in_danger_then_emergency(text: str, flag: str) -> None:
    screening = screen_by_rules(text)
    assert flag in {found.id for found in screening.present}
    assert screening.level is Level.emergency


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("they took a melanoma off me two years ago and now my back hurts", "cancer_history"),
        ("still using the needle exchange, back pain getting bad", "iv_drugs"),
        ("had a kidney transplant in 2018 and now a sore spine", "immunosuppressed"),
        ("on 20mg pred daily for my lungs and now back pain", "steroid_use"),
        ("my skeleton is like chalk", "osteoporosis"),
        ("im seventy four and my back has just started up", "age"),
        ("34 weeks, tightenings over my belly every 6 minutes", "pregnancy"),
        ("nothing gives me any relief", "severe_pain"),
        ("going on eleven weeks now and no let up", "prolonged"),
    ],
)
def test_when_the_background_weighs_then_it_is_noted(text: str, flag: str) -> None:
    assert flag in {found.id for found in screen_by_rules(text).present}


@pytest.mark.parametrize(
    "text",
    [
        # Medicines taken as they should be, or only asked about.
        "took two paracetamol and a nurofen at lunch, is that ok",
        "bought 32 paracetamol from tesco, how do i space them",
        "off the booze while im on diazepam",
        "how many cocodamol is too many",
        # Figures of speech.
        "my back is going to be the death of me haha, any stretches",
        "could murder a massage right now",
        "hurt myself doing deadlifts",
        "hope to wake up without this stiffness tomorrow",
        "want this pain to be gone",
        "i was breathless with excitement about the holiday, then my back went putting the case in the car",
        "my heart sank when it went again, same old spasm",
        "my face when the bill came, back still stiff",
        # Tight and heavy, elsewhere.
        "my shoulder is tight and heavy after the gym",
        "the chest press machine did my back in",
        "got my breath back after the stairs, just unfit",
    ],
)
def test_when_it_only_sounds_like_danger_then_none(text: str) -> None:
    screening = screen_by_rules(text)
    assert (screening.level, screening.check) == (Level.none, False)
