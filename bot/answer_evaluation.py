"""Asks the whole guide, screening and dialogue included, each question in a fresh conversation, and scores it."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from pathlib import Path
from typing import Any

from rasa.core.channels.channel import UserMessage
from rich.console import Console

from bot import server
from bot.channels.collected import CollectedReplies
from bot.gate import Gate
from bot.guidance.evaluation import OutOfScope, Question, Said, evaluate_answers, evaluate_out_of_scope, read_lines


def report(model: Path, questions: Path, out_of_scope: Path | None, console: Console) -> None:
    """Prints the figures and what was missed.

    Args:
        model: the trained model.
        questions: questions with patterns of a right answer, one JSON object a line.
        out_of_scope: messages that are not about backs, one JSON object a line.
    """
    with tempfile.TemporaryDirectory() as folder:
        agent, store = asyncio.run(server.load(model, server.read_endpoints(database=f"{folder}/talks.db")))
        gate = Gate(agent, store)

        def answering(question: str) -> Said:
            return asyncio.run(_ask(gate, question))

        result = evaluate_answers(read_lines(questions, Question), answering)
        console.print(result.table(), markup=False)
        if out_of_scope:
            lines = read_lines(out_of_scope, OutOfScope)
            console.print(evaluate_out_of_scope(lines, answering).table(), markup=False)


async def _ask(gate: Gate, question: str) -> Said:
    sender = f"evaluation-{secrets.token_hex(8)}"
    replies = await _say(gate, question, sender)
    facts = [reply["custom"] for reply in replies]
    behind: list[str] = []
    for reply in replies:
        for button in reply["buttons"]:
            if button["payload"].startswith("/answer_card"):
                behind.extend(answer["text"] for answer in await _say(gate, button["payload"], sender))
    return Said(
        kind=facts[0]["kind"],
        text="\n".join(reply["text"] for reply in replies),
        behind_buttons=tuple(behind),
        documents=tuple(source["doc"] for fact in facts for source in fact["sources"]),
        card=next((fact["card"] for fact in facts if fact["card"]), None),
    )


async def _say(gate: Gate, text: str, sender: str) -> list[dict[str, Any]]:
    output = CollectedReplies("evaluation")
    await gate.handle(UserMessage(text, output, sender, input_channel="evaluation"))
    return output.replies
