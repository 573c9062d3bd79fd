"""A talk in the terminal, through the same gate as everywhere else."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import UserMessage
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot import knowledge, server
from bot.channels.collected import CollectedReplies
from bot.gate import Gate

COLOURS = {"none": "blue", "routine": "cyan", "urgent": "yellow", "emergency": "red"}
LEAVE = {"quit", "exit", "/quit", "/exit"}


def talk(model: Path, console: Console) -> None:
    """Asks and answers until the person leaves with Ctrl+D or "quit"."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_talk(model, console, f"{folder}/conversation.db"))


async def _talk(model: Path, console: Console, database: str) -> None:
    agent, store = await server.load(model, server.read_endpoints(database=database))
    gate = Gate(agent, store)
    knowledge.load_all()
    sender = f"terminal-{secrets.token_hex(8)}"
    console.print("Write a message. A number chooses a button. Leave with “quit”.", style="dim")
    offered: list[dict[str, Any]] = []
    while True:
        try:
            line = console.input("[bold]> [/]").strip()
        except (EOFError, KeyboardInterrupt):
            return
        if line.lower() in LEAVE:
            return
        output = CollectedReplies("terminal")
        await gate.handle(UserMessage(_chosen(line, offered), output, sender, input_channel="terminal"))
        offered = [button for reply in output.replies for button in reply["buttons"]]
        _show(output.replies, console)


def _chosen(line: str, offered: list[dict[str, Any]]) -> str:
    if line.isdigit() and 0 < int(line) <= len(offered):
        return str(offered[int(line) - 1]["payload"])
    return line


def _show(replies: list[dict[str, Any]], console: Console) -> None:
    number = 0
    for reply in replies:
        level = reply["custom"].get("level", "none")
        title = {"emergency": "EMERGENCY", "urgent": "URGENT", "routine": "WORTH A VISIT"}.get(level)
        console.print(Panel(Text(reply["text"]), border_style=COLOURS[level], title=title, title_align="left"))
        if timer := reply["custom"].get("timer"):
            console.print(f"  {_times(timer)}", style="dim", markup=False)
        for button in reply["buttons"]:
            number += 1
            console.print(f"  {number}  {button['title']}", style="dim", markup=False)


def _times(timer: dict[str, Any]) -> str:
    """The phases of a timer in one line; a terminal does not count them."""
    phases = [f"{phase['label']} {timedelta(seconds=phase['seconds'])}" for phase in timer["phases"]]
    return "Timer: " + ", then ".join(phases) + (", and round again" if timer["repeats"] else "")
