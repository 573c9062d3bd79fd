"""Cards as replies: the words around a card, the line that names its sources, and the choices after it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from bot.guidance.cards import Card, Statement
from bot.guidance.library import Library
from bot.guidance.reply import PERSON, Button, Reply, SourceRef
from bot.guidance.sources import OWN_WORDING

MORE = Button("Tell me more", "/ask_more")
MAX_RELATED = 3
TOPICS = ("fresh_spasm", "when_to_see_doctor", "how_long_it_lasts", "heat_or_ice_first")  # the menu after a second miss
EXAMPLES = ("How long does a spasm last?", "Ice or heat?", "When should I see a doctor?")


def card_button(card: Card) -> Button:
    """The button that asks for a card."""
    return Button(card.title, "/answer_card" + json.dumps({"card": card.id}))


class Composer:
    """Makes the replies of one clinic.

    Args (constructor):
        library: the cards and their sources.
        words: what stands for ``{emergency}`` and ``{doctor}`` where the clinic is.
    """

    def __init__(self, library: Library, words: Mapping[str, str]) -> None:
        self._library = library
        self._words = dict(words)

    def answer(self, card: Card, *, lead: int | None = None, also: Card | None = None) -> Reply:
        """The answer of a card, its sources and what can be asked next.

        Args:
            lead: the index of the statement to begin with; ``None`` keeps the order of the card.
            also: a second card, for a message that asks two things; its statements and cautions follow.
        """
        told = card.told() + ([*also.statements, *also.cautions] if also else [])
        paragraphs = self._paragraphs(card, lead)
        if also:
            paragraphs += [self._prose(also.statements), self._prose(also.cautions)]
        buttons = [MORE] if card.more else []
        nearby = [also, *self._library.related(card)] if also else self._library.related(card)
        offered = [card_button(other) for other in nearby if other.id != card.id]
        return Reply(
            text=_join([*paragraphs, self._footnote(told)]),
            kind="answer",
            card=card.id,
            sources=self._refs(told),
            picture=card.picture,
            buttons=(*buttons, *_unique(offered)[:MAX_RELATED]),
        )

    def more(self, card: Card) -> Reply:
        """What else there is to say on a card, or that this was all."""
        told = [*card.more, *card.cautions] if card.more else []
        words = [self._prose(card.more), self._prose(card.cautions), self._footnote(told)]
        text = _join(words) if card.more else f"That is all I have on “{card.title}”."
        return Reply(
            text=text,
            kind="answer",
            card=card.id,
            sources=self._refs(told),
            buttons=tuple(card_button(other) for other in self._library.related(card)),
        )

    def suggestions(self, cards: Sequence[Card]) -> Reply:
        """Asks which of a few cards was meant."""
        return Reply(
            text="Do you mean one of these?",
            kind="suggestions",
            buttons=tuple(card_button(card) for card in cards[:MAX_RELATED]),
        )

    def sources(self, card: Card) -> Reply:
        """Where the answer of a card comes from, and whether a clinician has read it."""
        refs = self._refs(card.told())
        lines = [self._origin(doc, [ref for ref in refs if ref.doc == doc]) for doc in _unique(r.doc for r in refs)]
        if card.reviewed:
            read = f"{card.reviewed.by} read this answer on {card.reviewed.when:%-d %B %Y}."
        else:
            read = "No clinician has reviewed this answer yet."
        return Reply(
            text="\n".join([f"My answer on “{card.title}” comes from:", *lines, read]),
            kind="answer",
            card=card.id,
            sources=refs,
            buttons=(card_button(card),),
        )

    def nothing(self) -> Reply:
        """Says that the guide does not know, what it can be asked, and who else can help."""
        examples = " ".join(f"“{example}”" for example in EXAMPLES)
        return Reply(
            text=self._fill(
                "I'm sorry, I don't know about that. I only know about back spasms. "
                f"You could ask me: {examples} "
                "For anything else about your health, your {doctor} or a pharmacist can help."
            ),
            kind="fallback",
            buttons=(PERSON,),
        )

    def no_more_steps(self, card: Card) -> Reply:
        """Nothing follows the card that has not been told; its neighbours can be read again."""
        return Reply(
            text="That was the last step I have here. Rest a little, and ask me whatever you like.",
            kind="answer",
            card=card.id,
            buttons=tuple(card_button(other) for other in self._library.related(card)),
        )

    def still_nothing(self) -> Reply:
        """A second miss in a row: other words, topics to choose from, a person; never the same sentence twice."""
        topics = [self._library.cards[card] for card in TOPICS]
        return Reply(
            text="I still don't have an answer to that. "
            "Try a few plain words, choose one of these, or talk to a person.",
            kind="fallback",
            buttons=(*(card_button(card) for card in topics), PERSON),
        )

    def all_sources(self) -> Reply:
        """The pages the guide as a whole draws on."""
        pages = [f"- “{page.title}”. {page.about}" for page in self._library.sources.documents]
        return Reply(text="\n".join(["Everything I say about backs comes from five web pages:", *pages]), kind="answer")

    def advice(self, cards: Sequence[Card]) -> Reply:
        """What fits a person's situation: the first card in full, of the second only its statements."""
        first, second = cards
        told = [*first.told(), *second.statements]
        paragraphs = [*self._paragraphs(first, None), self._prose(second.statements), self._footnote(told)]
        return Reply(
            text=_join(paragraphs),
            kind="answer",
            card=first.id,
            sources=self._refs(told),
            picture=first.picture,
            buttons=tuple(card_button(card) for card in self._library.related(first)),
        )

    def _paragraphs(self, card: Card, lead: int | None) -> list[str]:
        statements = list(card.statements)
        if lead is not None:
            statements.insert(0, statements.pop(lead))
        steps = [f"{number}. {self._fill(step.say)}" for number, step in enumerate(card.steps, start=1)]
        return [self._prose(statements), "\n".join(steps), self._prose(card.cautions)]

    def _prose(self, statements: Iterable[Statement]) -> str:
        return " ".join(self._fill(statement.say.strip()) for statement in statements)

    def _fill(self, text: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda match: self._words[match[1]], text)

    def _refs(self, statements: Iterable[Statement]) -> tuple[SourceRef, ...]:
        places = _unique(place for statement in statements for place in statement.places)
        return tuple(self._library.sources.resolve(place) for place in places)

    def _footnote(self, statements: Iterable[Statement]) -> str:
        named = []
        for doc in _unique(ref.doc for ref in self._refs(statements) if ref.doc != OWN_WORDING):
            page = self._library.sources.page(doc)
            named.append(f"“{page.title}” (a {page.kind})")
        return f"From: {'; '.join(named)}" if named else ""

    def _origin(self, doc: str, refs: Sequence[SourceRef]) -> str:
        if doc == OWN_WORDING:
            return "- Part of it is this guide's own safety advice."
        page = self._library.sources.page(doc)
        sections = ", ".join(f"“{ref.section}”" for ref in refs)
        return f"- “{page.title}”, a {page.kind} (publisher: {page.publisher}): {sections}."


def _join(paragraphs: Iterable[str]) -> str:
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _unique(items: Iterable) -> list:
    return list(dict.fromkeys(items))
