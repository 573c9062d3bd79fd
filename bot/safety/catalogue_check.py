"""The rules of the format of ``content/red_flags`` that need more than one value to check: the linter of signs.

Every function raises :class:`bot.files.FileError` with the file, the line and what to mend.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.files import FileError, line_of, read_yaml
from bot.safety.matching import layers
from bot.safety.patterns import Group, parse, parse_all, parts

if TYPE_CHECKING:
    from bot.safety.catalogue import Cues, Entry, Words

#: Begins the names of the rules that lay wordings make.
LAY = "said_by_"
#: Fewer lay wordings than this say nothing about how a kind of people talks.
LEAST_LAY = 3

Where = tuple[Any, ...]
Groups = Mapping[str, list[str]]


def check_words(words: Mapping[Path, Words], entries: Mapping[Path, Entry], path: Path, cues: Cues) -> None:
    """The word groups of the shared files and of the entries, the numbers, and the cues (in ``path``)."""
    places: list[tuple[Path, Where, Groups]] = [(file, ("groups",), part.groups) for file, part in words.items()]
    places += [(file, ("words",), entry.words) for file, entry in entries.items()]
    numbers = [(file, "quantities", name) for file, part in words.items() for name in part.quantities]
    numbers += [(file, "numbers", name) for file, entry in entries.items() for name in entry.numbers]
    names: list[tuple[Path, Where]] = [(file, (*where, name)) for file, where, groups in places for name in groups]
    names += [(file, (key, name)) for file, key, name in numbers]
    _check_names(names)
    known = {where[-1] for _, where in names}
    for file, where, groups in places:
        for name, wordings in groups.items():
            _check_wordings(file, (*where, name), wordings, known)
    _check_circles(places)
    for name, wordings in cues:
        _check_wordings(path, (name,), wordings, known)
    for file, entry in entries.items():
        _check_entry(file, entry, known)
    used = set(_used([groups for _, _, groups in places], entries.values(), cues))
    for file, where in names:
        if where[-1] not in used:
            _refuse(file, where, f"nothing uses the word group {where[-1]!r}; use it or delete it.")


def check_entries(entries: Mapping[Path, Entry], sources: Path) -> None:
    """What the entries say of files, of sources and of each other."""
    references = _references(sources)
    ids = {entry.id for entry in entries.values()}
    for path, entry in entries.items():
        if entry.id != path.stem:
            _refuse(path, ("id",), f"the flag {entry.id!r} belongs into {entry.id}.yml; rename the file or the flag.")
        for place, reference in enumerate(entry.sources):
            if reference not in references:
                _refuse(path, ("sources", place), f"{reference!r} is not a source and section of sources.yml.")
        _check_texts(path, entry)
        for place, lift in enumerate(entry.raised):
            if lift.to <= entry.tier:
                _refuse(path, ("raised", place, "to"), f"{lift.to.name} is not above the tier {entry.tier.name}.")
            if not lift.with_flags and not lift.with_words:
                _refuse(path, ("raised", place), "say what raises the level: with_flags, with_words or both.")
            for part, name in enumerate(lift.with_flags):
                if name not in ids:
                    _refuse(path, ("raised", place, "with_flags", part), f"there is no flag {name!r}.")


def _check_texts(path: Path, entry: Entry) -> None:
    if not entry.question.endswith("?"):
        _refuse(path, ("question",), "the question has to end with a question mark.")
    if not entry.tell.endswith("."):
        _refuse(path, ("tell",), "what to tell has to be sentences and end with a full stop.")
    for key in ("question", "tell", "short"):
        if "!" in getattr(entry, key):
            _refuse(path, (key,), f"{key}: the guide does not shout; write it without an exclamation mark.")


def _check_entry(path: Path, entry: Entry, known: set[str]) -> None:
    own = [sign for sign in entry.signs if not sign.rule.startswith(LAY)]
    for place, sign in enumerate(entry.signs[: len(own)]):
        where: Where = ("signs", place)
        if sign.rule.startswith(LAY):
            _refuse(path, (*where, "rule"), f"names that begin with {LAY} belong to lay; choose another.")
        if sign.rule in (other.rule for other in own[:place]):
            _refuse(path, (*where, "rule"), f"the rule {sign.rule!r} is there already; give it a name of its own.")
        _check_wordings(path, (*where, "wordings"), sign.wordings, known)
        _check_known(path, (*where, "together"), sign.together, known)
    _check_wordings(path, ("never",), entry.never, known)
    for variant, said in entry.lay.items():
        where = ("lay", variant.value)
        if len(said) < LEAST_LAY:
            _refuse(path, where, f"give at least {LEAST_LAY} wordings, or leave {variant.value} out.")
        _check_wordings(path, where, said, known)
    twice = Counter(wording for sign in entry.signs for wording in sign.wordings)
    for place, wording, where in _everything_said(entry):
        if twice[wording] > 1:
            _refuse(path, (*where, place), f"the wording {wording!r} is in this file twice; delete one of them.")
    for place, lift in enumerate(entry.raised):
        _check_known(path, ("raised", place, "with_words"), lift.with_words, known)


def _everything_said(entry: Entry) -> Iterator[tuple[int, str, Where]]:
    own = len(entry.signs) - len(entry.lay)
    for number, sign in enumerate(entry.signs[:own]):
        for place, wording in enumerate(sign.wordings):
            yield place, wording, ("signs", number, "wordings")
    for variant, said in entry.lay.items():
        for place, wording in enumerate(said):
            yield place, wording, ("lay", variant.value)


def _check_wordings(path: Path, where: Where, wordings: Iterable[str], known: set[str]) -> None:
    for place, wording in enumerate(wordings):
        try:
            patterns = parse(wording)
        except ValueError as error:
            raise FileError(path, line_of(path, (*where, place)), f"{error}.") from None
        for part in parts(patterns):
            if isinstance(part, Group):
                _check_known(path, where, [part.name], known, place)


def _check_known(path: Path, where: Where, names: Iterable[str], known: set[str], place: int | None = None) -> None:
    for number, name in enumerate(names):
        if name not in known:
            there = (*where, number if place is None else place)
            _refuse(path, there, f"there is no word group {name!r}; add it to words, or correct the name.")


def _check_names(names: Iterable[tuple[Path, Where]]) -> None:
    seen: dict[str, Path] = {}
    for path, where in names:
        name = where[-1]
        if name in seen:
            _refuse(path, where, f"the word group {name!r} is in {seen[name].name} already; join them or rename one.")
        seen[name] = path


def _check_circles(places: Iterable[tuple[Path, Where, Groups]]) -> None:
    places = list(places)
    try:
        layers({name: parse_all(wordings) for *_, several in places for name, wordings in several.items()})
    except ValueError as error:
        said = set(str(error).replace(",", " ").split())
        path, where = next((path, where) for path, where, several in places if not said.isdisjoint(several))
        raise FileError(path, line_of(path, where), f"{error}.") from None


def _used(groups: Iterable[Groups], entries: Iterable[Entry], cues: Cues) -> Iterator[str]:
    wordings = [wording for several in groups for said in several.values() for wording in said]
    wordings += [wording for _, said in cues for wording in said]
    for entry in entries:
        wordings += entry.never
        for sign in entry.signs:
            wordings += sign.wordings
            yield from sign.together
        for lift in entry.raised:
            yield from lift.with_words
    for part in parts(parse_all(wordings)):
        if isinstance(part, Group):
            yield part.name


def _references(path: Path) -> set[str]:
    data = read_yaml(path)
    listed = [*data.get("documents", []), *data.get("guidelines", [])]
    return {f"{source['id']}#{section}" for source in listed for section in source.get("sections", [])}


def _refuse(path: Path, where: Where, message: str) -> None:
    raise FileError(path, line_of(path, where), message)
