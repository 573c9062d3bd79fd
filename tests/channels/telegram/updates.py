"""Updates as Telegram sends them: one of every kind of the Bot API, and some that nobody has seen."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

ME = {"id": 1, "is_bot": True, "first_name": "Back", "username": "BackBot"}
ANN = {"id": 7, "is_bot": False, "first_name": "Ann"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Ann"}
GROUP = {"id": -5, "type": "group", "title": "Friends"}
CHANNEL = {"id": -100, "type": "channel", "title": "News"}
FILE = {"file_id": "f", "file_unique_id": "u"}
SIZED = {**FILE, "width": 1, "height": 1}
PLACE = {"longitude": 1.0, "latitude": 2.0}
POLL = {
    "id": "1",
    "question": "Better?",
    "options": [{"text": "yes", "voter_count": 0, "persistent_id": "1"}],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
}


def message(text: str | None = None, /, **more: Any) -> Json:
    """A message of Ann in private; ``more`` adds to it, or replaces what is there."""
    words = {} if text is None else {"text": text}
    return {"message_id": 10, "date": 1_700_000_000, "chat": PRIVATE, "from": ANN, **words, **more}


def in_group(text: str, *entities: tuple[str, int, int], **more: Any) -> Json:
    marked = [{"type": kind, "offset": offset, "length": length} for kind, offset, length in entities]
    return message(text, **{"chat": GROUP, "entities": marked, **more})


def press(data: str, /, **more: Any) -> Json:
    keyboard = [[{"text": "Yes", "callback_data": "token"}, {"text": "No", "callback_data": "other"}]]
    under = {"message_id": 9, "date": 1, "chat": PRIVATE, "from": ME, "text": "Well?"}
    under["reply_markup"] = {"inline_keyboard": keyboard}
    return {"id": "q", "from": ANN, "chat_instance": "c", "message": under, **{"data": data, **more}}


def member(chat: Json, before: str, now: str) -> Json:
    states = {"kicked": {"until_date": 0}, "administrator": dict.fromkeys(_RIGHTS, False)}
    old, new = ({"user": ME, "status": status, **states.get(status, {})} for status in (before, now))
    return {"chat": chat, "from": ANN, "date": 1, "old_chat_member": old, "new_chat_member": new}


_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
_REACTED = {"chat": PRIVATE, "message_id": 1, "date": 1}
_BOOST = {
    "boost_id": "b",
    "add_date": 1,
    "expiration_date": 2,
    "source": {"source": "premium", "user": ANN},
}
_BUSINESS = {"id": "b", "user": ANN, "user_chat_id": 7, "date": 1, "is_enabled": True, "can_reply": True}

#: Kinds of updates that do not concern the guide.
OF_NO_CONCERN: dict[str, Json] = {
    "channel_post": {"message_id": 1, "date": 1, "chat": CHANNEL, "text": "my back hurts"},
    "edited_channel_post": {"message_id": 1, "date": 1, "edit_date": 2, "chat": CHANNEL, "text": "my back hurts"},
    "business_connection": _BUSINESS,
    "business_message": message("I can't feel my legs", business_connection_id="b"),
    "edited_business_message": message("I can't feel my legs", business_connection_id="b"),
    "deleted_business_messages": {"business_connection_id": "b", "chat": PRIVATE, "message_ids": [1]},
    "guest_message": message("my back hurts", chat=GROUP),
    "managed_bot": {"user": ANN, "bot": ME},
    "message_reaction": {
        **_REACTED,
        "user": ANN,
        "old_reaction": [],
        "new_reaction": [{"type": "emoji", "emoji": "👍"}],
    },
    "message_reaction_count": {**_REACTED, "reactions": [{"type": {"type": "emoji", "emoji": "👍"}, "total_count": 1}]},
    "inline_query": {"id": "i", "from": ANN, "query": "ice", "offset": ""},
    "chosen_inline_result": {"result_id": "r", "from": ANN, "query": "ice"},
    "shipping_query": {
        "id": "s",
        "from": ANN,
        "invoice_payload": "p",
        "shipping_address": dict.fromkeys(
            ("country_code", "state", "city", "street_line1", "street_line2", "post_code"), "x"
        ),
    },
    "pre_checkout_query": {"id": "p", "from": ANN, "currency": "XTR", "total_amount": 1, "invoice_payload": "p"},
    "purchased_paid_media": {"from": ANN, "paid_media_payload": "p"},
    "poll": POLL,
    "poll_answer": {"poll_id": "1", "user": ANN, "option_ids": [0], "option_persistent_ids": ["1"]},
    "my_chat_member": member(PRIVATE, "member", "kicked"),
    "chat_member": member(GROUP, "left", "member"),
    "chat_join_request": {"chat": GROUP, "from": ANN, "user_chat_id": 7, "date": 1},
    "chat_boost": {"chat": CHANNEL, "boost": _BOOST},
    "removed_chat_boost": {"chat": CHANNEL, "boost_id": "b", "remove_date": 1, "source": _BOOST["source"]},
    "thought_of_by_nobody_yet": {"chat": PRIVATE, "from": ANN, "text": "I can't feel my legs"},
}

#: Updates that are broken in one way or another, and say nothing.
BROKEN: dict[str, Json] = {
    "nothing": {},
    "only an id": {"update_id": 1},
    "an id that is none": {"update_id": "one", "message": None},
    "a message that is a text": {"update_id": 2, "message": "hello"},
    "a message that is a list": {"update_id": 3, "message": [1, 2]},
    "a message without a chat": {"update_id": 4, "message": {"message_id": 1, "text": "hello"}},
    "a chat without an id": {"update_id": 5, "message": {"message_id": 1, "chat": {"type": "private"}, "text": "hi"}},
    "a press without a person": {"update_id": 6, "callback_query": {"id": "1", "data": "x"}},
    "a press that is a number": {"update_id": 7, "callback_query": 7},
    "a member that is nobody": {"update_id": 8, "my_chat_member": {"chat": GROUP}},
    "a kind that is a list": {"update_id": 9, "poll": [1]},
}
