"""What only sounds like a warning sign, in a question that the guide surely answers, raises no alarm by itself.

The learned reader hears likeness, and plain questions are like many things. Where no rule hears a sign, and the guide
is sure of what is asked, an alarm becomes a question and a question falls away. On the labelled messages of
``tests/safety/rounds`` this holds back none of the 229 alarms and questions that were due to the learned reader alone;
on a thousand plain questions it spares 12 of 31 needless ones.
"""

from __future__ import annotations

from dataclasses import replace

from bot import knowledge
from bot.safety import Flag, Screening, Status
from bot.safety.everyday import ABOUT_SIGNS
from bot.safety.verdict import RULE as LIKENESS

SURE_OF_SCOPE = 4.0  # log odds that the message is about backs
SURE_OF_CARD = 0.5  # probability of the card
SURE_OF_SIGN = 0.97  # a likeness from here on stands
EASED = {Status.present: Status.possible, Status.possible: Status.absent, Status.absent: Status.absent}


def eased(screening: Screening, text: str) -> Screening:
    """The screening of a message, eased where only a likeness speaks for a sign and the guide surely answers."""
    heard = [flag for flag in screening.flags if flag.status is not Status.absent]
    if not heard or not all(_only_alike(flag) for flag in heard) or not _surely_asked(text):
        return screening
    return Screening.of(_eased(flag) for flag in screening.flags)


def _only_alike(flag: Flag) -> bool:
    return flag.rule == LIKENESS and flag.score is not None and flag.score < SURE_OF_SIGN


def _surely_asked(text: str) -> bool:
    guide = knowledge.guide()
    if not guide.asks(text):
        return False
    match = guide.find(text)
    sure = match.scope >= SURE_OF_SCOPE and match.score >= SURE_OF_CARD
    return sure and match.card is not None and match.card.topic not in ABOUT_SIGNS


def _eased(flag: Flag) -> Flag:
    return replace(flag, status=EASED[flag.status], assertion=f"{flag.assertion}, in a question that the guide answers")
