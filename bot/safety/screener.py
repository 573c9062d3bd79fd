"""The rules: text in, findings out. Pure; no network, no Rasa, nothing remembered between messages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from bot.language.tokens import Token, tokenize
from bot.safety.assertion import Asserter, Assertion, Scene
from bot.safety.catalogue import Catalogue, Entry, Sign, load
from bot.safety.combination import together
from bot.safety.matching import Chart, Match, Matcher
from bot.safety.numbers import quantities
from bot.safety.patterns import Word, parse_all, parts
from bot.safety.screening import Context, Flag, Level, Status
from bot.safety.spelling import Speller

#: Longest message that is read, in characters; the gate lets far less through.
LONGEST = 200_000
#: Between the messages of one conversation: no end of a sentence, for a sign may be told across it.
_SEAM = ", "
#: A line break with nothing before it that ends a sentence.
_WRAPPED = re.compile(r"(?<=\w)[^\S\n]*\n[^\S\n]*(?=\w)")
#: Why a sign is only possible, where its wording is the reason and not what stands around it.
UNCERTAIN = "the wording alone is not certain"
#: Marks the name of an entry's look-alikes among the names of its signs.
_NEVER = "!"
#: Behind a comma, these begin something new.
_ANEW = frozenset({"also", "and", "i", "ive", "im", "it", "its", "he", "hes", "she", "shes", "my"})


#: Stands between the sign and its status in the name of a mark that is a finding.
FINDING = "="


class Mark(NamedTuple):
    """Something that the rules noticed in a message, be it a sign or not.

    Attributes:
        start: offset of its first character.
        end: offset after its last character.
        name: a word group (``pee_or_poo``), a cue (``~negation``), or a finding (``fever=absent``).
    """

    start: int
    end: int
    name: str


@dataclass(frozen=True)
class Findings:
    """What the rules find in a message.

    Attributes:
        of: every wording that was read, with its status.
        lifting: the word groups affirmed in the message, of those that raise a level.
        sure: the findings whose wording needs no second opinion.
        marks: everything that was noticed, in the order in which it begins; the learned reader counts it.
    """

    of: tuple[Flag, ...] = ()
    lifting: frozenset[str] = frozenset()
    sure: frozenset[Flag] = frozenset()
    marks: tuple[Mark, ...] = ()


class Screener:
    """Reads messages by the rules of one catalogue.

    Attributes:
        catalogue: what it knows.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        entries = catalogue.entries.values()
        self._layers = [Matcher(layer) for layer in catalogue.layers]
        self._asserter = Asserter(catalogue.cues)
        self._signs = {f"{entry.id}:{sign.rule}": (entry, sign) for entry in entries for sign in entry.signs}
        wordings = {name: parse_all(sign.wordings) for name, (_, sign) in self._signs.items()}
        lookalikes = {entry.id + _NEVER: parse_all(entry.never) for entry in entries}
        self._matcher = Matcher({**wordings, **lookalikes})
        self._combined = {name: sign for name, (_, sign) in self._signs.items() if sign.together}
        self._lifting = {word for entry in entries for lift in entry.raised for word in lift.with_words}
        cues = (parse_all(several) for _, several in catalogue.cues)
        patterns = (*catalogue.groups.values(), *wordings.values(), *lookalikes.values(), *cues)
        known = {part.text for several in patterns for part in parts(several) if isinstance(part, Word)}
        self._speller = Speller(known, catalogue.spellings)

    def findings(self, text: str, context: Context | None = None) -> Findings:
        """Everything in a message that words of the catalogue speak of.

        Args:
            text: what the person typed, of any length and any characters.
            context: what the conversation knows already. What is told half in the messages before and half in this
                one is found as well; what they tell alone is not found again.
        """
        found = self._with_broken_lines(text, self._read(text))
        before = _SEAM.join(context.before) if context else ""
        if not before.strip() or not text.strip():
            return found
        seam = len(before)
        joined = self._read(before + _SEAM + text)
        # What an earlier message says no to or doubts must not hide what this one tells.
        crossing = [
            _moved(finding, text, seam + len(_SEAM))
            for finding in joined.of
            if finding.start < seam < finding.end
            and (finding.status is Status.present or finding.assertion == UNCERTAIN)
        ]
        return replace(found, of=(*found.of, *crossing), lifting=found.lifting | joined.lifting)

    def mended(self, text: str) -> str:
        """The text with its slips of spelling mended towards the words of the catalogue."""
        return self._speller.mend_text(text)

    def _with_broken_lines(self, text: str, found: Findings) -> Findings:
        """The findings, and what is told across the end of a line, where the line may only have been wrapped.

        A line break mostly ends a sentence; so what reaches over one is possible, until the learned reader agrees.
        """
        breaks = [match.start() for match in _WRAPPED.finditer(text)]
        if not breaks:
            return found
        unwrapped = self._read(_WRAPPED.sub(lambda match: " " * len(match.group()), text))
        crossing = [
            replace(flag, status=Status.possible, assertion=UNCERTAIN)
            for flag in unwrapped.of
            if flag.status is not Status.absent and any(flag.start < place < flag.end for place in breaks)
        ]
        return replace(found, of=(*found.of, *crossing))

    def _read(self, text: str) -> Findings:
        tokens = self._speller.mend(tokenize(text[:LONGEST]))
        if not tokens:
            return Findings()
        chart = self._chart(tokens)
        scene = self._asserter.read(chart)
        found: list[Flag] = []
        sure: set[Flag] = set()
        for entry, sign, match in self._matches(chart):
            pressing = (sign.level or entry.tier) >= Level.urgent
            assertion = scene.judge(match, entry.past_counts, pressing, asked_counts=entry.asked_counts)
            if assertion:
                flag = _flag(text, tokens, entry, sign, match, assertion)
                found.append(flag)
                if sign.sure:
                    sure.add(flag)
        lifting = frozenset(word for word in self._lifting if _is_said(chart, scene, word))
        return Findings(tuple(found), lifting, frozenset(sure), _marks(chart, scene, found))

    def _chart(self, tokens: list[Token]) -> Chart:
        chart = Chart(tokens)
        for quantity in quantities(chart.words):
            for name, range_ in self.catalogue.ranges.items():
                if range_.holds(quantity):
                    chart.add(name, quantity.start, quantity.end)
        for layer in self._layers:
            for match in list(layer.find(chart)):
                chart.add(match.name, match.start, match.end)
        return chart

    def _matches(self, chart: Chart) -> Iterator[tuple[Entry, Sign, Match]]:
        found = list(self._matcher.find(chart))
        never = {
            (match.name, place)
            for match in found
            if match.name.endswith(_NEVER) and not _starts_anew(chart, match)
            for place in match.places
        }
        for name, sign in self._combined.items():
            found.extend(together(chart, name, sign))
        for match in found:
            if match.name.endswith(_NEVER):
                continue
            entry, sign = self._signs[match.name]
            lookalike = entry.id + _NEVER
            if sign.sure or not any((lookalike, place) in never for place in match.places if match.covers(place)):
                yield entry, sign, match


