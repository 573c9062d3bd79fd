"""What an update comes down to."""

from __future__ import annotations

from typing import Any

import pytest

from bot.channels.messenger.incoming import Incoming
from bot.channels.messenger.words import MEDIA
from bot.channels.telegram.reading import Reader

from .updates import (
    ANN,
    BROKEN,
    CHANNEL,
    FILE,
    GROUP,
    ME,
    OF_NO_CONCERN,
    PLACE,
    POLL,
    PRIVATE,
    SIZED,
    in_group,
    member,
    message,
    press,
)


@pytest.fixture
def reader() -> Reader:
    reader = Reader(lambda *ids: "/".join(ids), "Write to me in private.")
    reader.username = "BackBot"
    return reader


def read(reader: Reader, **update: Any) -> Incoming | None:
    return reader.read({"update_id": 5, **update})[1]


@pytest.mark.parametrize("kind", OF_NO_CONCERN)
def test_what_does_not_concern_the_guide_comes_to_nothing(reader: Reader, kind: str) -> None:
    assert read(reader, **{kind: OF_NO_CONCERN[kind]}) is None


@pytest.mark.parametrize("update", BROKEN.values(), ids=BROKEN)
def test_what_is_broken_comes_to_nothing(reader: Reader, update: dict[str, Any]) -> None:
    assert reader.read(update)[1] is None


def test_a_message_knows_who_wrote_and_how_they_are_reached(reader: Reader) -> None:
    incoming = read(reader, message=message("my back hurts"))
    assert incoming == Incoming("text", "7", {"chat": 7}, message="10", text="my back hurts")


def test_a_message_of_a_topic_is_answered_there(reader: Reader) -> None:
    incoming = read(reader, message=message("hello", is_topic_message=True, message_thread_id=3))
    assert incoming is not None
    assert incoming.address == {"chat": 7, "thread": 3}


@pytest.mark.parametrize(
    ("text", "command", "words"),
    [
        ("/emergency", "emergency", ""),
        ("/Emergency!", "emergency", ""),
        ("/help@BackBot", "help", ""),
        ("/start campaign", "start", "campaign"),
        ("/human I can't feel my legs", "human", "I can't feel my legs"),
        ("/delete\nplease", "delete", "please"),
    ],
)
def test_a_command_is_told_from_its_words(reader: Reader, text: str, command: str, words: str) -> None:
    incoming = read(reader, message=message(text))
    assert incoming is not None
    assert (incoming.kind, incoming.command, incoming.text) == ("command", command, words)


@pytest.mark.parametrize("text", ["/bottom of my back", "/helpme", "/ help", "see /help", "//start", "/"])
def test_what_only_looks_like_a_command_is_read(reader: Reader, text: str) -> None:
    incoming = read(reader, message=message(text))
    assert incoming is not None
    assert (incoming.kind, incoming.text) == ("text", text)


@pytest.mark.parametrize(
    ("media", "content"),
    [
        ("photo", {"photo": [SIZED]}),
        ("photo", {"live_photo": {**SIZED, "duration": 1}, "photo": [SIZED]}),
        ("video", {"video": {**SIZED, "duration": 1}}),
        ("video", {"video_note": {**FILE, "length": 1, "duration": 1}}),
        ("video", {"animation": {**SIZED, "duration": 1}, "document": FILE}),
        ("voice", {"voice": {**FILE, "duration": 1}}),
        ("audio", {"audio": {**FILE, "duration": 1}}),
        ("sticker", {"sticker": {**SIZED, "is_animated": False, "is_video": False, "type": "regular"}}),
        ("file", {"document": FILE}),
        ("location", {"location": PLACE}),
        ("location", {"venue": {"location": PLACE, "title": "Home", "address": "x"}, "location": PLACE}),
        ("contact", {"contact": {"phone_number": "1", "first_name": "Bob"}}),
        ("poll", {"poll": POLL}),
        ("other", {"dice": {"emoji": "🎲", "value": 3}}),
        ("other", {"game": {"title": "g", "description": "d", "photo": [SIZED]}}),
        ("other", {"story": {"chat": PRIVATE, "id": 1}}),
        ("other", {"invented_next_year": {"text": "x"}}),
        ("photo", {"photo": "a shape that nobody knows"}),
    ],
)
def test_what_has_no_words_is_named(reader: Reader, media: str, content: dict[str, Any]) -> None:
    incoming = read(reader, message=message(**content))
    assert incoming is not None
    assert (incoming.kind, incoming.media) == ("media", media)
    assert media in MEDIA


def test_a_caption_is_read_and_an_album_told(reader: Reader) -> None:
    incoming = read(reader, message=message(photo=[SIZED], caption="can't feel my legs", media_group_id="a"))
    assert incoming is not None
    assert (incoming.kind, incoming.text, incoming.album) == ("media", "can't feel my legs", "a")


@pytest.mark.parametrize(
    "change",
    [
        {"pinned_message": message("x")},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}},
        {"write_access_allowed": {}},
        {"chat_background_set": {"type": {"type": "chat_theme", "theme_name": "🎄"}}},
    ],
)
def test_a_change_of_the_chat_is_no_message(reader: Reader, change: dict[str, Any]) -> None:
    assert read(reader, message=message(**change)) is None


def test_an_edit_is_an_edition_of_its_message(reader: Reader) -> None:
    first = read(reader, message=message("my bakc"))
    edits = [reader.read({"update_id": n, "edited_message": message("my back", edit_date=2)})[1] for n in (6, 7)]
    assert first is not None
    assert not first.edition
    assert all(edit is not None and edit.message == first.message for edit in edits)
    assert len({edit.edition for edit in edits if edit}) == 2  # two within one second


