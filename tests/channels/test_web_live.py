"""Talks on several tabs: what comes by itself, what survives a restart, and deleting."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from conftest import Served
from rasa.shared.core.events import BotUttered

Serve = Callable[..., Served]
QUESTION = "should i use ice or heat"


@pytest.fixture
def web(serve: Serve) -> Served:
    return serve()


class Stream:
    """The events of one open connection."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.iter_lines()

    def blocks(self) -> Iterator[list[str]]:
        block: list[str] = []
        for line in self._lines:
            if line:
                block.append(line)
            else:
                yield block
                block = []

    def next(self) -> tuple[str, int, dict[str, Any]]:
        """Kind, number and message of the next event; comments are passed over."""
        for block in self.blocks():
            fields = dict(line.split(": ", 1) for line in block if not line.startswith(":"))
            if fields:
                return fields["event"], int(fields.get("id", 0)), json.loads(fields["data"])
        raise AssertionError("the stream ended")


@contextmanager
def listening(web: Served, token: str, after: int | None = 0) -> Iterator[Stream]:
    with web.http.stream("POST", "events", json={"token": token, "after": after}) as response:
        stream = Stream(response)
        assert next(stream.blocks()) == [": listening"]
        yield stream


def said(web: Served, token: str, id: str, text: str = QUESTION) -> list[dict[str, Any]]:
    return web.post("message", token=token, id=id, text=text).json()["messages"]


# ---- Events -----------------------------------------------------------------------------------------------------


def test_another_tab_sees_what_was_said_and_answered(web: Served) -> None:
    token = web.token()
    with listening(web, token) as tab:
        assert tab.response.headers["content-type"].startswith("text/event-stream")
        assert tab.response.headers["x-accel-buffering"] == "no"
        assert "no-transform" in tab.response.headers["cache-control"]
        answer = said(web, token, "one")
        assert tab.next() == ("message", 1, {"from": "user", "id": "one", "text": QUESTION})
        assert tab.next() == ("message", 2, answer[0])
    assert answer[0]["to"] == "one"
    assert answer[0]["from"] == "bot"


def test_history_gives_the_number_to_listen_from_and_the_same_messages(web: Served) -> None:
    token = web.token()
    answer = said(web, token, "one")
    history = web.post("history", token=token).json()
    assert history["last"] == len(history["messages"]) == 1 + len(answer)
    assert history["messages"][1:] == answer
    with listening(web, token, history["last"]) as tab:
        said(web, token, "two", "is a warm bath ok")
        assert tab.next()[1:] == (history["last"] + 1, {"from": "user", "id": "two", "text": "is a warm bath ok"})


def test_who_comes_back_after_a_restart_is_given_what_it_missed(serve: Serve, web: Served) -> None:
    token = web.token()
    answer = said(web, token, "one")
    with listening(serve(), token, 1) as tab:
        assert tab.next() == ("message", 2, answer[0])


def test_a_message_of_staff_arrives_and_answers_no_send(web: Served) -> None:
    token, agent = web.token(), web.gate._agent
    said(web, token, "one")
    last = web.post("history", token=token).json()["last"]

    async def staff_write() -> None:
        session = web.channel._session({"token": token})
        async with agent.lock_store.lock(session):
            tracker = await web.gate.store.retrieve(session)
            assert tracker is not None
            tracker.update(BotUttered("Anna from the desk here.", {"custom": {"kind": "handoff"}}), agent.domain)
            await web.gate.store.save(tracker)
        await web.channel.get_output_channel().send_response(session, {"text": "Anna from the desk here."})

    with listening(web, token, last) as tab:
        web.run(staff_write())
        kind, number, message = tab.next()
    assert (kind, number, message["text"]) == ("message", last + 1, "Anna from the desk here.")
    assert "to" not in message


def test_an_emergency_reaches_the_other_tab(web: Served) -> None:
    token = web.token()
    with listening(web, token) as tab:
        said(web, token, "one", "i cant feel my legs and ive wet myself")
        assert tab.next()[2]["from"] == "user"
        assert tab.next()[2]["custom"]["level"] == "emergency"


def test_a_tab_that_was_closed_is_forgotten(web: Served) -> None:
    with listening(web, web.token()):
        assert web.channel._live._bells

    async def forgotten() -> None:
        while web.channel._live._bells:
            await asyncio.sleep(0)

    web.run(forgotten())


def test_a_silent_stream_shows_signs_of_life(serve: Serve) -> None:
    web = serve(interval=0.001)
    with listening(web, web.token()) as tab:
        blocks = tab.blocks()
        assert [next(blocks), next(blocks)] == [[": still here"]] * 2


@pytest.mark.parametrize("after", [-1, 1.5, "2", True])
def test_a_number_that_is_none_is_refused(web: Served, after: Any) -> None:
    answer = web.post("events", token=web.token(), after=after)
    assert answer.status_code == 400
    assert "after" in answer.json()["error"]


def test_nobody_else_hears_it(web: Served) -> None:
    token, other = web.token(), web.token()
    with listening(web, other) as tab:
        said(web, token, "one", "something private")
        said(web, other, "mine", "hello")
        assert tab.next()[2]["id"] == "mine"


# ---- A send is answered once ------------------------------------------------------------------------------------


def test_a_send_repeated_after_a_restart_gets_the_answer_it_had(serve: Serve, web: Served) -> None:
    token = web.token()
    first = said(web, token, "one")
    said(web, token, "two", "is a warm bath ok")
    again = serve()
    assert said(again, token, "one") == first
    assert again.post("history", token=token).json()["last"] == 4


