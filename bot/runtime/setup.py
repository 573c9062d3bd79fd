"""Prepares the process before anything of Rasa is imported."""

from __future__ import annotations

import gc
import logging
import os
import warnings


def prepare(level: int = logging.WARNING, *, serving: bool = False) -> None:
    """Stand-ins for TensorFlow, actions in process, no telemetry, no message text in the log.

    Args:
        level: the level of the log on standard error. Rasa writes message texts at DEBUG; so DEBUG is raised to
            INFO here, whatever is asked for.
        serving: whether this process serves, and does without the services it does not speak to.
    """
    level = max(level, logging.INFO)
    _quieten()
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("SANIC_WORKERS", "1")
    for library in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(library, "1")  # a turn's sums are small: more threads only wait for each other
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")

    from bot.runtime import without_tensorflow

    without_tensorflow.install(serving=serving)
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # httpx writes addresses, and those of the Bot API hold the token.
    for noisy in ("rasa_sdk", "matplotlib", "apscheduler", "asyncio", "sanic.access", "httpx", "httpcore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    _configure_rasa_log(level)

    from bot.runtime import in_process_actions

    in_process_actions.install()
    _quieten()


def settle() -> None:
    """Called once everything is loaded: what is there stays, so the garbage collector need not look at it again."""
    gc.enable()
    gc.collect()
    gc.freeze()
    from bot.language.vectors import give_back_memory  # loaded by now, and not needed by every command

    give_back_memory()


def _quieten() -> None:
    """Silences what libraries say to their own developers; done last, as some imports reset the filters."""
    for category in (DeprecationWarning, FutureWarning, PendingDeprecationWarning):
        warnings.filterwarnings("ignore", category=category)
    warnings.filterwarnings("ignore", message="pkg_resources is deprecated")
    warnings.filterwarnings("ignore", message="(?s).*Slot auto-fill has been removed")
    # Only CRF and DIET learn from annotated entities; lookup tables and expressions do without.
    warnings.filterwarnings("ignore", message="(?s).*consisting of (entity examples|lookup tables)")
    os.environ.setdefault("LOG_LEVEL", "WARNING")  # Rasa shows its progress bars unless this says so


def _configure_rasa_log(level: int) -> None:
    # structlog without this prints every message text at DEBUG.
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(level)
