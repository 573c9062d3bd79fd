"""The learned reader: what it hears, what it is trained from, and what it is cut into."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bot.files import FileError
from bot.language.grams import letter_grams, normal, word_grams
from bot.language.vectors import SentenceEncoder, shared_encoder
from bot.paths import PROJECT
from bot.safety import Level, default_screener, learned, learned_reader
from bot.safety.clauses import clauses
from bot.safety.examples import EXAMPLES, NONE, Example, in_pieces, load_examples, with_company
from bot.safety.learned import LearnedReader
from bot.safety.learned_model import grams_of
from bot.safety.learned_training import model_of, train

SMALL = """
- flag: bladder_bowel
  said: [I leak wee, my bladder leaks, wee dribbles out of me, pee runs down my leg, I soaked the bed with pee, wet bed]
- flag: trauma
  level: emergency
  said: [a car hit me, hit by a van, my car crashed, we crashed the car, a lorry hit us, run over by a car]
- about: no sign
  said: [my back is stiff, back spasm, ice or heat, a stiff back, hello, thanks, which stretch helps, I lifted a box,
    my lower back is tight, the muscle is tight]
"""


def no_marks(text: str) -> list[str]:
    return []


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    return shared_encoder()


@pytest.fixture(scope="session")
def reader() -> LearnedReader:
    """The project's own; trains into ``var/`` when the examples or the lexicon changed since the last time."""
    reader = learned_reader()
    reader.build()
    return reader


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "all.yml").write_text(SMALL, encoding="utf-8")
    return tmp_path / "examples"


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("the sheets were sopping with pee and I had slept right through it", "bladder_bowel"),
        ("no feeling in my crotch when I towel off", "saddle_numbness"),
        ("my manhood won't wake up since I put my back out", "sexual_dysfunction"),
        ("pa walks like a broken puppet and has to be propped up", "leg_weakness"),
        ("my chest is in a vice and the ache runs into my arm", "chest_pain"),
        ("gulping for air like a fish on the bank", "breathing"),
        ("nanna's cheek is sagging and her words are mush", "stroke_signs"),
        ("I lie awake wishing I was dead", "self_harm"),
        ("17 tylenol since last night", "overdose"),
        ("a lorry smashed into our car and we spun off the road", "trauma"),
    ],
)
def test_when_the_wording_is_new_then_the_sign_is_heard(reader: LearnedReader, text: str, flag: str) -> None:
    best = max(reader.read(text), key=lambda hearing: hearing.chance)
    assert (best.flag, best.by_level[Level.emergency] > 0.5) == (flag, True)


@pytest.mark.parametrize(
    "text",
    [
        "my back cramped up while I was hoovering",
        "is a hot shower any good for this",
        "what would you do about a stiff back before a long drive",
        "thanks, that was kind of you",
        "my sister's dog is called Biscuit",
        "shoulders tight from typing",
        "which pillow should I buy",
    ],
)
def test_when_there_is_no_sign_then_little_is_heard(reader: LearnedReader, text: str) -> None:
    assert max(hearing.chance for hearing in reader.read(text)) < 0.3


@pytest.mark.parametrize("text", ["", " . , ", "🙂"])
def test_when_there_are_no_words_then_nothing_is_heard(reader: LearnedReader, text: str) -> None:
    assert reader.read(text) == []


def test_when_a_sign_hides_in_a_long_message_then_it_is_heard_and_placed(reader: LearnedReader) -> None:
    chat = "We had lunch at my sister's and then watched the snooker. The dog needed a walk. " * 60
    text = chat + "Oh and my pyjamas were drenched with wee and I never woke. " + chat
    best = max(reader.read(text), key=lambda hearing: hearing.chance)
    assert (best.flag, text[best.start : best.end]) == ("bladder_bowel", best.words)
    assert "drenched with wee" in best.words


def test_when_a_message_is_endless_then_the_most_promising_pieces_are_read(reader: LearnedReader) -> None:
    heard = reader.read("I did the garden. My back is tight. I leak wee without knowing. " * 200)
    assert len(heard) == learned.MOST_PIECES
    assert all("I leak wee" in hearing.words for hearing in heard)


def test_the_company_of_a_piece_is_heard_as_well(reader: LearnedReader) -> None:
    alone = max(hearing.chance for hearing in reader.read("my foot has gone numb"))
    text = "my foot has gone numb in a dream I had, in real life nothing is wrong with it"
    piece = min(reader.read(text), key=lambda hearing: (hearing.start, hearing.end))
    assert piece.chance < alone


