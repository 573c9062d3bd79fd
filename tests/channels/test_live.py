"""What a listener is told, and when."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from bot.channels.live import ALIVE, DELETED, LISTENING, Live, LiveOutput
from bot.runtime.transcript import DeletedError, Message, Row, Transcript

LONG = 3600.0  # seconds: no sign of life in the time of a test


class Record:
    """A conversation in a database."""

    def __init__(self, *texts: str) -> None:
        self.rows: list[Row] = []
        self.deleted = False
        self.add(*texts)

    def add(self, *texts: str) -> None:
        for text in texts:
            number = len(self.rows) + 1
            self.rows.append(Row(number, float(number), "bot", json.dumps({"text": text})))

    def read_on(self, sender: str, transcript: Transcript) -> list[Message]:
        if self.deleted:
            raise DeletedError
        return transcript.take(self.rows[transcript.last :])


def told(event: str) -> tuple[int, str]:
    number, kind, data = event.strip().split("\n")
    assert kind == "event: message"
    return int(number.removeprefix("id: ")), json.loads(data.removeprefix("data: "))["text"]


async def events(following: AsyncIterator[str], count: int) -> list[str]:
    return [await anext(following) for _ in range(count)]


async def test_who_comes_back_is_given_what_it_missed() -> None:
    record = Record("one", "two", "three")
    following = Live(record.read_on, interval=LONG).follow("anna", 1)
    first, *rest = await events(following, 3)
    assert first == LISTENING
    assert [told(event) for event in rest] == [(2, "two"), (3, "three")]


async def test_who_names_no_number_is_told_what_comes_from_now_on() -> None:
    record = Record("one")
    following = Live(record.read_on, interval=0).follow("anna")
    assert await events(following, 2) == [LISTENING, ALIVE]
    record.add("two")
    assert told(await anext(following)) == (2, "two")


async def test_a_message_wakes_those_who_listen_to_that_conversation_alone() -> None:
    record = Record()
    live = Live(record.read_on, interval=LONG)
    tabs = [live.follow("anna", 0), live.follow("anna", 0)]
    other = live.follow("ben", 0)
    for following in (*tabs, other):
        await anext(following)
    waiting = [asyncio.ensure_future(anext(following)) for following in (*tabs, other)]
    record.add("hello")
    await LiveOutput(live).send_response("anna", {"text": "hello"})
    assert [told(await each) for each in waiting[:2]] == [(1, "hello"), (1, "hello")]
    waiting[2].cancel()


async def test_a_silent_conversation_shows_signs_of_life_and_looks_for_what_others_wrote() -> None:
    record = Record()
    following = Live(record.read_on, interval=0).follow("anna", 0)
    assert await events(following, 3) == [LISTENING, ALIVE, ALIVE]
    record.add("from another process")  # which wakes nobody here
    assert told(await anext(following)) == (1, "from another process")


async def test_a_conversation_that_is_deleted_ends_with_word_of_it() -> None:
    record = Record("one")
    live = Live(record.read_on, interval=LONG)
    following = live.follow("anna", 0)
    await events(following, 2)
    waiting = asyncio.ensure_future(anext(following))
    record.deleted = True
    live.wake("anna")
    assert await waiting == DELETED
    with pytest.raises(StopAsyncIteration):
        await anext(following)
    assert not live._bells


async def test_who_knows_more_than_there_is_learns_that_it_was_deleted() -> None:
    assert await events(Live(Record("new").read_on, interval=LONG).follow("anna", 7), 2) == [LISTENING, DELETED]


async def test_when_the_server_stops_then_it_lets_listeners_go() -> None:
    live = Live(Record().read_on, interval=LONG)
    following = live.follow("anna", 0)
    await anext(following)
    waiting = asyncio.ensure_future(anext(following))
    live.end()
    with pytest.raises(StopAsyncIteration):
        await waiting


async def test_a_database_that_fails_ends_the_stream_and_its_words_are_not_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(sender: str, transcript: Transcript) -> list[Message]:
        raise RuntimeError("select … where sender = 'web-anna'")

    following = Live(broken, interval=LONG).follow("web-anna", 0)
    assert [event async for event in following] == [LISTENING]
    assert "RuntimeError" in caplog.text
    assert "anna" not in caplog.text


async def test_a_listener_that_left_is_forgotten() -> None:
    live = Live(Record().read_on, interval=LONG)
    following = live.follow("anna", 0)
    await anext(following)
    assert live._bells
    await following.aclose()
    assert not live._bells
