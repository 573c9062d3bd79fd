"""The scenarios of ``tests/conversations`` through the messengers: the same talk, whichever way it goes."""

from __future__ import annotations

import pytest
from conversations.scenarios import TALKS, Turn, play

from peers.slack import SlackWorld
from peers.telegram import TelegramWorld


@pytest.mark.parametrize("turns", TALKS)
def test_in_telegram(telegram: TelegramWorld, turns: list[Turn]) -> None:
    person = telegram.person()
    person.meet()
    play(turns, person)


@pytest.mark.parametrize("turns", TALKS)
def test_in_slack(slack: SlackWorld, turns: list[Turn]) -> None:
    person = slack.person()
    person.meet()
    play(turns, person)
