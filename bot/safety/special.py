"""Who needs other advice than most (a child, somebody pregnant …), and who needs a kind word first.

``content/special_situations.yml`` says how people put it and what is said to them. It is read with the matching and
the assertion of the warning signs, so that "I'm not pregnant" and "my neighbour has asthma" are not taken for theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pydantic import Field, validator

from bot.files import Edited, FileError, line_of, read_model
from bot.paths import CONTENT
from bot.safety.catalogue import Catalogue, Entry, Range, Sign
from bot.safety.patterns import Group, Pattern, parse, parse_all, parts
from bot.safety.screener import Screener
from bot.safety.screening import Flag, Level, Status

SPECIAL = CONTENT / "special_situations.yml"
#: Said with one of these reasons, it is about the person after all: "can I take it while pregnant".
_ASKED = ("asked", "doubtful")


class Medicines(Edited):
    """Which cards and statements advise to take something.

    Attributes:
        topics: the topics of cards about medicines.
        harmless: cards of these topics that advise nothing to take.
        words: a statement of any other topic with one of these words is about medicines too.
    """

    topics: list[str]
    harmless: list[str] = []
    words: list[str] = []


class Case(Edited):
    """Something about a person that changes what is said to them.

    Attributes:
        id: its name, also in the slot.
        about: what it means, for the people who edit the file.
        places: what the words rest on, as in a card.
        signs: how people say it.
        never: look-alikes.
        past_counts: whether it counts although it is long ago.
    """

    id: str = Field(regex=r"^[a-z][a-z_]*$")
    about: str
    places: list[str] = Field(alias="from", min_items=1)
    signs: list[Sign] = Field(min_items=1)
    never: list[str] = []
    past_counts: bool = False

    @validator("never", each_item=True)
    def _is_a_wording(cls, value: str) -> str:  # noqa: N805 (pydantic's way)
        parse(value)
        return value


class Person(Case):
    """Somebody who is told no medicine.

    Attributes:
        medicine: said in place of every medicine.
        caution: said before what there is to do; ``None`` where nothing has to be.
        card: a card written for such a person.
    """

    medicine: str
    caution: str | None = None
    card: str | None = None


class Situation(Case):
    """Something that is answered with a kind word before anything else.

    Attributes:
        kind: the first words.
        say: the others, with the number of a line.
        say_without_line: the same where the country has no such line.
        line: the name of the line in ``content/regions.yml``.
    """

    kind: str
    say: str
    say_without_line: str
    line: str


class SpecialSituations(Edited):
    """``content/special_situations.yml`` as it is written."""

    medicines: Medicines
    remedies: list[str]
    words: dict[str, list[str]] = {}
    numbers: dict[str, Range] = {}
    who: list[Person]
    situations: list[Situation]


class SpecialReader:
    """Reads messages for the cases of one file.

    Args (constructor):
        file: what to look for.
        catalogue: the catalogue of warning signs, for its cues and word groups.
    """

    def __init__(self, file: SpecialSituations, catalogue: Catalogue) -> None:
        self._who = {case.id for case in file.who}
        own = {name: parse_all(wordings) for name, wordings in file.words.items()}
        every: Sequence[Case] = (*file.who, *file.situations)
        cases = Catalogue([_entry(case) for case in every], [], catalogue.cues)
        cases.spellings = dict(catalogue.spellings)
        cases.groups = _needed(own, _wordings(cases.entries.values()), catalogue)
        cases.ranges = {**catalogue.ranges, **file.numbers}
        self._screener = Screener(cases)

    def said(self, text: str) -> frozenset[str]:
        """The cases that a message tells of; who a person is counts when it is only asked about, too."""
        return frozenset(flag.id for flag in self._screener.findings(text).of if self._counts(flag))

    def denied(self, text: str) -> frozenset[str]:
        """The cases that a message says are not so: "I'm not pregnant"."""
        found = self._screener.findings(text).of
        denied = {flag.id for flag in found if flag.assertion.startswith("negated")}
        return frozenset(denied - {flag.id for flag in found if self._counts(flag)})

    def _counts(self, flag: Flag) -> bool:
        asked = flag.id in self._who and flag.assertion.startswith(_ASKED)
        return flag.status is Status.present or asked


def load_special(catalogue: Catalogue, path: Path = SPECIAL) -> SpecialSituations:
    """The file, every word group that it names checked.

    Raises:
        FileError: with file, line and what is wrong.
    """
    file = read_model(path, SpecialSituations)
    theirs, own = {*catalogue.groups, *catalogue.ranges}, {*file.words, *file.numbers}
    for name in sorted(own & theirs):
        kind = "words" if name in file.words else "numbers"
        raise FileError(path, line_of(path, (kind, name)), f"the warning signs have a group {name!r}; rename this one.")
    for where, patterns in _places(file):
        for part in parts(patterns):
            if isinstance(part, Group) and part.name not in theirs | own:
                raise FileError(path, line_of(path, where), f"there is no word group {part.name!r}; correct the name.")
    return file


def _places(file: SpecialSituations) -> Iterator[tuple[tuple[str | int, ...], list[Pattern]]]:
    for name, wordings in file.words.items():
        yield ("words", name), parse_all(wordings)
    for kind, cases in (("who", file.who), ("situations", file.situations)):
        for place, case in enumerate(cases):
            yield (kind, place, "signs"), _wordings([_entry(case)])


def _entry(case: Case) -> Entry:
    """A case in the form that the rules read."""
    needed = {"tier": Level.urgent.name, "family": "background", "question": "?", "tell": ".", "short": case.about}
    given = {"id": case.id, "about": case.about, "sources": case.places, "past_counts": case.past_counts}
    return Entry.parse_obj({**needed, **given, "signs": case.signs, "never": case.never})


def _wordings(entries: Iterable[Entry]) -> list[Pattern]:
    several = [wording for entry in entries for sign in entry.signs for wording in sign.wordings]
    together = [f"<{name}>" for entry in entries for sign in entry.signs for name in sign.together]
    return parse_all([*several, *together, *(wording for entry in entries for wording in entry.never)])


def _needed(own: dict[str, list[Pattern]], used: Iterable[Pattern], catalogue: Catalogue) -> dict[str, list[Pattern]]:
    """The word groups that the cases, their own groups and the cues come to name; the others would only cost time."""
    cues = [pattern for _, wordings in catalogue.cues for pattern in parse_all(wordings)]
    waiting = [*used, *cues, *(pattern for patterns in own.values() for pattern in patterns)]
    needed = dict(own)
    while waiting:
        named = {part.name for part in parts([waiting.pop()]) if isinstance(part, Group)}
        for name in named & catalogue.groups.keys() - needed.keys():
            needed[name] = catalogue.groups[name]
            waiting += needed[name]
    return needed