def test_an_edited_caption_is_read_by_its_words(reader: Reader) -> None:
    incoming = read(reader, edited_message=message(photo=[SIZED], caption="I can't feel my legs", edit_date=2))
    assert incoming is not None
    assert (incoming.kind, incoming.text) == ("text", "I can't feel my legs")


def test_a_place_that_moves_is_not_answered_each_time(reader: Reader) -> None:
    assert read(reader, edited_message=message(location=PLACE, edit_date=2)) is None


def test_a_press_knows_its_button_and_its_message(reader: Reader) -> None:
    incoming = read(reader, callback_query=press("token"))
    assert incoming is not None
    assert (incoming.kind, incoming.person, incoming.token) == ("press", "7", "token")
    assert incoming.place["query"] == "q"
    assert incoming.place["message"] == 9
    assert [[b["text"] for b in row] for row in incoming.place["keyboard"]] == [["Yes", "No"]]


def test_a_press_below_a_step_says_that_it_may_be_replaced(reader: Reader) -> None:
    incoming = read(reader, callback_query=press("step:token"))
    assert incoming is not None
    assert (incoming.token, incoming.place["step"]) == ("token", True)


@pytest.mark.parametrize(
    "more",
    [
        {"message": {"message_id": 9, "date": 0, "chat": PRIVATE}},
        {"message": {"message_id": 9, "chat": PRIVATE, "reply_markup": "unknown"}},
        {"from": {"id": 7}},
    ],
)
def test_a_press_whose_message_is_not_told_counts(reader: Reader, more: dict[str, Any]) -> None:
    incoming = read(reader, callback_query=press("token", **more))
    assert incoming is not None
    assert (incoming.kind, incoming.token) == ("press", "token")


@pytest.mark.parametrize(
    "more",
    [
        {"message": None, "inline_message_id": "i"},
        {"data": None, "game_short_name": "g"},
        {"message": {"message_id": 9, "date": 1, "chat": GROUP}},
    ],
)
def test_a_press_anywhere_else_stops_waiting_and_no_more(reader: Reader, more: dict[str, Any]) -> None:
    incoming = read(reader, callback_query=press("token", **more))
    assert incoming is not None
    assert [call["call"] for call in incoming.calls] == ["answer"]


@pytest.mark.parametrize(
    ("broken", "text"),
    [
        ({"from": {"id": 7}}, "I can't feel my legs"),
        ({"from": None, "date": None}, "I can't feel my legs"),
        ({"entities": [{"type": "bold"}]}, "I can't feel my legs"),
        ({"reply_to_message": {"text": "x"}}, "I can't feel my legs"),
        ({"chat": {"id": 7}}, "I can't feel my legs"),
        ({"message_id": None, "photo": 5}, "I can't feel my legs"),
        ({"text": ["I can't ", {"type": "bold", "text": "feel"}, " my legs"]}, "I can't feel my legs"),
        ({"text": {"text": "I can't feel my legs"}}, "I can't feel my legs"),
        ({"text": "I can't feel\ud83d my legs"}, "I can't feel? my legs"),
    ],
)
def test_the_words_of_a_message_in_a_strange_shape_are_heard(reader: Reader, broken: dict[str, Any], text: str) -> None:
    incoming = read(reader, message=message("I can't feel my legs", **broken))
    assert incoming is not None
    assert (incoming.kind, incoming.person, incoming.text) == ("text", "7", text)


def test_the_same_update_has_the_same_id(reader: Reader) -> None:
    assert reader.read({"update_id": 5})[0] == reader.read({"update_id": 5, "message": message("x")})[0]
    without = {"message": message("x")}
    assert reader.read(without)[0] == reader.read(dict(without))[0] != reader.read({"message": message("y")})[0]


@pytest.mark.parametrize(
    "update",
    [
        {"message": in_group("/emergency@BackBot", ("bot_command", 0, 18))},
        {"message": in_group("👋 @backbot my back hurts", ("mention", 3, 8))},
        {"message": message(photo=[SIZED], caption="@BackBot", chat=GROUP,
                            caption_entities=[{"type": "mention", "offset": 0, "length": 8}])},
        {"my_chat_member": member(GROUP, "left", "member")},
        {"my_chat_member": member(CHANNEL, "left", "administrator")},
        {"channel_post": in_group("@BackBot", ("mention", 0, 8), chat=CHANNEL)},
    ],
)  # fmt: skip
def test_a_group_that_calls_the_bot_is_offered_a_private_talk(reader: Reader, update: dict[str, Any]) -> None:
    incoming = read(reader, **update)
    assert incoming is not None
    assert (incoming.kind, incoming.text) == ("calls", "")
    (call,) = incoming.calls
    assert call["text"] == "Write to me in private."
    assert call["keyboard"][0][0]["url"] == "https://t.me/BackBot"


@pytest.mark.parametrize(
    "update",
    [
        {"message": in_group("my back hurts, I can't feel my legs")},
        {"message": in_group("/emergency", ("bot_command", 0, 10))},
        {"message": in_group("/help@OtherBot", ("bot_command", 0, 14))},
        {"message": in_group("@BackBotany is nice", ("mention", 0, 11))},
        {"message": in_group("@BackBot", ("mention", 0, 8), **{"from": {**ANN, "is_bot": True}})},
        {"message": message(chat=GROUP, new_chat_members=[ME])},
        {"edited_message": in_group("my back hurts", edit_date=2)},
        {"my_chat_member": member(GROUP, "member", "administrator")},
        {"my_chat_member": member(GROUP, "member", "left")},
        {"my_chat_member": member(PRIVATE, "kicked", "member")},
    ],
)
def test_a_group_that_does_not_call_the_bot_is_left_alone(reader: Reader, update: dict[str, Any]) -> None:
    assert read(reader, **update) is None
