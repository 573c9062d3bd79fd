"""What is kept until it is done, across processes."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from bot.channels.messenger.incoming import Incoming
from bot.channels.messenger.ledger import KEPT, LEASE, Button, Ledger, Send, Update
from bot.channels.messenger.sealing import Seal
from tests.channels.messenger.conftest import SEAL

PERSON = "fake-1"


class Clock:
    """Seconds since 1970, moved by hand."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def update(key: str, text: str = "hello") -> Update:
    return Update(key, Incoming("text", PERSON, {"chat": 7}, text=text))


def send(key: str, text: str = "hello", **options: object) -> Send:
    return Send(key, PERSON, {"chat": 7}, {"call": "say", "text": text}, **options)  # type: ignore[arg-type]


def process(engine: sa.engine.Engine, clock: Clock, seal: Seal = SEAL) -> Ledger:
    """A process of its own on the same database."""
    return Ledger(engine, "fake", seal, clock=clock)


def test_an_update_is_new_to_one_process_only(engine: sa.engine.Engine, clock: Clock) -> None:
    one, other = process(engine, clock), process(engine, clock)
    assert one.take_in(update("a")).new
    one.done("a")
    assert not other.take_in(update("a")).new
    assert not one.take_in(update("a")).new


def test_somebody_is_met_once(engine: sa.engine.Engine, clock: Clock) -> None:
    ledger = process(engine, clock)
    assert ledger.take_in(update("a")).first
    assert not ledger.take_in(update("b")).first
    assert ledger.is_first(update("a"))
    assert not ledger.is_first(update("b"))


def test_what_a_silent_process_left_is_taken_over_once_in_its_order(engine: sa.engine.Engine, clock: Clock) -> None:
    dead, next_one, third = (process(engine, clock) for _ in range(3))
    for number, key in enumerate("cab"):
        clock.now += 1
        dead.take_in(update(key, f"text {number}"))
    dead.keep([send("x", "first"), send("y", "second")])
    clock.now += LEASE + 1

    updates, sends = next_one.take_over()
    assert [taken.incoming.text for taken in updates] == ["text 0", "text 1", "text 2"]
    assert [taken.call["text"] for taken in sends] == ["first", "second"]
    assert third.take_over() == ([], [])


def test_a_process_that_is_alive_keeps_what_it_has(engine: sa.engine.Engine, clock: Clock) -> None:
    alive, other = process(engine, clock), process(engine, clock)
    alive.take_in(update("a"))
    alive.keep([send("x")])
    clock.now += LEASE - 1
    alive.stay_alive()
    clock.now += LEASE - 1
    assert other.take_over() == ([], [])


def test_a_process_that_stops_leaves_its_rest_at_once(engine: sa.engine.Engine, clock: Clock) -> None:
    stopping, next_one = process(engine, clock), process(engine, clock)
    stopping.take_in(update("a"))
    stopping.let_go()
    assert [taken.key for taken in next_one.take_over()[0]] == ["a"]


def test_what_is_done_is_not_taken_over(engine: sa.engine.Engine, clock: Clock) -> None:
    dead, next_one = process(engine, clock), process(engine, clock)
    dead.take_in(update("a"))
    dead.done("a")
    sent = send("x")
    dead.keep([sent])
    dead.sent(sent)
    clock.now += LEASE + 1
    assert next_one.take_over() == ([], [])


def test_the_same_message_is_kept_once(engine: sa.engine.Engine, clock: Clock) -> None:
    ledger = process(engine, clock)
    assert ledger.keep([send("x")])
    assert not ledger.keep([send("x")])


def test_what_another_secret_sealed_is_let_go(engine: sa.engine.Engine, clock: Clock) -> None:
    process(engine, clock).take_in(update("a"))
    clock.now += LEASE + 1
    assert process(engine, clock, Seal("another secret of the tests")).take_over() == ([], [])


def test_a_press_that_is_taken_up_again_is_the_same_press(engine: sa.engine.Engine, clock: Clock) -> None:
    ledger = process(engine, clock)
    button = Button("token", "/greet", "Hello")
    ledger.keep([send("x")], [button])
    assert ledger.press("token", PERSON, "press 1") == (button, True)
    assert ledger.press("token", PERSON, "press 1") == (button, True)
    assert ledger.press("token", PERSON, "press 2") == (button, False)
    assert ledger.press("token", "fake-2", "press 3") == (None, False)


def test_updates_are_known_for_days_and_then_forgotten(engine: sa.engine.Engine, clock: Clock) -> None:
    ledger = process(engine, clock)
    ledger.take_in(update("done"))
    ledger.done("done")
    ledger.take_in(update("open"))
    clock.now += KEPT - 1
    ledger.purge()
    assert not ledger.take_in(update("done")).new
    clock.now += 2
    ledger.purge()
    assert ledger.take_in(update("done")).new
    assert not ledger.take_in(update("open")).new
