"""Whether a sign that was worded is so: said no to, over, only asked about, or somebody else's.

In the manner of ConText (Harkema and others 2009, JBI 42:839), written anew for what people type in a chat. The cues
are data (``content/red_flags/language/cues.yml``):

* ``negation``        says no to what follows in its clause: "no", "haven't", "without"
* ``negation_after``  says no to what stands just before: "… is fine", "…: none"
* ``neutral``         looks like a negation and is none: "no change", "not only", "can't move without"
* ``resolved``        it is over: "all gone", "cleared up"; cancelled by ``present``
* ``past``            it was long ago: "years ago", "used to"; cancelled by ``present``
* ``present``         it is so now: "still", "since", "left with"
* ``hypothetical``    asked in general: "what if", "can it cause"; cancelled by ``happening``
* ``doubtful``        asked about oneself with an "if": worth a question
* ``happening``       "that is happening to me": turns what was only asked about into a report
* ``rather``          "as such", "so much as": what follows the word said no to is said instead
* ``joking``          "only joking": takes back what was said, but a wish to die is asked about all the same
* ``retracted``       takes back what was said: "not literally", "for laughing"
* ``mistaken``        "I thought I had": wrong when a ``correction`` follows, "but it was", "turned out"
* ``someone_else``    another person's story as background: "my mum had", "runs in the family"
* ``relative_has``    the same for what people live with: "my aunt has osteoporosis"
* ``asked_about``     the other person is the one with the pain: "his back", "she can't"; cancels the two before
* ``relation``        a relative who did or had what follows; background when an ``own_story`` comes after it
* ``boundary``        a new clause begins: "but", "apart from", "and now"
* ``subjects``        single words that begin a clause ("my", "he"), unless one of ``holders`` stands before ("in my")
* ``things``          words of signs that are named as things: "no fever, chills" says no to both, "no fever, numb
  legs" only to the first
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from bot.safety.catalogue import Cues
from bot.safety.matching import BARRIERS, Chart, Match, Matcher
from bot.safety.patterns import parse_all
from bot.safety.screening import Status
from bot.safety.telling import Telling

#: How many words a cue reaches, by its class. Messages without any stop must not make one endless sentence.
_REACH_NEGATION = 14
_REACH_AFTER = 4
_REACH_RESOLVED = 8
_REACH_PAST = 9
_REACH_QUESTION = 22
_REACH_OTHER = 12
_REACH_RETRACTED = 12

#: Cues that are single words, not wordings.
_PLAIN = ("subjects", "holders", "things")
_MARKS = frozenset({",", ".", "?"})
_LINKS = frozenset({",", "?", "is", "are", "was", "all"})
_ASKING = frozenset({"can", "could", "is", "are", "does", "why"})
_OWNERS = frozenset({"my", "his", "her", "this"})
#: Somebody of flesh and blood: a question that names nobody is asked in general.
_PEOPLE = frozenset({"i", "me", "my", "mine", "he", "his", "him", "she", "her", "we", "our", "us", "they", "their"})
_QUESTION_STARTS = frozenset({"does", "do", "can", "could", "would", "will", "should"})
_OPEN_STARTS = frozenset({"is", "are", "how", "what", "whats", "why", "when"})
#: "Can barely walk" asks nothing.
_HARDLY = frozenset({"barely", "hardly", "only", "just", "not", "still", "scarcely", "feel", "feels", "something"})
#: Words before or after a sign in a question about it; a longer sentence tells a story.
_LONGEST_QUESTION = 30
#: A verb and its "not".
_VERBS = frozenset({"is", "are", "was", "were", "does", "do", "did", "has", "have"})
_VERB_NOT = frozenset({"isnt", "arent", "wasnt", "doesnt", "dont", "didnt", "hasnt", "havent"})
#: What leads from a question to one's own story.
_REASONS = frozenset({"because", "but", "as", "since"})
#: The reason of a sign that stands in a question such as "is one leg numb a sign".
ASKED_OF_NOBODY = "doubtful: a question that names nobody"
_QUESTIONING = frozenset({"what", "whats", "which", "how", "who", "where"})
_TURNS = BARRIERS | {"and", ","}
_OTHER_THING = frozenset({"my", "his", "her", "back"})
_OTHER_NOW = _OTHER_THING | {"lower", "just", "only"}


@dataclass(frozen=True)
class Assertion:
    """A status and its reason, for people: ``negated by "no"``."""

    status: Status
    reason: str


@dataclass(frozen=True)
class _Cue:
    kind: str
    start: int
    end: int


class Asserter:
    """Decides assertions by the cues of a catalogue."""

    def __init__(self, cues: Cues) -> None:
        kinds = {name: parse_all(wordings) for name, wordings in cues if name not in _PLAIN}
        self._matcher = Matcher(kinds)
        self._subjects = frozenset(cues.subjects)
        self._holders = frozenset(cues.holders)
        self._things = frozenset(cues.things)

    def read(self, chart: Chart) -> Scene:
        """The cues and clauses of a message, ready to judge its matches."""
        cues = _longest(self._matcher.find(chart))
        return Scene(chart, cues, self._clauses(chart, cues), self._things)

    def _clauses(self, chart: Chart, cues: list[_Cue]) -> list[tuple[int, int]]:
        """For each word the number of its sentence and of its clause."""
        starts = {cue.start for cue in cues if cue.kind == "boundary"}
        inside = {place for cue in cues if cue.kind != "boundary" for place in range(cue.start + 1, cue.end)}
        result: list[tuple[int, int]] = []
        sentence = clause = 0
        for place, word in enumerate(chart.words):
            before = chart.words[place - 1] if place else ""
            if before in (".", "?"):
                sentence, clause = sentence + 1, clause + 1
            elif place in starts or (word in self._subjects and place not in inside and before not in self._holders):
                clause += 1
            result.append((sentence, clause))
        return result


class Scene:
    """One message with its cues, asked about one match after the other."""

    def __init__(self, chart: Chart, cues: list[_Cue], clauses: list[tuple[int, int]], things: frozenset[str]) -> None:
        self._chart = chart
        self._things = things
        self._clauses = clauses
        self._telling = Telling(chart.words, clauses)
        self._cues: dict[str, list[_Cue]] = {}
        for cue in cues:
            self._cues.setdefault(cue.kind, []).append(cue)
        self._starts = {kind: [cue.start for cue in several] for kind, several in self._cues.items()}

    @property
    def cues(self) -> list[tuple[str, int, int]]:
        """Every cue of the message: its kind, its first word and the word after its last."""
        return [(cue.kind, cue.start, cue.end) for several in self._cues.values() for cue in several]

    def judge(self, match: Match, past_counts: bool, severe: bool, *, asked_counts: bool = False) -> Assertion | None:
        """What the words around a match make of it.

        Args:
            match: the words of the sign.
            past_counts: whether the sign counts although it is over.
            severe: whether a doubtful wording is worth a question.
            asked_counts: whether the sign counts although it is only asked about ("how to end it all"); said in jest,
                it is worth a question.

        Returns:
            The assertion, or ``None`` when a "no" in the midst of the words breaks the match.
        """
        if cue := self._breaking(match):
            return self._absent("negated", cue) if self._denies_the_verb(cue) else None
        if cue := self._someone_else(match, past_counts):
            return self._absent("someone else's", cue)
        if cue := self._negated(match):
            return self._absent("negated", cue)
        if cue := self._asked(match):
            return self._absent("asked in general", cue)
        if self._telling.is_supposed(match):
            return Assertion(Status.possible, "doubtful: a supposition")
        if self._names_nobody(match, _QUESTION_STARTS):
            return Assertion(Status.absent, "asked in general: a question that names nobody")
        if not asked_counts and self._names_nobody(match, _OPEN_STARTS):
            # "why is one leg numb" may be about the writer's own: worth a question, no alarm.
            status = Status.possible if severe else Status.absent
            return Assertion(status, ASKED_OF_NOBODY)
        if cue := self._taken_back(match, "joking"):
            status = Status.possible if asked_counts else Status.absent
            return Assertion(status, f"taken back: {self._quote(cue)}")
        if cue := self._taken_back(match, "retracted") or self._mistaken(match):
            return self._absent("taken back", cue)
        if not past_counts and (cue := self._over(match)):
            return self._absent("over", cue)
        if cue := self._doubtful(match):
            status = Status.possible if severe else Status.absent
            return Assertion(status, f"doubtful: {self._quote(cue)}")
        return Assertion(Status.present, "affirmed")

    def _breaking(self, match: Match) -> _Cue | None:
        """A "no" in the midst of the words."""
        begun = ((cue, high) for low, high in match.gaps for cue in self._between("negation", low, high))
        return next((cue for cue, high in begun if cue.end <= high or self._denies_the_verb(cue)), None)

    def _denies_the_verb(self, cue: _Cue) -> bool:
        """Whether a "no" is about what stands around it: "urine is not cloudy", but not "numb, no pain in my leg"."""
        words = self._chart.words[max(0, cue.start - 1) : cue.end]
        return not _VERB_NOT.isdisjoint(words) or ("not" in words and not _VERBS.isdisjoint(words))

    def _negated(self, match: Match) -> _Cue | None:
        for cue in self._between("negation", match.start - _REACH_NEGATION, match.end):
            if cue.start >= match.start and cue.end <= match.end:
                continue  # part of the sign itself: "no feeling in my foot"
            if self._between("rather", cue.end, match.end + 1):
                continue  # "not pain as such, a heaviness"
            if cue.start < match.start < cue.end:
                return cue
            same = self._clauses[cue.start][1] == self._clauses[match.start][1]
            if cue.end <= match.start and same and self._carries(cue, match):
                return cue
        for cue in self._between("negation_after", match.end, match.end + _REACH_AFTER):
            if self._answers(cue, match):
                return cue
        return None

    def _answers(self, cue: _Cue, match: Match) -> bool:
        """Whether a "no" behind the sign is about it: "numbness: none", not "numb, no idea why"."""
        words = self._chart.words
        if cue.end - cue.start > 1:
            same = self._clauses[cue.start][0] == self._clauses[match.start][0]
            # "My groin is numb what exercises are good" says nothing of the groin.
            return same and _QUESTIONING.isdisjoint(words[match.end : cue.start])
        closed = cue.end >= len(words) or words[cue.end] in _MARKS
        return closed and _LINKS.issuperset(words[match.end : cue.start])

    def _carries(self, cue: _Cue, match: Match) -> bool:
        """Whether a "no" reaches over the commas between it and the match."""
        words = self._chart.words
        if "," not in words[cue.end : match.start]:
            return True
        last = max(place for place in range(cue.end, match.start) if words[place] == ",")
        joined = {"or", "nor"} & set(words[cue.end : match.end + 8])
        return bool(joined) or (match.start - last <= 4 and self._is_thing(match))

    def _is_thing(self, match: Match) -> bool:
        return any(word in self._things or word.endswith("ness") for word in self._chart.words[match.start : match.end])

    def _asked(self, match: Match) -> _Cue | None:
        return self._about(match, "hypothetical", match.end + (_REACH_AFTER if self._is_owned(match) else _REACH_OTHER))

    def _doubtful(self, match: Match) -> _Cue | None:
        return self._about(match, "doubtful", match.end + _REACH_AFTER)

    def _about(self, match: Match, kind: str, high: int) -> _Cue | None:
        for cue in self._between(kind, match.start - _REACH_QUESTION, high):
            if self._after("happening", min(cue.end, match.start)):
                continue
            turned = not _REASONS.isdisjoint(self._chart.words[cue.end : match.start])
            if turned and self._is_owned(match):
                continue  # "what is a red flag, because my leg is numb"
            if kind == "hypothetical" and self._telling.apart(cue.start, cue.end, match):
                continue  # "how long does a spasm last, i can't feel my legs"
            same = self._clauses[cue.start][0] == self._clauses[match.start][0]
            inside = cue.start >= match.start and cue.end <= match.end
            # "could my fever come from it" tells of a fever, "could fever come from it" does not.
            words = self._chart.words
            own = words[cue.start] in _ASKING and match.start < cue.end and words[match.start - 1] in _OWNERS
            if same and not inside and not own:
                return cue
        return None

    def _is_owned(self, match: Match) -> bool:
        """Whether the sign is somebody's: "my numb foot", "I can't feel my foot"."""
        return not _PEOPLE.isdisjoint(self._chart.words[max(0, match.start - 2) : match.end])

    def _names_nobody(self, match: Match, question_starts: frozenset[str]) -> bool:
        """Whether the sign stands in a question such as "does sciatica always reach the foot"."""
        words, start, end = self._chart.words, match.start, match.end
        farthest = max(0, match.start - _LONGEST_QUESTION)
        while start > farthest and self._clauses[start - 1][0] == self._clauses[match.start][0]:
            start -= 1
        while end < min(len(words), match.end + _LONGEST_QUESTION) and words[end] not in _MARKS:
            end += 1
        asks = words[start] in question_starts and _HARDLY.isdisjoint(words[start + 1 : start + 2])
        return asks and _PEOPLE.isdisjoint(words[start:end]) and not self._after("happening", match.start)

    def _taken_back(self, match: Match, kind: str) -> _Cue | None:
        sentence = self._clauses[match.start][0]
        for cue in self._between(kind, match.start - _REACH_AFTER, match.end + _REACH_RETRACTED):
            if self._clauses[cue.start][0] - sentence in (0, 1):
                return cue
        return None

    def _mistaken(self, match: Match) -> _Cue | None:
        for cue in self._between("mistaken", match.start - _REACH_AFTER, match.start):
            if self._between("correction", match.end, match.end + _REACH_RESOLVED):
                return cue
        return None

    def _over(self, match: Match) -> _Cue | None:
        sentence = self._clauses[match.start][0]
        low, high = match.start - _REACH_PAST, match.end + _REACH_PAST
        for cue in (*self._between("resolved", low, high), *self._between("past", low, high)):
            # "has gone" in "has gone numb" does not say that it is over, nor does "have passed" in "have passed blood".
            inside = cue.start < match.end and match.start < cue.end
            same = abs(self._clauses[cue.start][0] - sentence) <= (cue.kind == "resolved" and cue.start >= match.end)
            if not inside and same and not self._crosses_barrier(cue, match) and not self._is_now(cue, match):
                return cue
        return None

    def _crosses_barrier(self, cue: _Cue, match: Match) -> bool:
        words = self._chart.words
        if cue.kind == "resolved" and cue.start >= match.end:
            # "… but it is fine now" is about the sign; "… but my back is fine now" is not.
            skipped = set(words[match.end : cue.start])
            return not skipped.isdisjoint(_TURNS) and not skipped.isdisjoint(_OTHER_THING)
        if cue.kind == "resolved":
            return not _TURNS.isdisjoint(words[cue.end : match.start])
        between = words[cue.end : match.start] if cue.start < match.start else words[match.end : cue.start]
        return any(word in BARRIERS - {".", "?"} for word in between)

    def _is_now(self, cue: _Cue, match: Match) -> bool:
        low, high = min(cue.start, match.start) - 6, max(cue.end, match.end) + 5
        for now in self._between("present", low, high):
            touches = now.start == cue.end or now.end == cue.start  # "all gone now" is no longer so
            between = set(self._chart.words[cue.end : now.start])
            # "that's cleared, it is my back now", "all gone, 36.6 today"
            measured = any(word[0].isdigit() for word in between)
            elsewhere = "," in between and (measured or not _OTHER_NOW.isdisjoint(between))
            if not touches and not elsewhere and self._clauses[now.start][0] == self._clauses[match.start][0]:
                return True
        return False

    def _someone_else(self, match: Match, past_counts: bool) -> _Cue | None:
        low, high = match.start - _REACH_OTHER, match.end + _REACH_AFTER
        kinds = ("someone_else", "relative_has") if past_counts else ("someone_else",)
        for cue in (cue for kind in kinds for cue in self._between(kind, low, high)):
            same = self._clauses[cue.start][0] == self._clauses[match.start][0]
            if same and not self._crosses_barrier(cue, match) and not self._after("asked_about", cue.end):
                return cue
        for cue in self._between("relation", match.start - _REACH_AFTER, match.start):
            same = self._clauses[cue.start][0] == self._clauses[match.start][0]
            told = self._after("own_story", match.end) and not self._after("asked_about", match.end)
            if same and told and not past_counts and "," not in self._chart.words[cue.end : match.start]:
                return cue
        return None

    def _between(self, kind: str, low: int, high: int) -> list[_Cue]:
        starts = self._starts.get(kind, [])
        return self._cues.get(kind, [])[bisect_left(starts, low) : bisect_left(starts, high)]

    def _after(self, kind: str, place: int) -> bool:
        return bool(self._between(kind, place, len(self._chart.words)))

    def _absent(self, reason: str, cue: _Cue) -> Assertion:
        return Assertion(Status.absent, f"{reason}: {self._quote(cue)}")

    def _quote(self, cue: _Cue) -> str:
        return '"' + " ".join(self._chart.words[cue.start : cue.end]) + '"'


def _longest(matches: Iterable[Match]) -> list[_Cue]:
    """The cues of a message in their order, the longest where several overlap; one place may serve two kinds.

    A clause begins at its boundary whatever cue begins there too: "but just curious" parts as "but" does. Only a cue
    that began before swallows it: "not just" is no boundary.
    """
    found = sorted(matches, key=lambda match: (match.start - match.end, match.start))
    taken: dict[int, tuple[int, int]] = {}
    kept: list[_Cue] = []
    for match in found:
        span = (match.start, match.end)
        if all(taken.get(place, span) == span for place in range(*span)):
            taken.update(dict.fromkeys(range(*span), span))
            kept.append(_Cue(match.name, match.start, match.end))
    begun = {cue.start for cue in kept}
    parting = [match for match in found if match.name == "boundary" and match.start in begun]
    everything = {*kept, *(_Cue(match.name, match.start, match.end) for match in parting)}
    return sorted(everything, key=lambda cue: (cue.start, cue.end, cue.kind))
