"""Whether somebody tells of a sign beside a question in the same sentence, as people do who write without stops.

"How long does a spasm last i cant feel my legs" asks in general and then tells; "would I know when I can't feel my
legs" only asks. What is told stands in a clause of its own, of the writer or of whom they write for, and nothing makes
that clause a part of the question.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.safety.matching import Match

#: What a clause that tells begins with.
_TELLERS = frozenset({"i", "ive", "im", "my", "me", "mine", "we", "he", "hes", "she", "shes", "his", "her"})
#: The same where the rest of it names a person: "cant feel my legs", but not "cant feel the legs".
_BARE = frozenset({"cant", "both", "just", "been", "got", "keep", "still", "now", "its", "it", "there", "the"})
_PERSONS = frozenset({"i", "my", "me", "myself", "meself", "mine", "his", "her", "him", "himself", "herself"})
#: Of these words none is what a preposition holds: "kick in i took twenty".
_NOMINATIVES = frozenset({"i", "ive", "im", "he", "hes", "she", "shes", "we"})
_PREPOSITIONS = frozenset(
    {"in", "on", "for", "up", "out", "off", "down", "over", "with", "to", "at", "around", "through"}
)
#: What makes the clause behind it a part of the question.
_SUPPOSING = frozenset({"if", "when", "whether", "that", "once", "before", "after", "until", "unless", "where", "case"})
_SUPPOSING |= {"say", "suppose", "imagine", "risk", "chance", "chances", "odds", "likelihood", "like"}
_IMAGINING = frozenset({"suppose", "supposing", "imagine", "say"})
_LINKS = _TELLERS | _BARE | {"ever", "suddenly", "get", "have", "had", "do", "did", "am"}
#: What of it also begins a clause that is over before a further one begins: "how long before I can run my leg is numb".
_TIMES = frozenset({"before", "after", "until", "once"})
#: What joins it to a clause that is supposed.
_JOINING = frozenset({"and", "or"})
_LEADING = _JOINING | {"but", "plus", "also", "so"}
#: Clauses that speak about a sign: "i want to know if", "my doctor mentioned".
_SPEAKING = frozenset({"know", "mean", "mention", "mentioned", "heard", "hear", "read", "wonder", "wondering", "ask"})
_SPEAKING |= {"asking", "asked", "afraid", "scared", "worry", "worried", "worrying", "fear", "might", "may", "told"}
_SPEAKING |= {"googled", "thinking", "said", "says", "warned", "dont", "didnt", "never", "not", "curious", "if"}
#: What a question behind a statement begins with; other words about questions, "meaning of", belong to the statement.
_OPENERS = frozenset(
    {"how", "what", "whats", "when", "which", "why", "who", "where", "is", "are", "can", "could", "do"}
)
_OPENERS |= {"does", "would", "should", "will"}
#: "If its serious" is over before a further clause begins.
_SHORT_CLAUSES = frozenset({"its", "it", "this", "thats", "theyre"})
_LONGEST_SHORT_CLAUSE = 4  # words
_SHORTEST_CLAUSE = 3


class Telling:
    """The clauses of one message.

    Args:
        words: of the message.
        clauses: for each word the number of its sentence and of its clause.
    """

    def __init__(self, words: Sequence[str], clauses: Sequence[tuple[int, int]]) -> None:
        self._words, self._clauses = words, clauses

    def apart(self, start: int, end: int, match: Match) -> bool:
        """Whether a match is told apart from a question.

        Args:
            start, end: the first word of what makes the question one, and the word after its last.
            match: the words of a sign.
        """
        if start >= match.end:
            return self._words[start] in _OPENERS and self._is_told_first(match)
        if match.start < end:  # a part of the question
            return False
        if self._is_told_within(match):
            return True
        begin = self._begin(match, end)
        if begin is None or not self._tells(begin, match):
            begin = match.start if self._stands_behind_comma(match) else None
        return begin is not None and not self._is_supposed(start, end, begin)

    def _is_told_within(self, match: Match) -> bool:
        """Whether the telling begins amid the words: "how long does ibuprofen take i took twenty"."""
        places = range(match.start + 1, match.end)
        return any(
            self._words[place] in {"i", "ive"} and self._begins(place) and self._is_free(place) for place in places
        )

    def _stands_behind_comma(self, match: Match) -> bool:
        """Whether the sign is told without a subject: "what helps, lost control of my bladder"."""
        first, names = self._words[match.start], not _PERSONS.isdisjoint(self._words[match.start : match.end])
        return match.start > 0 and self._words[match.start - 1] == "," and names and not first.endswith("ing")

    def is_supposed(self, match: Match) -> bool:
        """Whether a sentence begins by supposing the sign, and then asks: "if I can't pee what do I do"."""
        words, sentence = self._words, self._clauses[match.start][0]
        first = match.start
        while first and self._clauses[first - 1][0] == sentence:
            first -= 1
        last = next((end for end in range(match.end, len(words)) if self._clauses[end][0] != sentence), len(words))
        asks = not _OPENERS.isdisjoint(words[match.end : last])
        # "If I sit my legs go numb what do I do" tells.
        hangs = words[first] == "if" and _LINKS.issuperset(words[first + 1 : match.start])
        return asks and (hangs or not _IMAGINING.isdisjoint(words[first : min(first + 2, match.start)]))

    def _is_told_first(self, match: Match) -> bool:
        """Whether the sentence begins by telling; a person in the words of the sign is enough: "pissed myself"."""
        begin = self._begin(match, 0)
        if begin is None:
            return False
        bare = begin == match.start and not _PERSONS.isdisjoint(self._words[begin : match.end])
        return self._tells(begin, match) or (bare and self._words[begin] not in _OPENERS and self._is_free(begin))

    def _begin(self, match: Match, low: int) -> int | None:
        """The first word of the clause of a match; ``None`` where that begins before ``low``."""
        begin, clause = match.start, self._clauses[match.start]
        if begin > low and self._words[begin - 1] == "the":
            return begin - 1  # "what helps the numbness in my leg"
        while begin > low and not self._begins(begin):
            if self._clauses[begin - 1] != clause and self._words[begin - 1] not in _TELLERS:
                break
            begin -= 1
        while begin > low and self._words[begin - 1] in _TELLERS:
            begin -= 1
        if not self._begins(begin):
            return None
        while begin < match.start and self._words[begin] in _LEADING:
            begin += 1
        return begin

    def _begins(self, place: int) -> bool:
        """Whether a clause begins at a word."""
        if place == 0 or self._clauses[place - 1] != self._clauses[place]:
            return True
        return self._words[place] in _NOMINATIVES and self._words[place - 1] in _PREPOSITIONS

    def _tells(self, begin: int, match: Match) -> bool:
        words = self._words
        if not self._is_free(begin) or not _SPEAKING.isdisjoint(words[begin : match.start]):
            return False
        if words[begin] == "the" and (begin == 0 or words[begin - 1] == ","):
            return True  # "the pain gets worse every day, what helps"
        if words[begin] == "me":  # "me legs are numb", but not "why ask me about my legs"
            return match.start <= begin + 1
        names = not _PERSONS.isdisjoint(words[begin : match.end])
        return words[begin] in _TELLERS or (words[begin] in _BARE and names)

    def _is_free(self, begin: int) -> bool:
        return begin == 0 or self._words[begin - 1] not in _SUPPOSING

    def _is_supposed(self, start: int, end: int, begin: int) -> bool:
        """Whether the clause that begins there belongs to an "if" of the question."""
        between = self._words[max(start, end - 2) : begin]  # from the end of a question such as "in case i"
        last = max((place for place, word in enumerate(between) if word in _SUPPOSING), default=None)
        if last is None:
            return between[-1] in _JOINING and not _SUPPOSING.isdisjoint(self._words[start:begin])
        rest = between[last + 1 :]
        if not rest or rest[-1] in _JOINING:
            return True
        short = rest[0] in _SHORT_CLAUSES and 2 <= len(rest) < _LONGEST_SHORT_CLAUSE
        timed = between[last] in _TIMES and len(rest) >= _SHORTEST_CLAUSE
        return not short and not timed and "," not in rest[1:]
