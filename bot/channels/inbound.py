"""What every HTTP channel does with a request before it becomes a message."""

from __future__ import annotations

from typing import Any

from sanic.exceptions import SanicException
from sanic.request import Request


class BadRequest(SanicException):
    """A request that cannot be used; its text says what to send instead."""

    status_code = 400
    quiet = True


class TooLong(BadRequest):
    """A message that would be usable if it were shorter."""

    status_code = 413


class NotAllowed(SanicException):
    """A request without the right token."""

    status_code = 401
    quiet = True


def json_object(request: Request) -> dict[str, Any]:
    """The JSON object in the body of a request; raises BadRequest when there is none."""
    try:
        body = request.json
    except Exception:
        raise BadRequest("The body is not JSON.") from None
    if not isinstance(body, dict):
        raise BadRequest("The body has to be a JSON object.")
    return body


def text_field(
    body: dict[str, Any],
    name: str,
    *,
    limit: int,
    may_be_empty: bool = False,
    too_long: type[BadRequest] = BadRequest,
) -> str:
    """A text in a JSON object.

    Raises:
        BadRequest: when it is missing, not a text, or empty (unless ``may_be_empty``); ``too_long`` when it has more
            than ``limit`` characters.
    """
    value = body.get(name)
    if not isinstance(value, str):
        raise BadRequest(f'"{name}" is missing or not a text.')
    if not may_be_empty and not value.strip():
        raise BadRequest(f'"{name}" is empty.')
    if len(value) > limit:
        raise too_long(f'"{name}" is longer than {limit} characters.')
    # A lone half of a surrogate pair cannot be stored or sent on.
    return value.encode("utf-8", "replace").decode("utf-8")


def count_field(body: dict[str, Any], name: str) -> int | None:
    """A count in a JSON object; ``None`` when it is missing. Raises BadRequest when it is none."""
    value = body.get(name)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
        raise BadRequest(f'"{name}" has to be a whole number, 0 or more.')
    return value
