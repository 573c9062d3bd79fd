"""What people write to the guide all day: harmless examples that stand in other files already.

Questions and small talk of the NLU data, the ways in which cards are asked for, and what is out of scope. Left out are
intents and topics in which people tell of signs. The learned reader takes them as they are when it trains; a card that
changes later trains nothing anew, or new cards could not be taken in a moment.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.files import read_yaml
from bot.language.examples import examples_of
from bot.language.words import data_lines
from bot.paths import CARDS, DATA
from bot.safety.examples import NONE, Example

INTENTS = (
    *("greet", "goodbye", "thank", "bot_challenge", "capabilities", "feedback_good", "feedback_bad", "ask_source"),
    *("ask_more", "next_step", "previous_step", "repeat", "talk_to_person", "ask_hours", "ask_place", "ask_booking"),
    *("ask_cost", "delete_data", "start_again", "ask_treatment", "ask_prevention", "ask_cause", "ask_duration"),
    *("ask_technique", "ask_medication", "out_of_scope"),
)
OUTSIDE = ("outside_health.txt", "outside_world.txt")
#: Of each card, the first so many phrases: with all of them "is ice ok, also i wet myself" sounded like a question.
MOST_OF_A_CARD = 28
#: Topics of cards that are about signs: "pain down my leg, what is that" must not count as harmless.
ABOUT_SIGNS = frozenset({"red_flags", "when_to_call", "symptoms", "sciatica", "underlying_conditions", "risk_factors"})
ABOUT_SIGNS |= {"diagnosis", "osteoarthritis"}


def everyday() -> Iterator[Example]:
    """The examples, without a sign each; raises :class:`bot.files.FileError` when a file is broken."""
    for intent in INTENTS:
        yield from (Example(words, NONE) for words in examples_of(intent, DATA / "nlu"))
    yield from (Example(words, NONE) for name in OUTSIDE for words in data_lines(name))
    for path in sorted(CARDS.glob("*.yml")):
        if path.stem not in ABOUT_SIGNS:
            phrases = (words for card in read_yaml(path) for words in card.get("asked_like", [])[:MOST_OF_A_CARD])
            yield from (Example(words, NONE) for words in phrases)
