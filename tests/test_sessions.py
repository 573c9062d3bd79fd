"""A conversation survives a restart; a person who comes back gets a fresh session that remembers the last level."""

import json
from typing import Any

import pytest
from conftest import Talk

from bot import server

LONG_AGO = 2 * 60 * 60  # seconds; a session ends after one hour


def let_time_pass(talk: Talk) -> None:
    """Moves everything said so far into the past."""
    with talk.store.session_scope() as session:
        for row in session.query(talk.store.SQLEvent).filter_by(sender_id=talk.sender):
            row.timestamp -= LONG_AGO
            row.data = json.dumps({**json.loads(row.data), "timestamp": row.timestamp})
        session.commit()
    talk.store._live.clear()


async def test_the_form_goes_on_after_a_restart(talk: Talk, parts: Any) -> None:
    await talk.say("my back has gone into spasm")
    await talk.press("None of these")
    talk.store._live.clear()  # what a restart leaves: the database alone
    await talk.press("Lower back")
    assert "How long" in talk.text


async def test_after_an_hour_a_form_left_open_is_gone(talk: Talk) -> None:
    await talk.say("my back has gone into spasm")
    await talk.press("None of these")
    let_time_pass(talk)
    await talk.say("hello")
    assert talk.kinds == ["smalltalk"]
    assert await talk.slot("requested_slot") is None


@pytest.mark.parametrize(
    ("sign", "level"),
    [("i cant feel my legs and ive wet myself", "emergency"), ("ive got a fever of 39.2 and my back hurts", "urgent")],
)
async def test_who_comes_back_after_a_sign_is_asked_about_it_once(talk: Talk, sign: str, level: str) -> None:
    await talk.say(sign)
    let_time_pass(talk)
    await talk.say("hello")
    assert talk.kinds == ["escalation", "smalltalk"]
    assert talk.text.startswith("Welcome back. You told me about")
    assert await talk.slot("last_level") == level
    assert await talk.slot("triage_level") == "none"
    await talk.say("how long does a spasm last")
    assert talk.kinds == ["answer"]


async def test_an_emergency_right_after_the_pause_is_said_first_and_alone(talk: Talk) -> None:
    await talk.say("hello")
    let_time_pass(talk)
    await talk.say("ive wet myself and didnt notice")
    assert talk.kinds == ["escalation"]
    assert await talk.slot("triage_level") == "emergency"


def test_endpoints_can_name_another_database(tmp_path: Any) -> None:
    assert server.read_endpoints(database=str(tmp_path / "x.db")).tracker_store.kwargs["db"].endswith("x.db")
