"""The command line: ``uv run backspasm …``. Rasa is imported only by the commands that need it."""

from __future__ import annotations

import gc
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot import __version__, paths
from bot.files import FileError

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

app = typer.Typer(
    name="backspasm",
    help="A chatbot that guides people with a back spasm: warning signs first, every answer with its source.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
content_app = typer.Typer(help="The texts in content/.", no_args_is_help=True)
evaluate_app = typer.Typer(help="Measures the guide.", no_args_is_help=True)
app.add_typer(content_app, name="content")
app.add_typer(evaluate_app, name="evaluate")

Host = Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 lets others reach it.")]
Port = Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)]


def main() -> None:
    """Runs the command line; what people can mend is one sentence, not a stack trace."""
    if sys.version_info[:2] != (3, 10):
        err.print(f"Python 3.10 is needed; this is {sys.version.split()[0]}. Run it through uv: uv run backspasm …")
        raise SystemExit(2)
    if sys.argv[1:2] == ["rasa"]:
        # Rasa's own options, --help included, go to Rasa untouched.
        raise SystemExit(_rasa(sys.argv[2:]))
    app()


@app.callback(invoke_without_command=True)
def _options(
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    if version:
        out.print(f"backspasm {__version__}")
        raise typer.Exit


@app.command()
def serve(
    host: Host = "127.0.0.1",
    port: Port = 5005,
    database: Annotated[Path | None, typer.Option(help="Another SQLite file for the conversations.")] = None,
    telegram_polling: Annotated[
        bool,
        typer.Option("--telegram-polling", help="Ask Telegram for messages, where it cannot reach this server."),
    ] = False,
) -> None:
    """Serve everything in one process: the page, the channels, the agent and its actions.

    Trains first when there is no model, or its data have changed.
    """
    gc.disable()  # while loading it would run hundreds of times and find nothing; setup.settle() switches it on again
    with plain_errors():
        from bot.runtime import setup

        setup.prepare(serving=True)
        from bot import care, escalation, knowledge, server

        server.check_port(host, port)
        _ready_reader()
        with err.status("Loading the cards (their vectors are made once, and again when a card changes)"):
            knowledge.load_all()
            care.reader()
            escalation.adviser()
        model = _current_model()
        shown = "127.0.0.1" if host == "0.0.0.0" else host
        name = knowledge.clinic().name
        out.print(f"The guide of [bold]{name}[/] is at [bold]http://{shown}:{port}/[/]  (stop it with Ctrl+C)")
        out.print(
            "For a website: that page makes the line to copy, and [bold]uv run backspasm widget --url …[/] prints it.",
            soft_wrap=True,
        )
        kept_in = str(database) if database else None
        server.serve(model, host=host, port=port, database=kept_in, telegram_polling=telegram_polling)


@app.command()
def widget(
    url: Annotated[str, typer.Option(help="Where people reach the server, such as https://bot.example.")],
) -> None:
    """Print the line that puts the chat into a website, with the hash of the widget as it is now."""
    from bot.channels.widget import script_line

    with plain_errors():
        try:
            line = script_line(url, paths.WIDGET)
        except ValueError as error:
            if isinstance(error, FileError):
                raise
            raise typer.BadParameter(str(error), param_hint="--url") from None
        err.print("Into every page that shows the chat, and again after each update of the server:")
        out.print(line, markup=False, soft_wrap=True)


@app.command()
def chat() -> None:
    """Talk to the guide in the terminal. Nothing said there is kept."""
    with plain_errors():
        from bot.runtime import setup

        setup.prepare(logging.ERROR)
        from bot.terminal import talk

        talk(_current_model(), out)


@app.command()
def train() -> None:
    """Train the Rasa model from config.yml, domain.yml and data/."""
    with plain_errors():
        from bot.runtime import setup

        setup.prepare()
        out.print(f"Trained: {_train()}")


@app.command()
def screen(
    text: Annotated[str | None, typer.Argument(help="The message to screen.")] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help='Read {"text": …} lines on standard input.')] = False,
    explain: Annotated[bool, typer.Option("--explain", help="Say which words, which rule, and why.")] = False,
) -> None:
    """Look for warning signs in a message, without Rasa."""
    with plain_errors():
        from bot import screening_cli

        _ready_reader()
        if jsonl:
            screening_cli.screen_lines(sys.stdin, sys.stdout)
        elif text is None:
            raise typer.BadParameter('give a message in quotes, or --jsonl with {"text": …} lines on standard input')
        else:
            screening_cli.show(text, out, explain=explain)


