"""Reads a typed answer to a question about a warning sign: yes, no, or not sure, which never counts as no."""

from __future__ import annotations

import re
from enum import Enum

#: A longer message says more than an answer; it is left to the rest of the guide.
LONGEST = 12  # words
#: Longest answer that names only a place, a time or a measure: "only in the mornings".
LONGEST_PIECE = 8  # words

#: What people say before an answer.
_WELL = re.compile(
    r"^(?:(?:oh|ooh|well|um+|uh|er+m?|ah|hm+|so|ok|okay|god|thanks|thank you|sorry|honestly|actually|tbh|lol|haha"
    r"|i think|i would say|id say|to be honest)[ ,]+)+"
)
_UNSURE = re.compile(
    r"\b(?:not (?:really |too |quite |very |a hundred percent |100% ?|entirely |completely |totally |that |so )?"
    r"(?:sure|certain|clear)|unsure|uncertain|dunno|dont (?:really )?know|do not know|wouldnt know|couldnt say|"
    r"(?:cant|couldnt) (?:really |quite )?(?:tell|say)|hard to (?:say|tell|know)|difficult to (?:say|tell)|maybe|mebbe|"
    r"might|perhaps|possibly|probably|kind of|kinda|sort of|sorta|i (?:think|guess|suppose|reckon) so|"
    r"(?:i )?(?:guess|suppose)$|(?:a |the )?(?:tiny |little |wee |teeny )?bit|a (?:touch|tad|smidge)|a little|slightly|"
    r"somewhat|ish|sometimes|some times|occasionally|now and (?:then|again)|once in a while|from time to time|"
    r"on and off|off and on|comes and goes|yes and no|no and yes|barely|hardly|not much|not entirely|"
    r"not (?:completely|fully|exactly|totally|quite|a lot|always|often|all the time|100%)|no idea|no clue|"
    r"could be|could do|who knows|idk|i wonder|hopefully|i hope not|dont think so|not that bad|more or less)\b"
)
#: A no in so many words, or the word that nothing changed.
_NO = re.compile(
    r"^(?:no+|nope|nah|naw|none|nothing|never|not at all|neither|not one|negative|nowt|nada|nil|"
    r"not that (?:i|ive|im|id)|not as far as|not (?:yet|ever|now|today|lately|recently|anymore|any ?more|any longer)|"
    r"i (?:dont|do not|didnt|did not|havent|have not|am not|wasnt)(?:$|,| (?:have|get|got|had|noticed?|leak\w*|feel)\b)"
    r"|im not(?:$|,)|(?:it|that|she|he) (?:isnt|is not|doesnt|does not|hasnt|has not|didnt)|"
    r"they (?:arent|dont|havent)|definitely not|absolutely not|certainly not|of course not|"
    r"not (?:any )?(?:more|different) than (?:usual|normal|before|always)|"
    r"(?:just )?(?:the )?same as (?:usual|normal|always|ever|before)|(?:just )?(?:as|like) (?:usual|normal|always)|"
    r"(?:all|everythings?|everything is|its|its all|thats|thats all|that is|it is|feels|it feels|it all feels|"
    r"everything feels|im|i am)? ?(?:all |totally |completely |perfectly |quite )?"
    r"(?:fine|normal|ok|okay|good|as usual|as normal|as it should be)(?: (?:down )?there)?$|"
    r"i can (?:feel|tell) (?:it all|everything|it|that)(?: (?:fine|normally|ok|well))?$)"
    r"(?![\w])"
)
#: They begin like an answer and are none.
_NO_ANSWER = re.compile(
    r"^(?:(?:its |thats |all )?(?:ok|okay)|good|fine|never ?mind.*|no (?:problem|worries|thanks|thank you|bother|"
    r"hurry))$"
)
#: "No more than usual" is a no, whatever its first words look like.
_AS_USUAL = re.compile(
    r"^(?:no|not|nothing|none)\b(?!.*\b(?:worse|better)\b).{0,24}\b(?:than|from|to|out of the) (?:usual|normal|"
    r"always|ordinary|before|ever)\b"
)
_YES = re.compile(
    r"^(?:y|yes+|yea+h?|yeh|yep|yup|ya|aye|yessir|i do|i have|i am|i did|i was|it does|it is|it has|it did|"
    r"they (?:do|are)|"
    r"(?:s?he|it) (?:does|has|is|did|was)|correct|true|exactly|indeed|mhm|uh huh|of course|thats (?:it|right)|"
    r"definitely|absolutely|certainly|totally|completely|very|a lot|loads|always|constantly|all the time|sadly|"
    r"unfortunately|afraid so|i m afraid|im afraid|both|one or more|one of them|the (?:first|second|third|last))(?!\w)"
)
#: After one of these a "no" is taken back: "no, but it tingles".
_BUT = re.compile(
    r"\b(?:but|except|apart from|other than|although|though|however|unless|just|only|until|still|yet|instead|"
    r"more (?:like|of)|rather|because|cos|when|whenever|if)\b(?! (?:thanks|thank you|for asking))"
)
#: "No feeling at all" begins with no and says that the sign is there.
_LOST = re.compile(
    r"\b(?:no|zero|lost|little|without) (?:real |more |any )?(?:feelings?|sensation|control|strength|power|movement|"
    r"warning|urge|grip|balance|erections?|position|relief|rest|sleep|breath)\b|\bfeels? nothing\b|"
    r"\b(?:nothing|never) (?:helps|eases|works|moves|comes|there)\b|\bno (?:better|worse|change in)\b|"
    r"\b(?:cant|cannot|can not|couldnt|unable|wont)\b|\b(?:dont|doesnt|do not) (?:really )?feel (?:anything|a |much|it)"
)
_NOT_RIGHT = re.compile(
    r"\b(?:not|isnt|doesnt|dont|didnt|hasnt|never) (?:\w+ ){0,3}(?:right|normal|the same|fine|good|ok|okay|well|safe)\b"
    r"|\bworse\b"
)
_DOOR_OPEN = re.compile(r"\b(?:any ?more|any longer|now|today|yet|really|than|usual|lately)\b")
#: A sign by its everyday names.
_SIGN = re.compile(
    r"\b(?:numb\w*|tingl\w*|pins and needles|weak\w*|leak\w*|wet|odd|weird|strange|funny|different|duller?|dead|"
    r"tight\w*|"
    r"hard(?:er)?|burn\w*|blood\w*|drag\w*|swollen|hot|shiver\w*|sweat\w*|worse|awful|terrible|hurts?|agony|"
    r"cotton wool)\b"
)
_DENIED = re.compile(
    r"\b(?:no|not|isnt|doesnt|dont|havent|hasnt|arent|didnt|without|any|nor|never|none)\b[^,.;]{0,30}$"
)
#: A place, a time or a measure, and nothing else: said to a question, it says where and when the sign is.
_PIECE = re.compile(
    r"^(?:only|just|mainly|mostly|especially|more|less|worse|when|whenever|while|after|before|since|until|during|"
    r"in|on|at|"
    r"around|round|about|between|down|inside|under|behind|near|from|by|the|my|left|right|one|half|every|each|most|once|"
    r"twice|all|if i|as soon as|for|today|yesterday|last|this|tonight|now|recently|lately|often|usually|quite|really|"
    r"pretty|front|both|two|three|few|couple)\b"
)
_NO_PIECE = re.compile(
    r"[?]|\b(?:what|whats|how|why|where|who|which|should|shall|can|could|would|will|is|are|does|do|help\w*|stretch\w*|"
    r"exercises?|ice|heat|massage|tips?|advice|source|pages?|thanks|please|meant|mind|joking|kidding|typo|back)\b|"
    r"^(?:more|now|right|all|one|the|my|this|last|by|for|about|before)$|\b(?:steps?|question|one more)\b"
)


