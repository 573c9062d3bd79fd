"""What the tests of the screening share."""

from __future__ import annotations

import pytest

from bot.safety import Screener, default_screener
from bot.safety.advice import Numbers


@pytest.fixture(scope="session")
def screener() -> Screener:
    return default_screener()


@pytest.fixture
def british() -> Numbers:
    return Numbers("999", "A&E", "GP", "NHS 111", "Samaritans 116 123", None, "01234 567890", "Hill Clinic")


@pytest.fixture
def australian() -> Numbers:
    return Numbers("000", "the emergency department", "GP", "healthdirect", "Lifeline 13 11 14", "13 11 26")
