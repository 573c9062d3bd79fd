"""What is said where no card answers: other words, then a menu, then a person, and never the same sentence twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.guidance.compose import card_button
from bot.guidance.library import Library
from bot.guidance.reply import PERSON, Reply

#: The menu after a second miss: what people most often come for.
TOPICS = ("right_now", "heat_or_ice_first", "which_stretches", "how_long_it_lasts", "when_to_see_doctor")

_ABOUT_HEALTH = (
    "I'm sorry, that is outside what I know: I only know about back spasms. Your {doctor} or a pharmacist can help "
    "with it. In an emergency call {emergency}.",
    "I can't help with that one, as it is not about a back spasm. Please ask your {doctor} or a pharmacist.",
    "That needs somebody who knows more than backs: your {doctor}, or a pharmacist for a quick question.",
)
_ABOUT_ANYTHING = (
    "I'm sorry, I don't know about that. I only know about back spasms. You could ask me: "
    "“How long does a spasm last?” “Ice or heat?” “When should I see a doctor?”",
    "I can't help with that one. Try me with a question on backs, such as “Which stretches are gentle?” or "
    "“How should I lift a box?”",
    "That is not something I know. What I do know: what may ease a back spasm, what brings it on, and when to get "
    "help.",
)
_MENU = (
    "I still don't have an answer to that. Try a few plain words, or choose one of these.",
    "I didn't get that either. These are the things people ask me most:",
    "No luck again, I'm sorry. Is it one of these?",
)
_PERSON = (
    "I keep missing what you mean, and I don't want to waste your time. A person at {clinic} can help.",
    "I'm not getting it, sorry. Shall I pass you on to a person at {clinic}?",
    "A person will understand this better than I do. Would you like to talk to one at {clinic}?",
    "Let me pass you on: say “talk to a person”, and somebody at {clinic} will take it from here.",
)


class Fallbacks:
    """The replies of one clinic to what no card answers.

    Args (constructor):
        library: the cards of the menu.
        words: what stands for ``{doctor}``, ``{clinic}`` and ``{emergency}``.
    """

    def __init__(self, library: Library, words: Mapping[str, str]) -> None:
        self._menu = tuple(card_button(library.cards[card]) for card in TOPICS if card in library.cards)
        self._words = words

    def reply(self, misses: int, *, about_health: bool, said: Callable[[str], bool]) -> Reply:
        """What to say after so many messages in a row that no card answers.

        Args:
            misses: 1 for the first.
            about_health: whether the message is about another health matter, which a doctor can help with.
            said: whether a text was said in this talk already.
        """
        first = _ABOUT_HEALTH if about_health else _ABOUT_ANYTHING
        texts, buttons = {1: (first, (PERSON,)), 2: (_MENU, (*self._menu, PERSON))}.get(misses, (_PERSON, (PERSON,)))
        filled = [text.format(**self._words) for text in texts]
        return Reply(first_unsaid(filled, said), "fallback", buttons=buttons)

    def gone(self) -> Reply:
        """For a button whose card was taken out."""
        text = "That answer is no longer here. Ask me in your own words, and I'll look again."
        return Reply(text, "fallback", buttons=(*self._menu, PERSON))


def first_unsaid(texts: Sequence[str], said: Callable[[str], bool]) -> str:
    """The first text that was not said yet; the last one where all were."""
    return next((text for text in texts if not said(text)), texts[-1])
