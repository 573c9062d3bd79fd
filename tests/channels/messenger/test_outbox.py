"""What is to be sent: in its order, once, and until the service takes it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from bot.channels.messenger import outbox as outboxes
from bot.channels.messenger.health import Health
from bot.channels.messenger.ledger import Ledger, Send
from bot.channels.messenger.outbox import Outbox
from bot.channels.messenger.service import Later, Refused
from tests.channels.messenger.conftest import SEAL, FakeService


@pytest.fixture
def service() -> FakeService:
    return FakeService()


@pytest.fixture
def ledger(engine: sa.engine.Engine) -> Ledger:
    return Ledger(engine, "fake", SEAL)


@pytest.fixture
async def outbox(service: FakeService, ledger: Ledger) -> Outbox:
    return Outbox(ledger, service.send, Health("fake"))


def send(text: str, *, person: str = "one", urgent: bool = False) -> Send:
    return Send(f"{person} {text}", person, {}, {"call": "say", "text": text}, urgent)


async def test_the_order_is_kept_while_the_service_fails(outbox: Outbox, service: FakeService) -> None:
    service.failures = [Later("down", 0), Later("down", 0), Later("down", 0)]
    await outbox.put([send("first")])
    await outbox.put([send("second"), send("third")])
    await outbox.empty()
    assert service.said == ["first", "second", "third"]


async def test_a_warning_sign_overtakes_what_waits(outbox: Outbox, service: FakeService) -> None:
    service.failures = [Later("down", 0)]
    await outbox.put([send("first"), send("second")])
    await outbox.put([send("sign", urgent=True), send("number to call", urgent=True)], at_once=True)
    await outbox.empty()
    assert service.said.index("sign") < service.said.index("second")
    assert service.said[service.said.index("sign") + 1] == "number to call"


async def test_a_warning_sign_ends_a_pause(
    outbox: Outbox, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outboxes, "FIRST_PAUSE", 3600)
    monkeypatch.setattr(outboxes, "LONGEST_PAUSE", 3600)
    service.failures = [Later("down")]
    await outbox.put([send("first")])
    while service.failures:
        await asyncio.sleep(0)
    await outbox.put([send("sign", urgent=True)], at_once=True)
    await asyncio.wait_for(outbox.empty(), 60)
    assert service.said == ["sign", "first"]


async def test_the_service_is_left_alone_for_as_long_as_it_wants(
    outbox: Outbox, service: FakeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []

    class Asyncio:
        """As it is, but for the sleep: the servers of other tests sleep, too."""

        def __getattr__(self, name: str) -> Any:
            return getattr(asyncio, name)

        async def sleep(self, seconds: float) -> None:
            pauses.append(seconds)

    monkeypatch.setattr(outboxes, "asyncio", Asyncio())
    service.failures = [Later("too many requests", 17)]
    await outbox.put([send("first")])
    await outbox.empty()
    assert pauses == [17]
    assert service.said == ["first"]


async def test_somebody_who_has_blocked_the_guide_holds_up_nobody(outbox: Outbox, service: FakeService) -> None:
    service.failures = [Refused("blocked")]
    await outbox.put([send("first")])
    await outbox.put([send("hello", person="two")])
    await outbox.empty()
    assert service.said == ["hello"]


async def test_a_message_is_sent_though_it_cannot_be_kept(
    outbox: Outbox, service: FakeService, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> bool:
        raise sa.exc.OperationalError("insert", {}, Exception("the disk is full"))

    monkeypatch.setattr(ledger, "keep", broken)
    await outbox.put([send("first")])
    await outbox.empty()
    assert service.said == ["first"]


async def test_what_is_sent_is_not_kept(outbox: Outbox, ledger: Ledger, engine: sa.engine.Engine) -> None:
    await outbox.put([send("first"), send("sign", urgent=True)], at_once=True)
    await outbox.empty()
    with engine.begin() as connection:
        assert connection.execute(sa.text("select sealed from messenger_sends")).scalars().all() == [None, None]


async def test_health_tells_of_trouble_and_of_its_end(service: FakeService, ledger: Ledger) -> None:
    health = Health("fake")
    seen = []

    async def deliver(address: dict[str, Any], call: dict[str, Any]) -> None:
        seen.append(health.as_dict()["status"])
        await service.send(address, call)

    service.failures = [Later("cannot be reached", 0)]
    outbox = Outbox(ledger, deliver, health)
    await outbox.put([send("first")])
    await outbox.empty()
    assert seen == ["starting", "trouble"]
    assert health.as_dict()["status"] == "ok"
    assert "why" not in health.as_dict()
