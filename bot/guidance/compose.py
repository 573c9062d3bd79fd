"""Cards as replies: the words around a card, the line that names its sources, and the choices after it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from bot.guidance.cards import Card, Statement
from bot.guidance.care import EVERYBODY, Care
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

    def answer(self, card: Card, *, lead: int | None = None, also: Card | None = None, care: Care = EVERYBODY) -> Reply:
        """The answer of a card, its sources and what can be asked next.

        Args:
            lead: the index of the statement to begin with; ``None`` keeps the order of the card.
            also: a second card, for a message that asks two things; its statements and cautions follow.
            care: what is left out for this person.
        """
        hidden = [one for one in (card, also) if care.hides(one)]
        if also and hidden == [card]:
            card, also, lead = also, None, None
        elif hidden and (also is None or len(hidden) == 2):
            return self._ask_instead(card, care)
        elif hidden:
            also = None
        everything = card.told() + ([*also.statements, *also.cautions] if also else [])
        told = care.kept(everything)
        paragraphs = [care.before(card, also), *self._paragraphs(card, lead, care)]
        if also:
            paragraphs += [self._prose(care.kept(also.statements)), self._prose(care.kept(also.cautions))]
        paragraphs.append(care.medicine if hidden else care.instead(everything))
        buttons = [MORE] if card.more else []
        nearby = [also, *self._library.related(card)] if also else self._library.related(card)
        offered = [card_button(other) for other in nearby if other.id != card.id and not care.hides(other)]
        return Reply(
            text=_join([*paragraphs, self._footnote(told)]),
            kind="answer",
            card=card.id,
            sources=self._refs(told),
            picture=card.picture,
            buttons=(*buttons, *_unique(offered)[:MAX_RELATED]),
        )

    def more(self, card: Card, *, care: Care = EVERYBODY) -> Reply:
        """What else there is to say on a card, or that this was all."""
        if care.hides(card):
            return self._ask_instead(card, care)
        more, cautions = care.kept(card.more), care.kept(card.cautions)
        told = [*more, *cautions] if more else []
        words = [care.before(card), self._prose(more), self._prose(cautions), self._footnote(told)]
        text = _join(words) if more else f"That is all I have on “{card.title}”."
        return Reply(
            text=text,
            kind="answer",
            card=card.id,
            sources=self._refs(told),
            buttons=self._nearby(card, care),
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

    def advice(self, cards: Sequence[Card], *, care: Care = EVERYBODY) -> Reply:
        """What fits a person's situation: the first card in full, of the second only its statements."""
        first, second = cards
        everything = [*first.told(), *second.statements]
        told = care.kept(everything)
        paragraphs = [care.before(first), *self._paragraphs(first, None, care), care.instead(everything)]
        return Reply(
            text=_join([*paragraphs, self._prose(care.kept(second.statements)), self._footnote(told)]),
            kind="answer",
            card=first.id,
            sources=self._refs(told),
            picture=first.picture,
            buttons=self._nearby(first, care),
        )

    def _ask_instead(self, card: Card, care: Care) -> Reply:
        """One kind sentence in place of a card about medicines, and whom to ask."""
        own = self._library.cards.get(care.card or "")
        offered = (*((card_button(own),) if own else ()), *self._nearby(card, care))
        sources = tuple(self._library.sources.resolve(place) for place in care.places)
        return Reply(
            care.medicine, "answer", card=card.id, sources=sources, buttons=(*_unique(offered)[:MAX_RELATED], PERSON)
        )

    def _nearby(self, card: Card, care: Care) -> tuple[Button, ...]:
        return tuple(card_button(other) for other in self._library.related(card) if not care.hides(other))

    def _paragraphs(self, card: Card, lead: int | None, care: Care) -> list[str]:
        statements = list(card.statements)
        if lead is not None:
            statements.insert(0, statements.pop(lead))
        steps = [f"{number}. {self._fill(step.say)}" for number, step in enumerate(care.kept(card.steps), start=1)]
        return [self._prose(care.kept(statements)), "\n".join(steps), self._prose(care.kept(card.cautions))]

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