def test_a_button_repeated_after_a_restart_does_not_act_twice(serve: Serve, web: Served) -> None:
    token = web.token()
    said(web, token, "one", "my back has gone into spasm")
    press = {"token": token, "id": "two", "payload": "/screen_none", "title": "None of these"}
    first = web.post("message", **press).json()
    assert serve().post("message", **press).json() == first


def test_a_send_whose_turn_was_cut_is_answered_anew(serve: Serve, web: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    token = web.token()
    said(web, token, "one")

    async def cut(tracker: Any) -> None:
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr(web.gate.store, "save", cut)
        said(web, token, "two", "how long does it last")  # said, and lost with the process
    again = serve()
    assert said(again, token, "two", "how long does it last")[0]["custom"]["kind"] == "answer"
    shown = again.post("history", token=token).json()["messages"]
    assert [message.get("id") for message in shown if message["from"] == "user"] == ["one", "two"]


def test_messages_that_arrive_together_keep_their_order(web: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    token, look_up = web.token(), web.gate.store.answer_to
    arrived, overtaken = threading.Event(), threading.Event()

    def slow_at_first(sender: str, send: str) -> list[Any]:
        if send == "one":
            arrived.set()
            overtaken.wait(0.3)
        return look_up(sender, send)

    monkeypatch.setattr(web.gate.store, "answer_to", slow_at_first)
    first = threading.Thread(target=said, args=(web, token, "one"))
    first.start()
    arrived.wait(30)
    said(web, token, "two", "is a warm bath ok")
    overtaken.set()
    first.join(30)
    shown = web.post("history", token=token).json()["messages"]
    assert [message["id"] for message in shown if message["from"] == "user"] == ["one", "two"]


@pytest.mark.parametrize("how", ["fails", "hangs"])
def test_an_emergency_does_not_wait_for_a_database_that_does_not_answer(
    web: Served, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    come_back = threading.Event()

    def broken(*_: Any) -> list[Any]:
        if how == "hangs":
            come_back.wait(30)
        raise ConnectionError

    monkeypatch.setattr("bot.channels.web.LOOK_UP_LIMIT", 0.01)
    monkeypatch.setattr(web.gate.store, "answer_to", broken)
    (answer,) = said(web, web.token(), "one", "i cant feel my legs and ive wet myself")
    come_back.set()
    assert answer["custom"]["level"] == "emergency"


# ---- Buttons of the page ----------------------------------------------------------------------------------------


def test_feedback_needs_no_offer_and_typing_it_is_no_button(web: Served) -> None:
    token = web.token()
    good = {"token": token, "id": "one", "payload": '/feedback_good{"card": "ice_first"}', "title": "Helpful"}
    assert "good to hear" in web.post("message", **good).json()["messages"][0]["text"]
    typed = said(web, token, "two", '/feedback_good{"card": "ice_first"}')
    assert "good to hear" not in typed[0]["text"]


# ---- Deleting ---------------------------------------------------------------------------------------------------


def test_deleting_empties_database_and_memory_and_tells_the_other_tab(web: Served) -> None:
    token = web.token()
    said(web, token, "one")
    store, session = web.gate.store, web.channel._session({"token": token})
    with listening(web, token, 2) as tab:
        assert web.post("delete", token=token).json() == {"deleted": True}
        assert tab.next()[0] == "deleted"
    with store.session_scope() as database:
        assert database.query(store.SQLEvent).filter_by(sender_id=session).count() == 0
    assert session not in store.recent
    assert not [send for send in web.channel._answers if send[0] == session]


@pytest.mark.parametrize("restarted", [False, True])
def test_an_old_tab_does_not_revive_a_deleted_talk(serve: Serve, web: Served, restarted: bool) -> None:
    token = web.token()
    said(web, token, "one")
    web.post("delete", token=token)
    now = serve() if restarted else web
    for route, more in (("history", {}), ("events", {}), ("message", {"id": "one", "text": QUESTION})):
        answer = now.post(route, token=token, **more)
        assert answer.status_code == 401
        assert "Reload" in answer.json()["error"]
    assert now.post("delete", token=token).json() == {"deleted": True}  # once more, where the first answer got lost


def test_a_session_that_has_said_nothing_yet_works_and_can_be_deleted(serve: Serve, web: Served) -> None:
    token = web.token()
    now = serve()
    assert now.post("history", token=token).json() == {"messages": [], "last": 0}
    with listening(now, token) as tab:
        assert now.post("delete", token=token).status_code == 200
        assert tab.next()[0] == "deleted"
    assert now.post("history", token=token).status_code == 401


def test_deleting_by_words_tells_the_other_tab_and_the_talk_may_go_on(web: Served) -> None:
    token = web.token()
    said(web, token, "one", "delete my conversation")
    with listening(web, token, 2) as tab:
        web.post("message", token=token, id="two", payload="/affirm", title="Yes")
        assert tab.next()[0] == "deleted"
    said(web, token, "three")
    assert web.post("history", token=token).json()["messages"][0]["id"] == "three"


@pytest.mark.parametrize("forged", ["nonsense", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ3ZWItMSJ9."])
@pytest.mark.parametrize("route", ["events", "delete"])
def test_a_forged_token_is_refused(web: Served, route: str, forged: str) -> None:
    assert web.post(route, token=forged).status_code == 401


def test_nothing_of_a_talk_is_logged(web: Served, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    token = web.token()
    with listening(web, token) as tab:
        said(web, token, "send-id-1", "mrs blenkinsop has a stiff back")
        tab.next()
        web.post("delete", token=token)
    session = web.channel._session({"token": token})
    assert not [word for word in ("blenkinsop", token, session, "send-id-1") if word in caplog.text]