def test_a_level_holds_all_that_is_graver(reader: LearnedReader) -> None:
    for hearing in reader.read("wet the bed, and my chest is tight"):
        chances = [hearing.by_level[level] for level in (Level.emergency, Level.urgent, Level.routine)]
        assert chances == sorted(chances)


def test_a_piece_has_only_the_marks_within_it() -> None:
    text = "no fever. my leg gives way"
    marks = default_screener().findings(text).marks
    fever = [mark for mark in marks if mark.name == "fever=absent"]
    assert [text[mark.start : mark.end] for mark in fever] == ["fever"]
    assert learned._inside(clauses("no fever")[0], marks) == [mark.name for mark in marks if mark.end <= 8]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", []),
        ("...", []),
        ("my back hurts", ["my back hurts"]),
        (" My back hurts... ", ["My back hurts"]),
        (
            "My back went on Monday. I leak wee",
            ["My back went on Monday. I leak wee", "My back went on Monday", "I leak wee"],
        ),
        (
            "it is stiff but my foot drags, lol",
            ["it is stiff but my foot drags, lol", "it is stiff", "but my foot drags, lol"],
        ),
        (
            "yes, I can pee fine and I sleep well",
            ["yes, I can pee fine and I sleep well", "yes, I can pee fine", "and I sleep well"],
        ),
    ],
)
def test_a_message_is_cut_where_a_thought_ends(text: str, pieces: list[str]) -> None:
    cut = clauses(text)
    assert sorted(clause.words for clause in cut) == sorted(pieces)
    assert all(text[clause.start : clause.end] == clause.words for clause in cut)


def test_when_a_message_is_long_then_it_is_not_read_whole() -> None:
    text = "my back is stiff today, " * 12 + "that is all. It is fine."
    assert text not in {clause.words for clause in clauses(text)}


def test_words_pairs_and_runs_of_letters_are_the_grams() -> None:
    assert word_grams("Can't feel, can't") == ["cant", "feel", "cant feel", "feel cant"]
    assert letter_grams("ice") == ["<ic", "ice", "ce>", "<ice", "ice>", "<ice>"]
    assert normal("I  Can’t\nfeel\ud800") == "i can't feel"


def test_when_the_examples_are_unchanged_then_the_cache_is_used(folder: Path, encoder: SentenceEncoder) -> None:
    cache = folder.parent / "var" / "reader.npz"
    first = model_of(encoder, normal, no_marks, folder, cache)
    again = model_of(None, normal, no_marks, folder, cache)  # type: ignore[arg-type]  # a trained model needs no encoder
    assert again.labels == first.labels == ("bladder_bowel", NONE, "trauma:emergency")
    assert {kind: dict(known.places) for kind, known in again.vocabularies.items()} == {
        kind: dict(known.places) for kind, known in first.vocabularies.items()
    }
    np.testing.assert_array_equal(again.weights, first.weights)


def test_when_the_examples_change_then_the_reader_is_trained_anew(folder: Path, encoder: SentenceEncoder) -> None:
    cache = folder.parent / "reader.npz"
    model_of(encoder, normal, no_marks, folder, cache)
    (folder / "more.yml").write_text("- flag: fever\n  said: [I burn, so hot, a fever, shivers, hot head]\n")
    assert "fever" in model_of(encoder, normal, no_marks, folder, cache).labels


def test_when_the_cache_is_spoilt_then_the_reader_is_trained_anew(folder: Path, encoder: SentenceEncoder) -> None:
    cache = folder.parent / "reader.npz"
    cache.write_bytes(b"PK nonsense")
    assert NONE in model_of(encoder, normal, no_marks, folder, cache).labels


def test_without_a_cache_nothing_is_written(folder: Path, encoder: SentenceEncoder) -> None:
    LearnedReader(encoder, default_screener(), examples=folder, cache=None).build()
    assert [path.name for path in folder.parent.iterdir()] == ["examples"]


def test_two_labels_are_enough_and_the_chances_add_up(encoder: SentenceEncoder) -> None:
    examples = [Example(words, "fever") for words in ("I burn", "so hot", "a fever", "shivers", "hot head")]
    examples += [Example(words, NONE) for words in ("hello", "thanks", "ice", "a stretch", "stiff")]
    model = train(examples, encoder, normal, no_marks)
    texts = ["hot fever", "hello"]
    chances = model.chances([grams_of(text, []) for text in texts], encoder.encode(texts))
    np.testing.assert_allclose(chances.sum(axis=1), 1, rtol=1e-5)
    fever = model.labels.index("fever")
    assert chances[0, fever] > chances[1, fever]


