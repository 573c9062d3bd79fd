"""Two readers, one verdict: every cell of the table, and what holds when the learned reader is out of use."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.safety import Context, Flag, Level, Status, default_screener, reading, screen, screen_by_rules
from bot.safety.learned import Hearing
from bot.safety.screener import UNCERTAIN, Findings
from bot.safety.verdict import CONTRADICTED, DOUBTED, DROPPED, SOME, STRONG, decide

ENTRIES = default_screener().catalogue.entries


def found(status: Status, flag: str = "fever", level: Level = Level.urgent, assertion: str = "") -> Flag:
    assertion = assertion or {PRESENT: "affirmed", POSSIBLE: UNCERTAIN, ABSENT: "negated"}[status]
    return Flag(flag, level, status, 0, 10, "some words", "bot", "rule", assertion)


def heard(chance: float, flag: str = "fever", level: Level = Level.urgent, *, emergency: float = 0.0) -> Hearing:
    by_level = {Level.routine: chance, Level.urgent: chance, Level.emergency: emergency}
    return Hearing(0, 12, "some more words", flag, level, by_level)


STRONGLY, SOMEWHAT = STRONG[Level.urgent] + 0.02, SOME[Level.urgent] + 0.02
SILENTLY = min(DOUBTED[Level.urgent], DROPPED[Level.urgent]) - 0.01
PRESENT, POSSIBLE, ABSENT = Status.present, Status.possible, Status.absent


@pytest.mark.parametrize(
    ("rules", "sure", "chance", "status"),
    [
        (PRESENT, True, SILENTLY, PRESENT),
        (PRESENT, False, STRONGLY, PRESENT),
        (PRESENT, False, SOMEWHAT, PRESENT),
        (PRESENT, False, SILENTLY, POSSIBLE),
        (PRESENT, False, 0.0, POSSIBLE),
        (POSSIBLE, False, STRONGLY, PRESENT),
        (POSSIBLE, False, SOMEWHAT, POSSIBLE),
        (POSSIBLE, False, SILENTLY, ABSENT),
        (ABSENT, False, max(CONTRADICTED, STRONGLY), POSSIBLE),
        (ABSENT, False, SOMEWHAT, ABSENT),
        (ABSENT, False, SILENTLY, ABSENT),
    ],
)
def test_what_the_rules_say_is_weighed_with_what_is_heard(
    rules: Status, sure: bool, chance: float, status: Status
) -> None:
    flag = found(rules)
    findings = Findings((flag,), sure=frozenset({flag} if sure else ()))
    screening = decide(findings, [heard(chance)], ENTRIES, Context())
    assert [(flag.id, flag.status) for flag in screening.flags] == [("fever", status)]
    assert screening.flags[0].score == pytest.approx(chance, abs=1e-3)


def test_when_it_is_doubtful_or_in_jest_then_it_is_asked_about_however_it_sounds() -> None:
    flag = found(POSSIBLE, assertion="doubtful: a question that names nobody")
    screening = decide(Findings((flag,)), [heard(STRONGLY)], ENTRIES, Context())
    assert (screening.level, screening.check) == (Level.none, True)


@pytest.mark.parametrize(
    ("chance", "level", "check"),
    [(STRONGLY, Level.urgent, False), (SOMEWHAT, Level.none, True), (SILENTLY, Level.none, False)],
)
def test_when_the_rules_say_nothing_then_what_is_heard_decides(chance: float, level: Level, check: bool) -> None:
    screening = decide(Findings(), [heard(chance)], ENTRIES, Context())
    assert (screening.level, screening.check) == (level, check)


@pytest.mark.parametrize(
    "text",
    [
        "the numbness hasn't gone away",
        "no change, still numb in my foot",
        "I'm not able to pee",
        "can't feel my left foot",
        "no fever but my foot is numb",
    ],
)
def test_a_finding_worded_with_a_no_is_present_to_both_readers(text: str) -> None:
    assert screen(text).level >= Level.urgent


@pytest.mark.parametrize(
    ("rules", "chance", "asked"),
    [
        (PRESENT, 0.0, True),
        (POSSIBLE, DROPPED[Level.emergency] + 0.01, True),
        (POSSIBLE, DROPPED[Level.emergency] / 2, False),
    ],
)
def test_when_words_of_an_emergency_sound_harmless_then_more_is_asked_about(
    rules: Status, chance: float, asked: bool
) -> None:
    flag = found(rules, "chest_pain", Level.emergency)
    assert decide(Findings((flag,)), [heard(chance)], ENTRIES, Context()).check is asked


def test_when_two_words_are_all_that_is_heard_then_they_are_asked_about_and_no_alarm() -> None:
    hearing = replace(heard(STRONGLY), words="no idea")
    screening = decide(Findings(), [hearing], ENTRIES, Context())
    assert (screening.level, screening.check) == (Level.none, True)


@pytest.mark.parametrize("answer", ["no idea", "dunno", "not sure", "a bit", "since tuesday", "both", "thanks"])
def test_a_short_answer_is_no_sign(answer: str) -> None:
    screening = screen(answer)
    assert (screening.level, screening.check) == (Level.none, False)


def test_when_the_sign_is_sure_and_its_level_is_not_then_the_higher_one() -> None:
    hearing = heard(STRONGLY, "chest_pain", Level.emergency, emergency=STRONG[Level.emergency] - 0.1)
    assert decide(Findings(), [hearing], ENTRIES, Context()).level is Level.emergency


def test_when_the_reader_did_not_look_at_the_words_then_the_rules_hold() -> None:
    flag = found(PRESENT)
    elsewhere = Hearing(40, 50, "other words", "age", Level.routine, dict.fromkeys(STRONG, 0.0))
    assert decide(Findings((flag,)), [elsewhere], ENTRIES, Context()).flags == (flag,)


def test_when_the_reader_is_out_of_use_then_the_rules_alone_hold(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise OSError("my secret words")

    monkeypatch.setattr(reading, "learned_reader", broken)
    text = "I can't feel my legs"
    assert screen(text) == screen_by_rules(text)
    assert "out of use" in caplog.text
    assert "secret" not in caplog.text


def test_what_is_heard_comes_with_its_words_and_its_score() -> None:
    text = "Lovely day. pa walks like a broken puppet and has to be propped up"
    flag = screen(text).flags[0]
    assert (flag.id, flag.rule) == ("leg_weakness", "learned")
    assert text[flag.start : flag.end] == flag.words
    assert flag.score == pytest.approx(1, abs=0.5)
