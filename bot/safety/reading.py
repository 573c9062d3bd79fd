"""The screening itself: text in, verdict out, by both readers. No network, no Rasa, nothing remembered."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import lru_cache

from bot.language.vectors import shared_encoder
from bot.safety.learned import Hearing, LearnedReader
from bot.safety.screener import Mark, default_screener
from bot.safety.screening import Context, Screening
from bot.safety.verdict import decide

log = logging.getLogger(__name__)


def screen(text: str, context: Context | None = None) -> Screening:
    """The warning signs in a message, by the rules and by the learned reader.

    Never fails for want of the learned reader: where it cannot be used, the rules alone hold, and the log says so.

    Args:
        text: what the person typed, of any length and any characters.
        context: what the conversation knows already.

    Raises:
        bot.files.FileError: at the first use, when a file of the catalogue is broken.
    """
    screener, context = default_screener(), context or Context()
    findings = screener.findings(text, context)
    return decide(findings, _hearings(text, findings.marks), screener.catalogue.entries, context)


def screen_by_rules(text: str, context: Context | None = None) -> Screening:
    """The same by the rules alone."""
    screener, context = default_screener(), context or Context()
    return decide(screener.findings(text, context), (), screener.catalogue.entries, context)


@lru_cache(maxsize=1)
def learned_reader() -> LearnedReader:
    """The learned reader of this process, on the sentence encoder that everything shares."""
    return LearnedReader(shared_encoder(), default_screener())


def _hearings(text: str, marks: Sequence[Mark]) -> list[Hearing]:
    try:
        return learned_reader().read(text, marks)
    except Exception as error:
        # Whatever it is, the rules still hold. The type only: the message of an error may hold what a patient wrote.
        log.error("The learned reader is out of use, only the rules screen: %s", type(error).__name__)
        return []
