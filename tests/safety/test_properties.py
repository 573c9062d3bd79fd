"""What holds for every text: the screening never raises, forgets nothing, and company hides no sign."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.files import read_yaml
from bot.safety import Context, Level, Screening, Status, screen

settings.register_profile(
    "screening",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
FEW = settings(settings.get_profile("screening"), max_examples=80)
MANY = settings(settings.get_profile("screening"), max_examples=150)

#: Signs of every level, told in words that need no context; the vignettes tell them at more length.
VIGNETTES = [row["text"] for row in read_yaml(Path(__file__).parents[1] / "always_first" / "vignettes.yml")]
SIGNS = [
    "I have wet myself",
    "I can't feel when I pee",
    "i have gone numb between my legs",
    "My left leg gives way when I stand",
    "I cannot lift my foot",
    "There is a crushing pain in my chest",
    "I can't breathe properly",
    "I want to kill myself",
    "I took thirty paracetamol this morning",
    "I fell off a ladder",
    "I crashed my car on Friday",
    "I have a temperature of 39.5",
    "There is blood in my urine",
    "The pain shoots down my leg to my foot",
    "My foot is numb",
    "I can't walk",
    "I have lost a lot of weight without trying",
    "I had breast cancer five years ago",
    "I inject heroin",
    "I take prednisolone every day",
    "I have osteoporosis",
    "The pain gets worse every day",
    "I have had this back pain for three months",
    "He is slurring his words",
    "My wife is pregnant and bleeding",
    "It wakes me every night",
    "I can't get an erection since my back went",
    "The numbness in my leg hasn't gone away",
    "I have not been able to pee since yesterday",
]
#: Sentences that say nothing about any sign and nothing about the sentence beside them.
NEUTRAL = [
    "Hello",
    "Good morning",
    "Thank you for reading this",
    "I work in an office",
    "We live near the station",
    "My back is stiff",
    "It is raining today",
    "I have two cats",
    "My sister drove me home",
    "I had toast for breakfast",
    "The kettle is on",
    "I am writing from my phone",
    "My neighbour grows tomatoes",
    "We watched a film last week",
    "I usually sit at a desk",
    "The bus was late",
    "I am a bit tired",
    "I like swimming",
    "My name is Robin",
    "Sorry for the long message",
]
#: Words that change what a sentence means, to be put together at random.
CUES = [
    "no",
    "not",
    "never",
    "denies",
    "without",
    "but",
    "if",
    "what if",
    "can it cause",
    "my friend",
    "last year",
    "in the past",
    "ago",
    "gone",
    "and",
    "or",
    ",",
    ".",
    "?",
    "\n",
    "leg",
    "numb",
    "pee",
    "chest pain",
    "39",
    "weeks",
    "cancer",
    "fell",
    "both",
    "cant feel",
]

signs = st.sampled_from([*SIGNS, *VIGNETTES])
neutral = st.lists(st.sampled_from(NEUTRAL), max_size=3)
some_neutral = st.lists(st.sampled_from(NEUTRAL), min_size=1, max_size=3)
anything = st.text(max_size=200)
jumble = st.lists(st.sampled_from([*CUES, *SIGNS, *NEUTRAL]), max_size=12).map(" ".join)
texts = st.one_of(anything, jumble)
told = st.one_of(signs, st.sampled_from(NEUTRAL))


def paragraph(sentences: list[str]) -> str:
    """Sentences one after the other, each with its full stop."""
    return " ".join(f"{sentence.rstrip('.')}." for sentence in sentences)


@MANY
@given(texts)
def test_no_text_makes_it_raise(text: str) -> None:
    screening = screen(text)
    assert screening.level in Level
    assert all(0 <= flag.start < flag.end <= len(text) for flag in screening.flags)


@FEW
@given(texts, st.lists(texts, max_size=3), st.frozensets(st.sampled_from(["fever", "trauma", "cancer_history"])))
def test_no_talk_before_it_makes_it_raise(text: str, before: list[str], flags: frozenset[str]) -> None:
    assert screen(text, Context(flags, tuple(before))).level in Level


@FEW
@given(texts)
def test_the_same_text_has_the_same_result(text: str) -> None:
    assert screen(text) == screen(text)


@FEW
@given(jumble, jumble)
def test_what_was_read_before_changes_nothing(text: str, other: str) -> None:
    first = screen(text)
    screen(other)
    assert screen(text) == first


@MANY
@given(jumble, st.sampled_from([str.upper, str.lower, str.title, str.swapcase]))
def test_case_does_not_matter(text: str, changed: Callable[[str], str]) -> None:
    assert _verdict(changed(text)) == _verdict(text)


@MANY
@given(
    st.one_of(signs, jumble), st.sampled_from(["  ", "\t", "   ", "\u00a0"]), st.sampled_from(["", " ", "\n", "\t "])
)
def test_spacing_does_not_matter(text: str, gap: str, rim: str) -> None:
    assert _verdict(rim + text.replace(" ", gap) + rim) == _verdict(text)


@MANY
@given(signs, neutral, neutral)
@example("My mum can't take a single step because of her back", ["I like swimming"], [])
@example("My mum can't take a single step because of her back", [], ["My back is stiff"])
def test_company_never_lowers_a_sign(sign: str, before: list[str], after: list[str]) -> None:
    alone = screen(paragraph([sign]))
    assert screen(paragraph([*before, sign, *after])).level >= alone.level


@FEW
@given(signs, st.sampled_from(NEUTRAL))
@example("It wakes me every night", "Good morning")
@example("on prednisolone for years, had a little fall yesterday, now my back hurts", "We watched a film last week")
def test_a_comma_before_it_never_lowers_a_sign(sign: str, before: str) -> None:
    assert screen(f"{before}, {sign}").level >= screen(sign).level


@FEW
@given(signs, some_neutral, some_neutral)
def test_lines_around_it_never_lower_a_sign(sign: str, before: list[str], after: list[str]) -> None:
    assert screen("\n".join([*before, sign, *after])).level >= screen(sign).level


@FEW
@given(signs, some_neutral)
def test_what_was_said_before_never_lowers_a_sign(sign: str, before: list[str]) -> None:
    assert screen(sign, Context(before=tuple(before))).level >= screen(sign).level


@MANY
@given(st.lists(told, min_size=1, max_size=3), st.lists(told, min_size=1, max_size=3))
def test_two_texts_together_are_as_urgent_as_each(first: list[str], second: list[str]) -> None:
    one, other = paragraph(first), paragraph(second)
    both = screen(f"{one}\n\n{other}").level
    assert both >= max(screen(one).level, screen(other).level)


@FEW
@given(texts, signs)
def test_any_text_and_a_sign_are_as_urgent_as_the_sign(text: str, sign: str) -> None:
    assert screen(f"{text}\n\n{sign}").level >= screen(sign).level


@MANY
@given(texts)
def test_it_survives_being_handed_on(text: str) -> None:
    screening = screen(text)
    assert Screening.from_dict(json.loads(json.dumps(screening.to_dict()))) == screening


@FEW
@given(texts)
def test_level_check_and_flags_agree(text: str) -> None:
    screening = screen(text)
    assert screening.level == max((flag.level for flag in screening.present), default=Level.none)
    assert len({flag.id for flag in screening.flags}) == len(screening.flags)
    assert not screening.check or any(flag.status is Status.possible for flag in screening.flags)


def _verdict(text: str) -> tuple[Level, bool, set[tuple[str, Status]]]:
    screening = screen(text)
    return screening.level, screening.check, {(flag.id, flag.status) for flag in screening.flags}
