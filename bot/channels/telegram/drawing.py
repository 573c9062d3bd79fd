"""A reply as Telegram shows it: the drawing, then the text with its buttons.

Formatting goes as entities, never as markup in the text, so that nothing anybody writes can break it. A step that
follows a step takes its place, so that a procedure does not push itself off the screen.

The calls made here are carried out by :mod:`bot.channels.telegram.sending`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from bot.channels.messenger.incoming import Call
from bot.channels.messenger.splitting import split
from bot.channels.messenger.words import USED
from bot.guidance.reply import SOURCES

TEXT_LIMIT = 4096  # UTF-16 units, as Telegram counts
#: Buttons in a row, and the longest title a phone shows whole beside the others, with the mark of a used one.
_ROWS = ((3, 8), (2, 14))
#: Begins what the buttons of a step carry, so that a press tells that its message may be replaced by another step.
STEP = "step:"

_STEP = re.compile(r"^Step \d+ of \d+:", re.MULTILINE)
_FOOTNOTE = re.compile(rf"^{SOURCES}.+\Z", re.MULTILINE)


def draw(response: dict[str, Any], tokens: Sequence[str], place: dict[str, Any]) -> list[Call]:
    """A reply as calls; see :meth:`bot.channels.messenger.service.Service.draw`."""
    custom = response["custom"]
    replaces = _is_step(custom)
    prefix = STEP if replaces else ""
    titles = [button["title"] for button in response["buttons"]]
    buttons = [{"text": title, "callback_data": prefix + token} for title, token in zip(titles, tokens, strict=True)]
    parts = _parts(response["text"])
    texts: list[Call] = [{"call": "say", "text": part, "entities": _entities(part, custom)} for part in parts]
    if custom.get("kind") == "escalation":
        texts = [{**text, "urgent": True} for text in texts]
    if texts and buttons:
        texts[-1]["keyboard"] = _rows(buttons)
    if replaces and place.get("step") and len(texts) == 1:
        texts[0]["replaces"] = place["message"]
    pictures: list[Call] = [{"call": "picture", "file": custom["picture"]}] if custom.get("picture") else []
    return [*pictures, *texts]


def mark(place: dict[str, Any], token: str) -> list[Call]:
    """Calls that mark a button as used; the others stay as they are."""
    keyboard = [
        [_marked(button) if _token(button) == token else button for button in row] for row in place.get("keyboard", [])
    ]
    return [{"call": "mark", "message": place["message"], "keyboard": keyboard}] if keyboard else []


def answer_press(place: dict[str, Any], words: str = "") -> list[Call]:
    """Calls that end the waiting after a press."""
    return [{"call": "answer", "query": place["query"], "text": words}]


def offer(words: str, username: str) -> Call:
    """A call that offers a group to go on in private; without the link while the bot does not know its own name."""
    link = [[{"text": "Write to me", "url": f"https://t.me/{username}"}]]
    return {"call": "say", "text": words, "entities": [], **({"keyboard": link} if username else {})}


def _is_step(custom: dict[str, Any]) -> bool:
    """Whether a reply is a step and nothing else; the first one comes with the answer and its drawing, which stay."""
    return bool(custom.get("step")) and not custom.get("picture")


def _parts(text: str) -> list[str]:
    beyond = any(ord(character) > 0xFFFF for character in text)  # such a character is two units
    return split(text, TEXT_LIMIT // 2 if beyond else TEXT_LIMIT)


def _rows(buttons: list[dict[str, str]]) -> list[list[dict[str, str]]]:
    longest = max(len(button["text"]) for button in buttons)
    many = next((many for many, fits in _ROWS if longest <= fits), 1)
    return [buttons[start : start + many] for start in range(0, len(buttons), many)]


def _marked(button: dict[str, str]) -> dict[str, str]:
    return {**button, "text": USED + button["text"].removeprefix(USED)}


def _token(button: dict[str, str]) -> str:
    return button.get("callback_data", "").removeprefix(STEP)


def _entities(part: str, custom: dict[str, Any]) -> list[dict[str, Any]]:
    """What stands out in a text: the number of the step, the numbers to call, and, more quietly, its sources."""
    return [
        {"type": kind, "offset": _units(part[:start]), "length": _units(part[start:end])}
        for kind, start, end in _spans(part, custom)
    ]


def _spans(part: str, custom: dict[str, Any]) -> Iterator[tuple[str, int, int]]:
    if custom.get("step"):
        yield from (("bold", *match.span()) for match in _STEP.finditer(part))
    if numbers := [call["number"] for call in custom.get("call", ())]:
        named = "|".join(map(re.escape, sorted(numbers, key=len, reverse=True)))
        yield from (("bold", *match.span()) for match in re.finditer(rf"(?<!\d)(?:{named})(?!\d)", part))
    if custom.get("sources"):
        yield from (("italic", *match.span()) for match in _FOOTNOTE.finditer(part))


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
