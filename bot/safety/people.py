"""Whose sign it is: the writer's, or that of somebody they write about. When that is not sure, it is the writer's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum

from bot.safety.screening import Flag

#: People somebody writes about, without their "my".
_KIN = re.compile(
    r"(?:husband|hubby|hubbie|wife|missus|mrs|partner|boyfriend|girlfriend|bf|gf|fiance|fiancee|spouse|son|"
    r"daughter|mum|mom|mam|mummy|mama|mother|dad|daddy|papa|father|nan|nana|nanna|gran|granny|grandma|"
    r"grandmother|grandad|granddad|grandpa|grandfather|aunt|auntie|uncle|brother|sister|bro|sis|cousin|niece|"
    r"nephew|grandson|granddaughter|grandchild|stepson|stepdaughter|stepdad|stepmum)s?"
)
#: The same with a "my", "a" or "the" only: "alright mate" names nobody.
_FOLK = re.compile(
    r"(?:kid|child|toddler|baby|newborn|boy|girl|lad|lass|teenager|teen|twin|friend|mate|neighbour|neighbor|"
    r"flatmate|roommate|housemate|colleague|coworker|workmate|boss|patient|client|resident|tenant|student|"
    r"pupil|carer|fella|bloke)s?"
)
_ARTICLE = frozenset({"my", "our", "a", "an", "the", "his", "her", "this", "their"})
_FIRST = frozenset({"i", "im", "ive", "id", "ill", "me", "mine", "myself"})
_OWNER = frozenset({"my", "our"})
_THIRD = frozenset({"he", "hes", "hed", "she", "shes", "his", "her", "hers", "him", "himself", "herself"})
_PLURAL = frozenset({"they", "theyre", "theyve", "their", "theirs", "them", "themselves", "themself"})
#: After one of these somebody tells of the writer: "my wife says the leg drags".
_TELLS = re.compile(
    r"(?:says|said|say|thinks|thought|reckons|noticed|notices|told|tells|asked|asks|wants|wanted|worries|"
    r"suggested|insists|keeps|made|left|died|moved)"
)
#: Signs of a despair that is the writer's unless someone else is named right beside it.
_OF_THE_MIND = frozenset({"self_harm"})
#: A child that is not born yet is no other person here.
_UNBORN = frozenset({"baby", "kid", "child"})
_OWN = re.compile(
    r"\b(?:my own|my (?:(?:lower|upper|poor|stiff|bad|sore|left|right|achy|aching|whole|mid|middle) ){0,2}"
    r"(?:back|spine|spasms?|pain|neck|shoulders?|hips?|legs?|foot|feet|bladder|bum|bottom|chest|belly|stomach|sciatica|"
    r"muscles?|job|work|desk)|for me|on me|about me|mine|myself|i have (?:a|got|had)|ive (?:got|had|a)|i also|me too|"
    r"i (?:hurt|pulled|twisted|strained|get|feel|cant|keep))\b"
)


class About(Enum):
    """Whom a message is about, where it says so."""

    SELF = "self"
    OTHER = "other"


def about(text: str) -> About | None:
    """Whom a message speaks of: only the writer, somebody else, or ``None`` when it does not say.

    Args:
        text: what was typed.
    """
    plain = _plain(text)
    if "my own" in plain or re.search(r"\b(?:mine|myself)\b", plain):
        return About.SELF
    words = plain.split()
    others = [place for place, subject in _subjects(words) if subject is About.OTHER]
    own = [len(plain[: match.end()].split()) - 1 for match in _OWN.finditer(plain)]
    if others and own:  # what comes last is what is asked
        return About.OTHER if others[-1] > own[-1] else About.SELF
    if others:
        return About.OTHER
    return About.SELF if own else None


def of_others(text: str, flags: Iterable[Flag], before: Sequence[str] = ()) -> frozenset[str]:
    """The ids of those signs in a message that are somebody else's.

    Args:
        text: what was typed.
        flags: the signs that are present in it.
        before: what the person wrote before; a sign that began there is told by its first half.
    """
    earlier = about(before[-1]) is About.OTHER if before else False
    return frozenset(flag.id for flag in flags if _is_others(text, flag, earlier))


def _is_others(text: str, flag: Flag, earlier: bool) -> bool:
    head, span = _plain(text[: flag.start]).split(), _plain(text[flag.start : flag.end]).split()
    tail = _plain(text[flag.end :]).split()[:4]
    if flag.id in _OF_THE_MIND:
        return _despair_of_another(head, span, tail)
    if any(word in {"me", "myself"} for word in [*span, *tail[:3]]):
        return False
    subjects = [subject for _, subject in _subjects([*head, *span], unborn=flag.id == "pregnancy")]
    if subjects:
        return subjects[-1] is About.OTHER
    after = [subject for _, subject in _subjects(tail)]
    return after[0] is About.OTHER if after else earlier


def _despair_of_another(head: list[str], span: list[str], tail: list[str]) -> bool:
    if any(word in _FIRST for word in [*head[-2:], *span, *tail[:1]]):
        return False
    near = [*head[-5:], *span, *tail]
    return any(word in _THIRD or word in _PLURAL for word in near) or any(
        _person(head, place) for place in range(max(0, len(head) - 2), len(head))
    )


def _subjects(words: Sequence[str], unborn: bool = False) -> Iterator[tuple[int, About]]:
    """The people a text names, in their order."""
    kin_before = False
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else ""
        if word in _FIRST:
            yield place, About.SELF
        elif word in _OWNER:
            following_words = words[place + 1 : place + 5]
            if "old" in following_words[1:]:  # my four year old
                kin_before = True
                yield place, About.OTHER
            elif not any(_KIN.fullmatch(near) or _FOLK.fullmatch(near) for near in following_words[:3]):
                yield place, About.SELF
        elif word in _THIRD or (word in _PLURAL and kin_before):
            yield place, About.OTHER
        elif _person(words, place) and not (unborn and word in _UNBORN):
            kin_before = True
            # Who only tells or does something is not the one with the sign.
            if not _TELLS.fullmatch(following):
                yield place, About.OTHER


def _person(words: Sequence[str], place: int) -> bool:
    if _KIN.fullmatch(words[place]):
        return True
    return bool(_FOLK.fullmatch(words[place])) and not _ARTICLE.isdisjoint(words[max(0, place - 3) : place])


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9 ]+", " ", re.sub(r"[’'`]", "", text.lower()))