def _starts_anew(chart: Chart, match: Match) -> bool:
    """Whether something new begins inside the words: "is ice ok, also I wet myself" is no wet ice pack."""
    words = chart.words
    return any(
        words[place] == "," and words[place + 1] in _ANEW for low, high in match.gaps for place in range(low, high)
    )


def _is_said(chart: Chart, scene: Scene, word: str) -> bool:
    """Whether a word group is affirmed anywhere in the message."""
    judged = (scene.judge(Match(word, start, end), False, False) for start, end in chart.mentions(word))
    return any(assertion and assertion.status is Status.present for assertion in judged)


def _marks(chart: Chart, scene: Scene, found: Sequence[Flag]) -> tuple[Mark, ...]:
    places = [(start, end, name) for start, names in enumerate(chart.ends) for name in names for end in names[name]]
    places += [(start, end, f"~{kind}") for kind, start, end in scene.cues]
    noticed = [Mark(chart.tokens[start].start, chart.tokens[end - 1].end, name) for start, end, name in places]
    noticed += [Mark(flag.start, flag.end, f"{flag.id}{FINDING}{flag.status.value}") for flag in found]
    return tuple(sorted(noticed))


def _flag(text: str, tokens: list[Token], entry: Entry, sign: Sign, match: Match, assertion: Assertion) -> Flag:
    start, end = tokens[match.start].start, tokens[match.end - 1].end
    status, reason = assertion.status, assertion.reason
    if status is Status.present and sign.status is Status.possible:
        status, reason = Status.possible, UNCERTAIN
    level = sign.level or entry.tier
    return Flag(entry.id, level, status, start, end, text[start:end], entry.sources[0], sign.rule, reason)


def _moved(finding: Flag, text: str, offset: int) -> Flag:
    """A finding that began in an earlier message, placed in this one."""
    end = finding.end - offset
    return replace(finding, start=0, end=end, words=text[:end])


@lru_cache(maxsize=1)
def default_screener() -> Screener:
    """The screener of the project's own catalogue, built at its first use.

    Raises:
        bot.files.FileError: when a file of the catalogue is broken.
    """
    return Screener(load())
