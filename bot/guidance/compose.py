"""Cards as replies: the words around a card, the line that names its sources, and the choices after it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from textwrap import shorten

from bot.guidance.cards import Card, Statement
from bot.guidance.care import EVERYBODY, Care
from bot.guidance.library import Library
from bot.guidance.reply import PERSON, SOURCES, Button, Reply, SourceRef
from bot.guidance.sources import OWN_WORDING
from bot.guidance.timing import Timer

MORE = Button("Tell me more", "/ask_more")
STOP = Button("Stop here", "/stop")
MAX_RELATED = 3
HEADING_CHARACTERS = 36
MAX_WITH_SECTION = 2  # pages whose section is named in the footnote
#: Words with which a statement leans on the one before.
_LEANING = re.compile(
    r"(?:It|They|This|That|These|Those|A third|Another|Second|Then|So|Also|But|And|Not|Both|Either|If|Other)\b|"
    r"[^.]*\b(?:thus|too)\b"
)
_YES = re.compile(r"^Yes[,.:]\s+")
ALL_STEPS = "all"  # in place of the number of a step


def card_button(card: Card, title: str = "", *, step: int | str | None = None) -> Button:
    """The button that asks for a card, for one of its steps (counted from 1), or for :data:`ALL_STEPS` at once.

    Args:
        title: what stands on the button; empty means the title of the card.
    """
    named: dict[str, int | str] = {"card": card.id} if step is None else {"card": card.id, "step": step}
    return Button(title or card.title, "/answer_card" + json.dumps(named))


class Composer:
    """Makes the replies of one clinic.

    Args (constructor):
        library: the cards and their sources.
        words: what stands for ``{emergency}`` and ``{doctor}`` where the clinic is.
    """

    def __init__(self, library: Library, words: Mapping[str, str]) -> None:
        self._library = library
        self._words = dict(words)

    def answer(
        self,
        card: Card,
        *,
        lead: int | None = None,
        also: Card | None = None,
        care: Care = EVERYBODY,
        near: Sequence[Card] = (),
        plain: bool = False,
    ) -> Reply:
        """The answer of a card, its sources and what can be asked next.

        A card with steps is told with the first of them, unless two things were asked: then both are told in short.

        Args:
            lead: the index of the statement to begin with; ``None`` keeps the order of the card.
            also: a second card, for a message that asks two things; its statements and cautions follow.
            care: what is left out for this person.
            near: cards that may have been meant instead, offered before those related to this one.
            plain: whether a "Yes" at the beginning is left out: nothing was asked that it could answer.
        """
        hidden = [one for one in (card, also) if care.hides(one)]
        if also and hidden == [card]:
            card, also, lead = also, None, None
        elif hidden and (also is None or len(hidden) == 2):
            return self._ask_instead(card, care)
        elif hidden:
            also = None
        steps = [] if also else care.kept(card.steps)
        everything = [*card.statements, *steps[:1], *card.cautions, *(_short(also) if also else [])]
        told = care.kept(everything)
        first = self._prose(care.kept(_led(card.statements, lead)))
        paragraphs = [care.before(card, also), _without_yes(first) if plain else first]
        paragraphs += [self._numbered(steps, 1) if steps else "", self._prose(care.kept(card.cautions))]
        if also:
            # Named, so that its "them" is not taken for what the first answer spoke of.
            second = _without_yes(self._prose(care.kept(also.statements)))
            paragraphs += [f"On “{also.title}”: {second}", self._prose(care.kept(also.cautions))]
        paragraphs.append(care.medicine if hidden else care.instead(everything))
        return Reply(
            text=_join([*paragraphs, self._footnote(told)]),
            kind="answer",
            card=card.id,
            sources=self._refs(told),
            picture=card.picture,
            buttons=(*_on(card, 1, len(steps)), *self._offered(card, also, care, near)),
            step=(1, len(steps)) if steps else None,
            timer=_timer(told),
        )

    def step(self, card: Card, number: int, *, care: Care = EVERYBODY) -> Reply:
        """One step of a card, counted from 1; the last one comes with the cautions again and with what is next."""
        steps = care.kept(card.steps)
        number = min(max(number, 1), len(steps))
        last = number == len(steps)
        told = [steps[number - 1], *(care.kept(card.cautions) if last else [])]
        ending = [self._prose(told[1:]), "That was the last step."] if last else []
        return Reply(
            text=_join([self._numbered(steps, number), *ending, self._footnote(told)]),
            kind="answer",
            card=card.id,
            sources=self._refs(told),
            buttons=(*_on(card, number, len(steps)), *(self._nearby(card, care) if last else ())),
            step=(number, len(steps)),
            timer=_timer(told),
        )

    def all_steps(self, card: Card, *, care: Care = EVERYBODY) -> Reply:
        """The steps of a card as a list, with its cautions."""
        steps = care.kept(card.steps)
        told = [*steps, *care.kept(card.cautions)]
        numbered = "\n".join(f"{number}. {self._fill(step.say)}" for number, step in enumerate(steps, start=1))
        return Reply(
            text=_join([care.before(card), numbered, self._prose(told[len(steps) :]), self._footnote(told)]),
            kind="answer",
            card=card.id,
            sources=self._refs(told),
            picture=card.picture,
            buttons=(card_button(card, "One step at a time", step=1), *self._nearby(card, care)),
            timer=_timer(told),
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

    def no_more_steps(self, card: Card) -> Reply:
        """Nothing follows the card that has not been told; its neighbours can be read again."""
        return Reply(
            text="That was the last step I have here. Rest a little, and ask me whatever you like.",
            kind="answer",
            card=card.id,
            buttons=tuple(card_button(other) for other in self._library.related(card)),
        )

    def all_sources(self) -> Reply:
        """The pages the guide as a whole draws on."""
        pages = [f"- “{page.title}”. {page.about}" for page in self._library.sources.documents]
        return Reply(text="\n".join(["Everything I say about backs comes from five web pages:", *pages]), kind="answer")

    def advice(self, cards: Sequence[Card], *, care: Care = EVERYBODY) -> Reply:
        """What fits a person's situation: the first card in full, of the second only its statements."""
        first, second = cards
        everything = [*_short(first), *second.statements]
        told = care.kept(everything)
        paragraphs = [care.before(first), self._prose(care.kept(first.statements))]
        paragraphs += [self._prose(care.kept(first.cautions)), care.instead(everything)]
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

    def _offered(self, card: Card, also: Card | None, care: Care, near: Sequence[Card]) -> tuple[Button, ...]:
        """More of the card, what may have been meant, and what is related; of two things asked, the steps of each."""
        first = [one for one in (card, also) if one and one.steps] if also else list(near)
        cards = [*first, *([also] if also else []), *self._library.related(card)]
        shown = [other for other in cards if (also or other.id != card.id) and not care.hides(other)]
        offered = _unique(card_button(other) for other in shown)
        room = MAX_RELATED - 1 if card.steps and not also else MAX_RELATED  # beside the buttons of the steps
        return (*([MORE] if card.more else []), *offered[:room])

    def _numbered(self, steps: Sequence[Statement], number: int) -> str:
        return f"Step {number} of {len(steps)}: {self._fill(steps[number - 1].say.strip())}"

    def _prose(self, statements: Iterable[Statement]) -> str:
        return " ".join(self._fill(statement.say.strip()) for statement in statements)

    def _fill(self, text: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda match: self._words[match[1]], text)

    def _refs(self, statements: Iterable[Statement]) -> tuple[SourceRef, ...]:
        places = _unique(place for statement in statements for place in statement.places)
        return tuple(self._library.sources.resolve(place) for place in places)

    def _footnote(self, statements: Iterable[Statement]) -> str:
        """Title and section of each page; of many pages only the titles, since all sections go with the facts."""
        refs = [ref for ref in self._refs(statements) if ref.doc != OWN_WORDING]
        sections = {ref.doc: ref.section for ref in reversed(refs)}
        docs = _unique(ref.doc for ref in refs)
        named = []
        for doc in docs:
            page = self._library.sources.page(doc)
            headings = [sections[doc], page.title] if len(docs) <= MAX_WITH_SECTION else [page.title]
            named.append(f"“{'” in “'.join(_unique(map(_in_short, headings)))}” (a {page.kind})")
        return SOURCES + "; ".join(named) if named else ""

    def _origin(self, doc: str, refs: Sequence[SourceRef]) -> str:
        if doc == OWN_WORDING:
            return "- Part of it is this guide's own safety advice."
        page = self._library.sources.page(doc)
        sections = ", ".join(f"“{ref.section}”" for ref in refs)
        return f"- “{page.title}”, a {page.kind} (publisher: {page.publisher}): {sections}."


