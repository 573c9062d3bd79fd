"""How well intents and entities are recognised: Rasa's own evaluation, shown as a table per intent."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from typing import Any

from rasa.core.agent import Agent
from rasa.nlu.test import cross_validate, run_evaluation
from rasa.shared.importers.importer import TrainingDataImporter
from rich.console import Console
from rich.table import Table

from bot import paths

RESULTS = paths.PROJECT / "results" / "nlu"
AVERAGES = ("macro avg", "weighted avg")


def evaluate(test_file: Path, folds: int, model: Path, console: Console) -> None:
    """Prints the tables; Rasa's full reports and confusions stay in ``results/nlu``.

    Args:
        test_file: messages the model was not trained on, in Rasa's format.
        folds: folds of the cross-validation on ``data/nlu``; 0 leaves it out.
        model: the trained model, for the test file.
    """
    os.environ["TQDM_DISABLE"] = "1"
    if folds:
        asyncio.run(_cross_validate(folds, RESULTS / "cross_validation"))
        console.print(_table(f"{folds}-fold cross-validation on data/nlu", RESULTS / "cross_validation"))
    asyncio.run(_test(test_file, model, RESULTS / "test_file"))
    console.print(_table(f"Kept test file {test_file.name}", RESULTS / "test_file"))
    console.print(_entities(RESULTS / "test_file"))


async def _cross_validate(folds: int, output: Path) -> None:
    importer = TrainingDataImporter.load_from_dict(training_data_paths=[str(paths.DATA / "nlu")])
    await cross_validate(
        importer.get_nlu_data(), folds, str(paths.CONFIG), str(output), errors=True, disable_plotting=True
    )


async def _test(test_file: Path, model: Path, output: Path) -> None:
    agent = Agent.load(str(model))
    await run_evaluation(
        str(test_file), agent.processor, str(output), errors=True, disable_plotting=True, domain_path=str(paths.DOMAIN)
    )


def _table(title: str, folder: Path) -> Table:
    report = json.loads((folder / "intent_report.json").read_text(encoding="utf-8"))
    table = Table("intent", "precision", "recall", "F1", "messages", "taken for", title=title)
    intents = sorted(name for name in report if isinstance(report[name], dict) and name not in AVERAGES)
    for name in [*intents, *AVERAGES]:
        row = report[name]
        confused = ", ".join(f"{other} {count}" for other, count in (row.get("confused_with") or {}).items())
        table.add_row(name, *_figures(row), confused, style="bold" if name in AVERAGES else None)
    return table


def _entities(folder: Path) -> Table:
    table = Table("entities by", "precision", "recall", "F1", "found", title="Entities on the kept test file")
    for report_file in sorted(folder.glob("*Extractor_report.json")):
        report = json.loads(report_file.read_text(encoding="utf-8"))
        table.add_row(report_file.name.removesuffix("_report.json"), *_figures(report["macro avg"]))
    return table


def _figures(row: dict[str, Any]) -> list[str]:
    return [f"{row[key]:.2f}" for key in ("precision", "recall", "f1-score")] + [f"{row['support']:.0f}"]
