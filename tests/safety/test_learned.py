"""The second, learned reader: what it hears, when it is asked, and how it joins the rules."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from bot.files import FileError
from bot.language.vectors import DIMENSIONS, ModelFileError, SentenceEncoder
from bot.paths import PROJECT
from bot.safety import Flag, Level, Screening, Status, learned, screen
from bot.safety.clauses import Clause, clauses, rest
from bot.safety.learned import LearnedReader, Suspicion, needs_second_reading, second_reading, suspects
from bot.safety.learned_index import (
    EXAMPLES,
    NONE,
    Example,
    curves,
    grams,
    hold_out,
    load_examples,
    model_of,
    normal,
    report,
    train,
)

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


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    return SentenceEncoder(remembered=4000)


@pytest.fixture(scope="session")
def reader(encoder: SentenceEncoder) -> LearnedReader:
    """The project's own; trains into ``var/`` when the examples changed since the last time."""
    reader = LearnedReader(encoder)
    reader.build()
    return reader


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "all.yml").write_text(SMALL, encoding="utf-8")
    return tmp_path / "examples"


def suspicion(flag: str, start: int = 0, end: int = 10, level: Level | None = None) -> Suspicion:
    return Suspicion(flag, level, 0.9, start, end, "x" * (end - start))


def found(flag: str, level: Level, status: Status, start: int = 0, end: int = 5) -> Flag:
    return Flag(flag, level, status, start, end, "words", "bot", "rule", "affirmed")


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
        ("a thumping lump in my stomach and I nearly blacked out from the back pain", "aaa_signs"),
        ("I lie awake wishing I was dead", "self_harm"),
        ("17 tylenol since last night", "overdose"),
        ("a lorry smashed into our car and we spun off the road", "trauma"),
    ],
)
def test_when_the_wording_is_new_then_the_sign_is_suspected(reader: LearnedReader, text: str, flag: str) -> None:
    assert flag in {suspicion.flag for suspicion in reader.read(text)}


@pytest.mark.parametrize(
    "text",
    [
        "my back cramped up while I was hoovering",
        "is a hot shower any good for this",
        "I can feel my feet and my legs are strong",
        "what would you do about a stiff back before a long drive",
        "thanks, that was kind of you",
        "no sign of a fever and no trouble in the bathroom",
        "my sister's dog is called Biscuit",
        "shoulders tight from typing",
        "which pillow should I buy",
        "my uncle used to have a bad back as well",
        "",
        " . , ",
    ],
)
def test_when_there_is_no_sign_then_no_question(reader: LearnedReader, text: str) -> None:
    assert not second_reading(text, screen(text), reader).check


def test_when_a_sign_hides_in_a_long_message_then_it_is_found_and_placed(reader: LearnedReader) -> None:
    chat = "We had lunch at my sister's and then watched the snooker. The dog needed a walk. " * 60
    text = chat + "Oh and my pyjamas were drenched with wee and I never woke. " + chat
    heard = reader.read(text)
    assert heard[0].flag == "bladder_bowel"
    assert "drenched with wee" in text[heard[0].start : heard[0].end] == heard[0].words


def test_when_a_message_is_endless_then_few_clauses_are_encoded(reader: LearnedReader) -> None:
    model = reader._ready()
    pieces = clauses("I did the garden. My back is tight. I leak wee without knowing. " * 200)
    chosen = reader._chosen(model, pieces)
    assert len(pieces) > len(chosen) == learned.MOST_CLAUSES
    assert {piece.words for piece in chosen} == {"I leak wee without knowing"}


def test_when_the_sign_is_denied_then_only_what_follows_is_read(reader: LearnedReader) -> None:
    text = "a van ran me over"
    assert reader.read(text)
    assert reader.read(text, [(0, len(text))]) == []


@pytest.mark.parametrize(
    ("flags", "needed"),
    [
        ([], True),
        ([found("prolonged", Level.routine, Status.present)], True),
        ([found("fever", Level.urgent, Status.absent)], True),
        ([found("fever", Level.urgent, Status.possible)], False),
        ([found("chest_pain", Level.emergency, Status.present)], False),
    ],
)
def test_only_where_the_rules_found_nothing_urgent_a_second_reading_is_due(flags: list[Flag], needed: bool) -> None:
    assert needs_second_reading(Screening(flags=tuple(flags))) is needed


