"""The two bots: how each is installed, trained and started."""

from __future__ import annotations

import os
import subprocess
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from pathlib import Path

from benchmarks import texts

PROJECT = Path(__file__).resolve().parent.parent
VAR = PROJECT / "var"
RASA = "rasa==3.6.21"
SETUPTOOLS = "setuptools<81"  # Rasa imports pkg_resources, which later versions no longer have
BUILD_LIMIT = 3600  # seconds an installation or a training may take


class BuildError(Exception):
    """A bot could not be installed or trained; the text has the last words of the command."""


class Bot(ABC):
    """A bot that can be built and started.

    Attributes:
        name: how the report calls it.
        environment: its Python environment, the thing whose size is measured.
        folder: where it is started.
        variables: what is added to the environment variables of its processes.
    """

    name: str
    environment: Path
    folder: Path
    variables: dict[str, str]

    @abstractmethod
    def build(self) -> None:
        """Installs and trains the bot; quick when that was done before. Raises BuildError."""

    @abstractmethod
    def command(self, port: int, scratch: Path) -> list[str]:
        """The command that serves the bot on a port of 127.0.0.1, its SQLite file being :meth:`database`."""

    @abstractmethod
    def messages(self) -> Iterator[str]:
        """Messages that the bot is made to answer, at least 1000 of them."""

    def database(self, scratch: Path) -> Path:
        """The SQLite file the bot writes."""
        return scratch / "conversations.db"

    def program(self, name: str) -> str:
        """A program of the bot's own environment."""
        return str(self.environment / "bin" / name)

    def run(self, *command: str) -> None:
        """Runs one step of the building. Raises BuildError."""
        result = subprocess.run(
            command,
            cwd=self.folder,
            env=self.process_environment(),
            capture_output=True,
            text=True,
            timeout=BUILD_LIMIT,
            check=False,
        )
        if result.returncode:
            raise BuildError(f"{' '.join(command)} failed:\n{(result.stdout + result.stderr)[-3000:]}")

    def process_environment(self) -> dict[str, str]:
        """The variables of the bot's processes: the caller's, without those that are about the caller's own Python.

        PYTHONDONTWRITEBYTECODE, for one, would have all of both bots compiled again at every start.
        """
        inherited = {
            name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV" and not name.startswith("PYTHON")
        }
        return {**inherited, "RASA_TELEMETRY_ENABLED": "false", **self.variables}


class Starter(Bot):
    """The bot of ``rasa init``: stock Rasa with TensorFlow, DIET and TED; only its conversations go to SQLite."""

    name = "starter"
    environment = VAR / "starter" / "venv"
    folder = VAR / "starter" / "bot"
    variables: dict[str, str] = {}

    def build(self) -> None:
        """Installs into an environment of its own and trains what ``rasa init`` lays out."""
        self.folder.mkdir(parents=True, exist_ok=True)
        if not Path(self.program("rasa")).exists():
            # Outside the project: inside it, uv would apply the project's overrides and leave TensorFlow out.
            with tempfile.TemporaryDirectory() as elsewhere:
                uv = ("uv", "--directory", elsewhere)
                self.run(*uv, "venv", "--clear", "--python", "3.10", str(self.environment))
                self.run(*uv, "pip", "install", "--python", self.program("python"), RASA, SETUPTOOLS)
        if not list(self.environment.glob("lib/*/site-packages/tensorflow/__init__.py")):
            raise BuildError(f"{self.environment} has no TensorFlow: delete the folder and start again")
        if not list(self.folder.glob("models/*.tar.gz")):
            self.run(self.program("rasa"), "init", "--no-prompt", "--init-dir", ".")

    def command(self, port: int, scratch: Path) -> list[str]:
        """``rasa run`` with the REST channel that ``rasa init`` sets up, and SQLite."""
        endpoints = scratch / "endpoints.yml"
        endpoints.write_text(f"tracker_store: {{type: SQL, dialect: sqlite, db: {self.database(scratch)}}}\n")
        address = ["--interface", "127.0.0.1", "--port", str(port)]
        return [self.program("rasa"), "run", *address, "--endpoints", str(endpoints)]

    def messages(self) -> Iterator[str]:
        """Greetings, moods, yes and no."""
        return texts.small_talk()


class Ours(Bot):
    """This project, in an environment without its development tools."""

    name = "ours"
    environment = VAR / "ours" / "venv"
    folder = PROJECT
    variables = {"UV_PROJECT_ENVIRONMENT": str(environment)}

    def build(self) -> None:
        """Installs as a clinic would and trains."""
        # --frozen: `uv run` has just brought uv.lock up to date.
        self.run("uv", "sync", "--no-dev", "--frozen", "--python", "3.10")
        self.run(self.program("backspasm"), "train")

    def command(self, port: int, scratch: Path) -> list[str]:
        """``backspasm serve``."""
        return [self.program("backspasm"), "serve", "--port", str(port), "--database", str(self.database(scratch))]

    def screen_command(self) -> list[str]:
        """``backspasm screen --jsonl``."""
        return [self.program("backspasm"), "screen", "--jsonl"]

    def messages(self) -> Iterator[str]:
        """Questions about back spasms."""
        return texts.questions()
