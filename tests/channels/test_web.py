"""The page's channel: sessions of the server's making, one answer to each send, a history that survives a reload."""

import uuid

import httpx
import pytest

SESSION, MESSAGE, HISTORY = (f"/webhooks/web/{name}" for name in ("session", "message", "history"))


@pytest.fixture
def token(client: httpx.Client) -> str:
    return client.post(SESSION).json()["token"]


def send(client: httpx.Client, token: str, text: str, **more: str) -> httpx.Response:
    return client.post(MESSAGE, json={"token": token, "id": uuid.uuid4().hex, "text": text, **more})


def test_a_message_is_answered_with_text_buttons_and_facts(client: httpx.Client, token: str) -> None:
    reply = send(client, token, "should i use ice or heat").json()["messages"][0]
    assert reply["text"]
    assert reply["buttons"][0]["payload"].startswith("/")
    assert reply["custom"]["kind"] == "answer"


def test_a_button_works_and_its_title_is_what_the_history_shows(client: httpx.Client, token: str) -> None:
    send(client, token, "my back has gone into spasm")
    body = {"token": token, "id": "press-1", "payload": "/screen_none", "title": "None of these"}
    assert client.post(MESSAGE, json=body).json()["messages"][0]["custom"]["kind"] == "screen"
    said = client.post(HISTORY, json={"token": token}).json()["messages"]
    assert [m["from"] for m in said] == ["user", "bot", "user", "bot"]
    assert (said[2]["text"], said[2]["id"]) == ("None of these", "press-1")


def test_a_repeated_send_gets_the_same_answer_and_is_said_once(client: httpx.Client, token: str) -> None:
    body = {"token": token, "id": "once", "text": "how long does it last"}
    first, second = (client.post(MESSAGE, json=body).json() for _ in range(2))
    assert first == second
    said = client.post(HISTORY, json={"token": token}).json()["messages"]
    assert [m["from"] for m in said] == ["user", "bot"]


def test_an_emergency_is_in_the_history_too(client: httpx.Client, token: str) -> None:
    send(client, token, "i cant feel my legs and ive wet myself")
    said = client.post(HISTORY, json={"token": token}).json()["messages"]
    assert said[1]["custom"]["level"] == "emergency"


def test_typed_text_is_never_a_command_even_when_a_button_offers_it(client: httpx.Client, token: str) -> None:
    send(client, token, "my back has gone into spasm")
    reply = send(client, token, "/screen_none").json()["messages"][0]
    assert "Where is the spasm" not in reply["text"]


def test_one_person_cannot_read_or_write_the_talk_of_another(client: httpx.Client, token: str) -> None:
    send(client, token, "is a warm bath ok")
    other = client.post(SESSION).json()["token"]
    assert client.post(HISTORY, json={"token": other}).json()["messages"] == []


@pytest.mark.parametrize("path", [MESSAGE, HISTORY])
@pytest.mark.parametrize("forged", ["nonsense", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ3ZWItMSJ9."])
def test_a_forged_token_is_refused(client: httpx.Client, path: str, forged: str) -> None:
    answer = client.post(path, json={"token": forged, "id": "1", "text": "hi"})
    assert answer.status_code == 401
    assert "Reload" in answer.json()["error"]


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"text": "hi"}, "id"),
        ({"id": "1"}, "text"),
        ({"id": "1", "payload": "screen_none", "title": "x"}, "payload"),
        ({"id": "1", "payload": "/screen_none"}, "title"),
    ],
)
def test_when_a_send_cannot_be_used_then_it_says_why(client: httpx.Client, token: str, body: dict, says: str) -> None:
    answer = client.post(MESSAGE, json={"token": token, **body})
    assert answer.status_code == 400
    assert says in answer.json()["error"]


def test_a_text_too_long_has_a_status_of_its_own_and_is_not_said(client: httpx.Client, token: str) -> None:
    answer = send(client, token, "a" * 4001)
    assert answer.status_code == 413
    assert "4000" in answer.json()["error"]
    assert client.post(HISTORY, json={"token": token}).json() == {"messages": [], "last": 0}


def test_deleting_empties_the_history(client: httpx.Client, token: str) -> None:
    send(client, token, "delete my conversation")
    client.post(MESSAGE, json={"token": token, "id": "yes", "payload": "/affirm", "title": "Yes"})
    assert client.post(HISTORY, json={"token": token}).json()["messages"] == []


def test_health_says_that_the_model_is_there(client: httpx.Client) -> None:
    assert client.get("/health").json() == {"status": "ok"}
