"""The commands of a messenger: always there, also in the middle of a form."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """One command.

    Attributes:
        name: without the slash.
        about: what the service shows beside it.
        payload: what it is to the agent, as if a button had been pressed; ``None`` where the channel answers itself,
            so that the answer comes whatever else is down.
        takes_words: whether words behind it are a message, and answered instead.
    """

    name: str
    about: str
    payload: str | None = None
    takes_words: bool = False


COMMANDS = {
    command.name: command
    for command in (
        Command("start", "Say hello", "/greet", takes_words=True),
        Command("help", "What I can do", "/capabilities", takes_words=True),
        Command("emergency", "Numbers to call now"),
        Command("human", "Talk to a person", "/talk_to_person"),
        Command("privacy", "What is kept, and who can see it"),
        Command("delete", "Delete this conversation", "/delete_data"),
    )
}