@content_app.command("check")
def content_check(
    facts: Annotated[
        Path | None,
        typer.Option(help="A file of facts, one JSON object a line: prints what no card tells, and unfounded figures."),
    ] = None,
) -> None:
    """Check every file people edit: file, line and what is wrong."""
    from bot import content_check as checks

    with plain_errors():
        mistakes = checks.mistakes()
        for mistake in mistakes:
            err.print(str(mistake), style="red")
        if mistakes:
            raise typer.Exit(1)
        out.print(checks.summary())
        if facts:
            for line in checks.against_facts(facts):
                out.print(line)


@content_app.command("reload")
def content_reload() -> None:
    """Have the servers that run here take the cards as they are now, without a restart."""
    with plain_errors():
        content_check()
        from bot import knowledge
        from bot.runtime import reloading

        with err.status("Preparing the cards that changed"):
            knowledge.guide()  # their vectors are kept, so that a server need not make them
        answered = 0
        for serving in reloading.ask():
            answered += 1
            if serving.error:
                _fail(f"The server of process {serving.pid} kept the cards it had. {serving.error}")
            out.print(f"The server of process {serving.pid} answers from the new cards.")
        if not answered:
            out.print("No server runs here. The next one that starts takes the cards as they are.")


@evaluate_app.command("nlu")
def evaluate_nlu(
    test_file: Annotated[Path, typer.Option(help="Messages the model has not seen.")] = paths.PROJECT
    / "tests"
    / "nlu"
    / "test_set.yml",
    folds: Annotated[int, typer.Option(help="Folds of the cross-validation; 0 leaves it out.", min=0)] = 5,
) -> None:
    """Intents: cross-validation on data/nlu and the kept test file, a table per intent."""
    with plain_errors():
        from bot.runtime import setup

        setup.prepare(logging.ERROR)
        from bot.components import evaluation

        evaluation.evaluate(test_file, folds, _current_model(), out)


@evaluate_app.command("safety")
def evaluate_safety(
    files: Annotated[list[Path], typer.Argument(help="Labelled messages, one JSON object a line.", exists=True)],
    rules_only: Annotated[bool, typer.Option("--rules-only", help="Leave the learned reader out.")] = False,
) -> None:
    """Screening against labelled messages: per level, flag and kind, with the misses."""
    with plain_errors():
        from bot.safety import screen, screen_by_rules
        from bot.safety.evaluation import evaluate, read_labels

        _ready_reader()
        for file in files:
            out.print(f"[bold]{file}[/]")
            out.print(evaluate(read_labels(file), screen_by_rules if rules_only else screen).render())


@evaluate_app.command("answers")
def evaluate_answers(
    questions: Annotated[Path, typer.Argument(help="Questions with patterns for a right answer.", exists=True)],
    out_of_scope: Annotated[Path | None, typer.Option(help="Messages that must not be answered.", exists=True)] = None,
) -> None:
    """Answers against questions with known right answers, each in a fresh conversation through the gate."""
    with plain_errors():
        from bot.runtime import setup

        setup.prepare(logging.ERROR)
        from bot import answer_evaluation

        answer_evaluation.report(_current_model(), questions, out_of_scope, out)


@evaluate_app.command("ranking")
def evaluate_ranking() -> None:
    """The ranking of cards: weights fitted on held-out phrases, and what each threshold would do. Takes minutes."""
    with plain_errors():
        from bot import knowledge
        from bot.guidance.calibration import report
        from bot.guidance.scope import health_examples, inside_examples, outside_examples
        from bot.language.vectors import shared_encoder

        out.print(
            report(
                knowledge.library(),
                shared_encoder(),
                inside=inside_examples(),
                outside=[*health_examples(), *outside_examples()],
            ),
            markup=False,
        )


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turns the errors people can mend into one sentence and exit code 1."""
    try:
        yield
    except (FileError, TimeoutError) as error:
        _fail(str(error))
    except Exception as error:
        if type(error).__name__ in {"StartError", "TrainingError", "ModelFileError"}:
            _fail(str(error))
        raise


def _fail(sentence: str) -> None:
    err.print(sentence, style="red", soft_wrap=True, markup=False)
    raise typer.Exit(1)


def _ready_reader() -> None:
    """Has the learned reader of the screening ready; it trains itself where its examples or the lexicon changed."""
    from bot.safety import learned_reader

    with err.status("Warning signs (their reader trains itself for some minutes, once, when its examples change)"):
        learned_reader().build()


def _current_model() -> Path:
    from bot.runtime import training

    model = training.current_model()
    if model is None:
        out.print("There is no model for the files as they are now. Training takes about a minute.")
        model = _train()
    return model


def _train() -> Path:
    from bot.runtime import training

    with err.status("Training: reading the examples, fitting the classifier, checking the rules"):
        return training.train()


def _rasa(arguments: list[str]) -> int:
    from bot.runtime import setup

    setup.prepare()
    from rasa.__main__ import main as rasa_main

    sys.argv = ["rasa", *arguments]
    rasa_main()
    return 0
