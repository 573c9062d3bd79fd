"""Prepares the process before anything of Rasa is imported."""

from __future__ import annotations

import logging
import os
import warnings


def prepare(level: int = logging.WARNING) -> None:
    """Stand-ins for TensorFlow, actions in process, no telemetry, no message text in the log.

    Args:
        level: the level of the log on standard error. Rasa writes message texts at DEBUG; so DEBUG is raised to
            INFO here, whatever is asked for.
    """
    level = max(level, logging.INFO)
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ.setdefault("SANIC_WORKERS", "1")
    for category in (DeprecationWarning, FutureWarning, PendingDeprecationWarning):
        warnings.simplefilter("ignore", category)
    warnings.filterwarnings("ignore", message="pkg_resources is deprecated")
    warnings.filterwarnings("ignore", module="sqlalchemy")
    warnings.filterwarnings("ignore", module="rasa.core.tracker_store")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")

    from bot.runtime import without_tensorflow

    without_tensorflow.install()
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for noisy in ("rasa_sdk", "matplotlib", "apscheduler", "asyncio", "sanic.access"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    _configure_rasa_log(level)

    from bot.runtime import in_process_actions

    in_process_actions.install()


def _configure_rasa_log(level: int) -> None:
    # structlog without this prints every message text at DEBUG.
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(level)