def test_when_a_message_is_long_then_the_piece_with_the_sign_is_among_those_read(reader: LearnedReader) -> None:
    harmless = [
        "We moved the wardrobe on Sunday and the stairs were narrow",
        "My neighbour lent me a hot water bottle with a knitted cover",
        "I sat through the whole meeting on a plastic chair",
        "The dog wants his walk and the children want their tea",
        "My manager says I can work from home until the weekend",
        "I have tried the stretch with the knees to the chest",
    ]
    text = ". ".join([*harmless, *harmless[::-1], "A warm trickle of wee came out on the stairs", *harmless]) + "."
    assert any("trickle" in hearing.words for hearing in reader.read(text))


def test_company_is_harmless_and_keeps_the_label() -> None:
    examples = [Example(f"sign {number}", "fever") for number in range(50)] + [Example("all well", NONE)]
    more = with_company(examples)
    added = more[len(examples) :]
    assert more[: len(examples)] == examples
    assert 5 < len(added) < 40
    assert all("all well" in words for words, _ in added)
    assert {label for words, label in added if "sign" in words} == {"fever"}
    assert with_company(examples) == more


def test_a_long_example_without_a_sign_is_learned_in_the_pieces_that_speak_of_none() -> None:
    filler = "we drove to the coast and had chips on the pier with the children and the dog"
    story = Example(f"My foot was numb. It was my boot, too tight. Then {filler}, {filler}.", NONE)
    sign = Example(f"my leg gives way since {filler} and {filler}", "leg_weakness")
    learned_from = in_pieces([story, sign], lambda words: "numb" in words)
    assert learned_from[0] == sign
    pieces = [words for words, label in learned_from if label == NONE]
    assert any(words.startswith("It was my boot") for words in pieces)
    assert not any("numb" in words for words in pieces)


@pytest.mark.parametrize(
    ("typed", "read"),
    [("I cannot", "i can't"), ("cant", "can't"), ("does NOT", "doesn't"), ("wont", "won't"), ("I want", "i want")],
)
def test_a_not_has_one_form(typed: str, read: str) -> None:
    assert normal(typed) == read


def test_what_is_misspelt_is_read_as_it_was_meant(reader: LearnedReader) -> None:
    assert reader._form("my BLADER lekas") == reader._form("my bladder leaks")


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("- flag: no_sign\n  said: [a, b]\n", 1, "there is no sign"),
        ("- flag: fever\n  said:\n  - hot\n- said:\n  - hot\n", 5, "as well"),
        ("- flag: fever\n  level: dire\n  said: [hot]\n", 2, "write one of"),
        ("- flag: fever\n  said: []\n", 2, "said"),
        ("- flag: fever\n  said: [hot]\n  sayd: [hot]\n", 3, "sayd"),
        ("- flag: fever\n  said: [hot]\n", None, "of none"),
    ],
)
def test_when_an_example_file_is_wrong_then_line_and_remedy(
    tmp_path: Path, text: str, line: int | None, message: str
) -> None:
    (tmp_path / "a.yml").write_text(text, encoding="utf-8")
    with pytest.raises(FileError, match=message) as caught:
        load_examples(tmp_path, frozenset({"fever"}))
    assert line is None or caught.value.line in (line, line - 1)


def test_every_example_names_a_sign_of_the_catalogue() -> None:
    from bot.safety.screener import default_screener

    examples = load_examples(EXAMPLES, frozenset(default_screener().catalogue.entries))
    assert sum(example.label == NONE for example in examples) >= 500


def test_a_trained_reader_needs_no_scikit_learn(folder: Path, encoder: SentenceEncoder) -> None:
    cache = folder.parent / "reader.npz"
    model_of(encoder, normal, no_marks, folder, cache)
    code = (
        "import sys; from pathlib import Path; from bot.safety.learned import LearnedReader;"
        "from bot.safety import default_screener; from bot.language.vectors import SentenceEncoder;"
        f"r = LearnedReader(SentenceEncoder(), default_screener(), examples=Path({str(folder)!r}),"
        f" cache=Path({str(cache)!r}));"
        "r.read('I leak wee'); sys.exit('sklearn' in sys.modules or 'rasa' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=False).returncode == 0
