"""Away from loopback the rest channel wants a token."""

import pytest
from sanic.request import Request

from bot.channels.inbound import NotAllowed
from bot.channels.rest import RestChannel


class Asked:
    """As much of a request as the check looks at."""

    def __init__(self, token: str | None) -> None:
        self.token = token


@pytest.mark.parametrize(
    ("token", "loopback", "sent", "let_in"),
    [
        (None, True, None, True),
        (None, False, None, False),
        ("s3cret", True, None, False),
        ("s3cret", False, "wrong", False),
        ("s3cret", False, "\udcff", False),  # a byte that is no UTF-8
        ("s3cret", False, "s3cret", True),
    ],
)
def test_who_is_let_in(token: str | None, loopback: bool, sent: str | None, let_in: bool) -> None:
    channel = RestChannel(token, loopback=loopback)
    request: Request = Asked(sent)  # type: ignore[assignment]
    if let_in:
        channel._check_token(request)
    else:
        with pytest.raises(NotAllowed):
            channel._check_token(request)