class Answer(Enum):
    """What was answered."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


def read_answer(text: str, *, asked: str | None = None) -> Answer | None:
    """The answer in a short message, or ``None`` when it is not one.

    "No, but …" is not a no: what follows may be the sign, so it counts as not sure. Neither is "no feeling at all".

    Args:
        text: what was typed.
        asked: the sign whose question is open. With it, a mere place, time or measure ("when I wipe", "only in the
            mornings") is an answer as well: it says where the sign is. Without it, only a yes, a no or a not sure is.
    """
    words = re.sub(r"\s+", " ", re.sub(r"[’'`]", "", text.lower())).strip(" .,!;:-")
    question = words.endswith("?")
    words = _WELL.sub("", words.strip(" ?"))
    if not words or len(words.split()) > LONGEST or _NO_ANSWER.search(words):
        return None
    if question and not _YES.search(words) and not _NO.search(words):
        return Answer.UNSURE if _UNSURE.search(words) and len(words.split()) <= 3 else None
    if _AS_USUAL.search(words):
        return Answer.UNSURE if _BUT.search(words) else _sure_no(words, asked)
    if _NO.search(words):
        return _read_no(words, asked)
    if re.match(r"not really\b.*\bno$", words):
        return _sure_no(words, asked)
    if words.startswith("not really") or _UNSURE.search(words):
        return Answer.UNSURE
    if _YES.search(words):
        return Answer.YES
    return _read_piece(words) if asked else None


def _read_no(words: str, asked: str | None) -> Answer:
    if _LOST.search(words):
        return Answer.YES
    if any(pattern.search(words) for pattern in (_UNSURE, _BUT, _NOT_RIGHT)):
        return Answer.UNSURE
    for sign in _SIGN.finditer(words):
        if not _DENIED.search(words[: sign.start()]):
            return Answer.UNSURE
    return _sure_no(words, asked)


def _sure_no(words: str, asked: str | None) -> Answer:
    """A no; about a wish to die, one that leaves a door open is none: "not any more", "not really"."""
    return Answer.UNSURE if asked == "self_harm" and _DOOR_OPEN.search(words) else Answer.NO


def _read_piece(words: str) -> Answer | None:
    if len(words.split()) > LONGEST_PIECE or _NO_PIECE.search(words):
        return None
    return Answer.UNSURE if _PIECE.search(words) else None
