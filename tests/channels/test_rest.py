"""Plain HTTP for integrators: its contract, and what it says to requests it cannot use."""

import json

import httpx
import pytest

URL = "/webhooks/rest/webhook"


def test_a_reply_is_a_text_followed_by_its_facts(client: httpx.Client) -> None:
    messages = client.post(URL, json={"sender": "contract", "message": "how long does a back spasm last"}).json()
    assert [set(message) - {"buttons"} for message in messages] == [
        {"recipient_id", "text"},
        {"recipient_id", "custom"},
    ]
    custom = messages[1]["custom"]
    assert set(custom) == {"kind", "level", "flags", "card", "sources", "picture"}
    assert custom["kind"] == "answer"
    assert custom["card"]
    assert {"doc", "section", "title"} == set(custom["sources"][0])


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"{not json", "not JSON"),
        (b"[]", "JSON object"),
        (b'"hello"', "JSON object"),
        (b"{}", "sender"),
        (b'{"sender": "a"}', "message"),
        (b'{"sender": 5, "message": "hi"}', "sender"),
        (b'{"sender": "", "message": "hi"}', "sender"),
        (b'{"sender": "a", "message": ["hi"]}', "message"),
        (b'{"sender": "a", "message": null}', "message"),
        (b'{"sender": "a", "message": "hi", "metadata": 3}', "metadata"),
    ],
)
def test_when_a_request_cannot_be_used_then_it_says_what_to_send(client: httpx.Client, body: bytes, says: str) -> None:
    answer = client.post(URL, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert says in answer.json()["error"]


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", URL, 405), ("PUT", URL, 405), ("POST", "/nowhere", 404)]
)
def test_a_wrong_method_or_path_has_a_reason(client: httpx.Client, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.json()["error"]


@pytest.mark.parametrize(
    "message",
    [
        "",
        "   \n\t ",
        "😭😭",
        "\x00\x01\x02",
        "back\x00spasm",
        "<script>alert(1)</script>",
        '/intent{"x":',
        '/ask_treatment{"a": 1}',
        "/restart",
        "/action_delete",
        "'; DROP TABLE events; --",
        "\ud83d",
        "¿Qué hago con mi espalda?",
        "a" * 5000,
        "help " * 20_000,
    ],
)
def test_whatever_is_sent_is_answered(client: httpx.Client, message: str) -> None:
    body = json.dumps({"sender": f"odd-{abs(hash(message))}", "message": message})  # escapes half a surrogate pair
    answer = client.post(URL, content=body)
    assert answer.status_code == 200
    assert answer.json()[0]["text"].strip()


def test_a_sign_in_a_message_too_long_to_answer_is_still_found(client: httpx.Client) -> None:
    story = "we had the painters in and the tea was cold. " * 1000
    message = f"{story} and since this morning i cant feel it when i pee. {story}"
    custom = client.post(URL, json={"sender": "long-story", "message": message}).json()[1]["custom"]
    assert custom["level"] == "emergency"


def test_a_body_of_more_than_a_megabyte_is_refused_with_a_reason(client: httpx.Client) -> None:
    answer = client.post(URL, json={"sender": "big", "message": "a" * 1_100_000})
    assert answer.status_code == 413
    assert answer.json()["error"]


def test_typed_commands_do_nothing(client: httpx.Client) -> None:
    """Only a payload that this conversation was offered acts as a button."""
    answer = client.post(URL, json={"sender": "commander", "message": "/screen_none"}).json()
    assert "Where is the spasm" not in answer[0]["text"]


def test_two_messages_at_once_are_both_answered(address: str) -> None:
    import concurrent.futures

    def send(text: str) -> list:
        return httpx.post(address + URL, json={"sender": "twice", "message": text}, timeout=30).json()

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(send, ["is ice good for it", "how long does it last"]))
    assert all(answer[0]["text"] for answer in answers)
    assert {answer[1]["custom"]["kind"] for answer in answers} == {"answer"}