def _short(card: Card) -> list[Statement]:
    """What a card says in short: without its steps."""
    return [*card.statements, *card.cautions]


def _led(statements: Sequence[Statement], lead: int | None) -> list[Statement]:
    """The statements, with the one at ``lead`` first where it can be understood by itself."""
    if lead is None or _LEANING.match(statements[lead].say):
        return list(statements)
    return [statements[lead], *statements[:lead], *statements[lead + 1 :]]


def _without_yes(text: str) -> str:
    """The text without a "Yes" at its beginning."""
    rest = _YES.sub("", text)
    return rest[:1].upper() + rest[1:]


def _timer(told: Sequence[Statement]) -> Timer | None:
    return next((statement.timer for statement in told if statement.timer), None)


def _on(card: Card, number: int, count: int) -> list[Button]:
    """The buttons of a step: forward, back, all at once, and out."""
    buttons = [card_button(card, "Next step", step=number + 1)] if number < count else []
    if count and number > 1:
        buttons.append(card_button(card, "Step back", step=number - 1))
    if number == 1 and count > 1:
        buttons.append(card_button(card, "All the steps", step=ALL_STEPS))
    return [*buttons, STOP] if number < count and number > 1 else buttons


def _join(paragraphs: Iterable[str]) -> str:
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _in_short(heading: str) -> str:
    """A heading without its subtitle, cut to a line of a phone; the whole of it goes with the facts of the reply."""
    return shorten(heading.partition(":")[0], HEADING_CHARACTERS, placeholder="…")


def _unique(items: Iterable) -> list:
    return list(dict.fromkeys(items))
