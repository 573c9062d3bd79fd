"""A reply in Slack's blocks, with a text for notifications and for what draws no blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot import paths
from bot.channels.messenger.incoming import Call
from bot.channels.messenger.pictures import description_of
from bot.channels.messenger.splitting import split
from bot.channels.messenger.words import USED
from bot.channels.slack.markup import escaped, unescaped
from bot.guidance.reply import SOURCES

Block = dict[str, Any]

TEXT_LIMIT = 3000  # characters of one section
SECTIONS = 4  # of one message; Slack takes some 13,000 characters in all
BLOCK_LIMIT = 50  # of one message
BUTTON_LIMIT = 25  # of one block
TITLE_LIMIT = 75  # characters of a button
ALT_LIMIT = 2000  # characters
PICTURES = "/webhooks/slack/pictures/"

LEVELS = {"emergency": "🚨 Emergency", "urgent": "⚠️ Urgent", "routine": "Worth having checked"}
_QUESTIONS = ("check", "screen")  # ask for a sign, and are no alarm yet


def draw(response: dict[str, Any], tokens: Sequence[str], public_url: str | None) -> list[Call]:
    """The messages of a reply.

    Args:
        response: text, buttons and facts.
        tokens: what the buttons carry.
        public_url: where Slack fetches the drawings; without it there are none.
    """
    custom = response["custom"]
    text, sources = _without_sources(response["text"], custom)
    parts = split(text, TEXT_LIMIT)
    sections = [section(part) for part in parts]
    whole = max(0, (len(sections) - 1) // SECTIONS * SECTIONS)  # of them, in messages of their own
    ending = [
        *sections[whole:],
        *_picture(custom.get("picture"), public_url),
        *([_remark(sources)] if sources else []),
        *_choices(response["buttons"], tokens),
    ]
    bodies = [*_in_parts(sections[:whole], SECTIONS), *_in_parts(ending, BLOCK_LIMIT - 1)]
    if bodies:
        bodies[0][:0] = _level(custom)
    return [
        {"call": "chat.postMessage", "text": _in_short(parts, number), "blocks": body}
        for number, body in enumerate(bodies)
    ]


def mark(place: dict[str, Any], token: str, title: str) -> list[Call]:
    """The message of a button again, with the button marked as used; all of them can still be pressed."""
    if not place.get("blocks"):
        return []
    blocks = [_marked(block, token, title) for block in place["blocks"]]
    return [
        {"call": "chat.update", "channel": place["channel"], "ts": place["ts"], "text": place["text"], "blocks": blocks}
    ]


def header(text: str) -> Block:
    """A heading."""
    return {"type": "header", "text": _plain(text)}


def section(text: str) -> Block:
    """A paragraph, in which Slack looks for no markup."""
    return {"type": "section", "text": _plain(text)}


def button(title: str, action_id: str, *, style: str | None = None, **more: str) -> Block:
    """A button.

    Args:
        title: what stands on it.
        action_id: tells it from the others.
        style: ``danger`` where it should stand out.
        more: ``value`` or ``url``.
    """
    cut = title if len(title) <= TITLE_LIMIT else f"{title[: TITLE_LIMIT - 1].rstrip()}…"
    return {
        "type": "button",
        "text": _plain(cut),
        "action_id": action_id,
        **({"style": style} if style else {}),
        **more,
    }


def _plain(text: str) -> Block:
    # Without "emoji" a time such as 10:30:00 stays one.
    return {"type": "plain_text", "text": text, "emoji": False}


def _remark(text: str) -> Block:
    return {"type": "context", "elements": [_plain(text[:TEXT_LIMIT])]}


def _without_sources(text: str, custom: dict[str, Any]) -> tuple[str, str]:
    """The text, and the line that names its sources, which is drawn small."""
    before, _, last = text.rpartition("\n\n")
    return (before, last) if custom.get("sources") and before and last.startswith(SOURCES) else (text, "")


def _level(custom: dict[str, Any]) -> Iterator[Block]:
    label = LEVELS.get(custom.get("level", ""))
    if label and custom.get("kind") not in _QUESTIONS:
        yield header(label)


def _picture(name: str | None, public_url: str | None) -> Iterator[Block]:
    path = paths.PICTURES / (name or "")
    if name and public_url and path.is_file():
        yield {
            "type": "image",
            "image_url": f"{public_url.rstrip('/')}{PICTURES}{path.stem}.png",
            "alt_text": description_of(path)[:ALT_LIMIT] or "Drawing of the steps",
        }


def _choices(buttons: list[dict[str, str]], tokens: Sequence[str]) -> Iterator[Block]:
    drawn = [button(one["title"], token, value=token) for one, token in zip(buttons, tokens, strict=True)]
    for elements in _in_parts(drawn, BUTTON_LIMIT):
        yield {"type": "actions", "elements": elements}


def _in_parts(things: list[Block], size: int) -> list[list[Block]]:
    return [things[start : start + size] for start in range(0, len(things), size)]


def _in_short(parts: list[str], number: int) -> str:
    """What a notification shows of a message."""
    return escaped(parts[min(number * SECTIONS, len(parts) - 1)] if parts else "…")


def _marked(block: Block, token: str, title: str) -> Block:
    if block.get("type") != "actions":
        return _as_drawn(block)
    return {
        **block,
        "elements": [
            {**element, "text": _plain((USED + title)[:TITLE_LIMIT])}
            if element.get("value") == token
            else _as_drawn(element)
            for element in block.get("elements", [])
        ],
    }


def _as_drawn(thing: Any) -> Any:
    """A part of a message as it was sent: Slack gives plain text back escaped, and would escape it once more."""
    if isinstance(thing, list):
        return [_as_drawn(part) for part in thing]
    if not isinstance(thing, dict):
        return thing
    if thing.get("type") == "plain_text":
        return {**thing, "text": unescaped(thing.get("text", ""))}
    # What Slack adds to an image when it has fetched it is not taken back.
    added = {"fallback", "image_width", "image_height", "image_bytes", "rotation", "is_animated"}
    return {name: _as_drawn(part) for name, part in thing.items() if name not in added}