def test_when_something_is_suspected_then_a_question_is_due_and_no_alarm() -> None:
    screening = suspects(Screening(), [suspicion("chest_pain", 3, 9)])
    assert (screening.level, screening.check) == (Level.none, True)
    flag = screening.question_flag
    assert flag is not None
    assert (flag.id, flag.level, flag.status, flag.start, flag.end) == (
        "chest_pain", Level.emergency, Status.possible, 3, 9,
    )  # fmt: skip
    assert (flag.rule, flag.assertion) == ("learned", "sounds like")
    assert flag.source


def test_when_several_are_suspected_then_the_gravest_is_asked_first() -> None:
    screening = suspects(Screening(), [suspicion("fever"), suspicion("trauma", level=Level.emergency)])
    assert [(flag.id, flag.level) for flag in screening.flags] == [
        ("trauma", Level.emergency),
        ("fever", Level.urgent),
    ]


def test_when_a_routine_sign_is_present_then_it_stays_in_front_and_the_level_with_it() -> None:
    before = Screening(Level.routine, False, (found("prolonged", Level.routine, Status.present),))
    after = suspects(before, [suspicion("leg_weakness")])
    assert (after.level, after.check, [flag.id for flag in after.flags]) == (
        Level.routine, True, ["prolonged", "leg_weakness"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("place", "kept"),
    [((3, 20), False), ((30, 50), True)],
)
def test_when_the_rules_judged_it_absent_in_the_same_words_then_it_is_dropped(
    place: tuple[int, int], kept: bool
) -> None:
    before = Screening(flags=(found("chest_pain", Level.emergency, Status.absent),))
    after = suspects(before, [suspicion("chest_pain", *place)])
    assert after.check is kept
    assert len(after.flags) == 1


def test_when_the_rules_found_something_urgent_then_nothing_is_added() -> None:
    before = Screening(Level.urgent, False, (found("fever", Level.urgent, Status.present),))
    assert suspects(before, [suspicion("chest_pain")]) is before


@pytest.mark.parametrize("flag", ["no_such_sign"])
def test_when_the_catalogue_lacks_the_sign_then_nothing_is_added(flag: str) -> None:
    before = Screening()
    assert suspects(before, [suspicion(flag)]) is before


def test_when_the_same_sign_is_possible_already_then_it_is_not_doubled() -> None:
    before = Screening(flags=(found("prolonged", Level.routine, Status.possible),))
    assert suspects(before, [suspicion("prolonged")]) is before


class _Broken(LearnedReader):
    def __init__(self, error: Exception) -> None:
        super().__init__(SentenceEncoder())
        self.error = error

    def read(self, text: str, denied: object = ()) -> list[Suspicion]:
        raise self.error


@pytest.mark.parametrize(
    "error", [ModelFileError("gone"), FileError(Path("x.yml"), 1, "broken"), ImportError("sklearn"), OSError("full")]
)
def test_when_the_reader_is_out_of_use_then_the_rules_alone_hold(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    screening = Screening()
    assert second_reading("my secret words", screening, _Broken(error)) is screening
    assert "out of use" in caplog.text
    assert "secret" not in caplog.text


def test_when_the_rules_are_certain_then_the_reader_is_not_asked() -> None:
    text = "I can't feel my legs"
    screening = screen(text)
    assert second_reading(text, screening, _Broken(AssertionError("asked"))) is screening


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


@pytest.mark.parametrize(
    ("words", "taken", "left"),
    [
        ("not pain, a heavy weight on my ribs", (4, 8), ["a heavy weight on my ribs"]),
        ("no fever today", (3, 8), []),
        ("no fever at all", (20, 25), ["no fever at all"]),
    ],
)
def test_what_follows_a_denial_is_kept_when_it_says_enough(words: str, taken: tuple[int, int], left: list[str]) -> None:
    kept = rest([Clause(0, len(words), words)], [taken])
    assert [piece.words for piece in kept] == left


def test_words_and_pairs_are_the_grams() -> None:
    assert grams("Can't feel, can't") == ["cant", "feel", "cant feel", "feel cant"]
    assert normal("I  Can’t\nfeel") == "i can't feel"


def test_when_the_examples_are_unchanged_then_the_cache_is_used(folder: Path, encoder: SentenceEncoder) -> None:
    cache = folder.parent / "var" / "reader.npz"
    first = model_of(encoder, folder, cache)
    again = model_of(None, folder, cache)  # type: ignore[arg-type]  # a trained model needs no encoder
    assert again.labels == first.labels == ("bladder_bowel", NONE, "trauma:emergency")
    assert again.grams == first.grams
    np.testing.assert_array_equal(again.weights, first.weights)
    np.testing.assert_array_equal(again.thresholds, first.thresholds)


def test_when_the_examples_change_then_the_reader_is_trained_anew(folder: Path, encoder: SentenceEncoder) -> None:
    cache = folder.parent / "reader.npz"
    model_of(encoder, folder, cache)
    (folder / "more.yml").write_text("- flag: fever\n  said: [I burn, so hot, a fever, shivers, hot head]\n")
    assert "fever" in model_of(encoder, folder, cache).labels


def test_when_the_cache_is_spoilt_then_the_reader_is_trained_anew(folder: Path, encoder: SentenceEncoder) -> None:
    cache = folder.parent / "reader.npz"
    cache.write_bytes(b"PK nonsense")
    assert NONE in model_of(encoder, folder, cache).labels


def test_without_a_cache_nothing_is_written(folder: Path, encoder: SentenceEncoder) -> None:
    reader = LearnedReader(encoder, examples=folder, cache=None)
    reader.build()
    assert [path.name for path in folder.parent.iterdir()] == ["examples"]


def test_two_labels_are_enough_and_the_chances_add_up(encoder: SentenceEncoder) -> None:
    examples = [Example(words, "fever") for words in ("I burn", "so hot", "a fever", "shivers", "hot head")]
    examples += [Example(words, NONE) for words in ("hello", "thanks", "ice", "a stretch", "stiff")]
    model = train(examples, encoder)
    chances = model.chances(["hot fever", "hello"], encoder.encode(["hot fever", "hello"]))
    np.testing.assert_allclose(chances.sum(axis=1), 1, rtol=1e-5)
    fever, none = model.labels.index("fever"), model.labels.index(NONE)
    assert chances[0, fever] > chances[1, fever]
    assert chances[1, none] > chances[0, none]


def test_words_never_met_promise_nothing(folder: Path, encoder: SentenceEncoder) -> None:
    model = model_of(encoder, folder, None)
    assert model.promise("zyzzyva quux") == 0
    assert model.promise("wee leaks") > 0 > model.promise("stiff back")


def test_the_curve_falls_as_the_threshold_rises(folder: Path, encoder: SentenceEncoder) -> None:
    examples = load_examples(folder)
    held = hold_out(examples, encoder.encode([example.words for example in examples]))
    for _, chosen, points in curves(held):
        heard = [point.heard for point in points]
        assert heard == sorted(heard, reverse=True)
        assert 0.5 < chosen < 1
    shown = report(encoder, folder)
    assert "bladder_bowel" in shown
    assert "trauma:emergency" in shown


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
    model_of(encoder, folder, cache)
    code = (
        "import sys; from pathlib import Path; from bot.safety.learned import LearnedReader;"
        "from bot.language.vectors import SentenceEncoder;"
        f"r = LearnedReader(SentenceEncoder(), examples=Path({str(folder)!r}), cache=Path({str(cache)!r}));"
        "r.read('I leak wee'); sys.exit('sklearn' in sys.modules or 'rasa' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=False).returncode == 0


def test_a_vector_has_the_length_the_features_expect(encoder: SentenceEncoder, folder: Path) -> None:
    model = model_of(encoder, folder, None)
    assert len(model.weights) == DIMENSIONS + len(model.grams)
