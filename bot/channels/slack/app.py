"""Requests from Slack through Bolt: verified, read, kept, and only then acknowledged."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from sanic.request import Request
from sanic.response import HTTPResponse, json
from slack_bolt import BoltResponse
from slack_bolt.adapter.sanic.async_handler import to_async_bolt_request, to_sanic_response
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from bot.channels.messenger.incoming import Incoming
from bot.channels.slack.reading import Reader
from bot.channels.slack.sending import SILENT, Sender

logger = logging.getLogger(__name__)

Receive = Callable[[str, Incoming], Awaitable[None]]
Acknowledged = Callable[[dict[str, Any]], dict[str, Any] | str]


def bolt_app(reader: Reader, sender: Sender, receive: Receive, acknowledged: Acknowledged) -> AsyncApp:
    """Bolt with one middleware of our own, which answers whatever comes.

    Args:
        reader: reads what comes.
        sender: has the client.
        receive: keeps what somebody did, and has it answered.
        acknowledged: the body of the answer to a request.
    """
    app = AsyncApp(
        logger=SILENT,
        name="backspasm",
        client=sender.client,
        authorize=_Authorized(sender.client.token),
        request_verification_enabled=False,  # done by Door, before Bolt reads anything
        ignoring_self_events_enabled=False,  # done by the reader: Bolt would have to know who we are
    )
    app.use(_Taking(reader, receive, acknowledged))
    return app


class _Authorized(AsyncAuthorize):
    """Every workspace with our token. Bolt would ask Slack about it before it answers."""

    def __init__(self, token: str | None) -> None:
        self._token = token

    async def __call__(self, *, enterprise_id: str | None, team_id: str | None, **_: Any) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=self._token)


class _Taking(AsyncMiddleware):
    """Has what comes kept, then acknowledges it, with 200 whatever it is: after an error Slack would send it again."""

    def __init__(self, reader: Reader, receive: Receive, acknowledged: Acknowledged) -> None:
        self._reader, self._receive, self._acknowledged = reader, receive, acknowledged

    async def async_process(
        self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse:
        try:
            read = self._reader.read(req.body, req.context.enterprise_id or req.context.team_id or "")
        except Exception as error:
            logger.error("an update of Slack could not be read: %s", type(error).__name__)
            read = None
        if read is not None:
            await self._receive(*read)
        return BoltResponse(status=200, body=self._acknowledged(req.body))


class Door:
    """Lets in what Slack signed within the last five minutes, and hands it to Bolt.

    Bolt's own verification comes when the body is read already, and breaks on a time that is none.

    Args:
        app: answers.
        signing_secret: proves that a request comes from Slack; without it none is let in.
    """

    def __init__(self, app: AsyncApp, signing_secret: str | None) -> None:
        self._app = app
        self._verifier = SignatureVerifier(signing_secret) if signing_secret else None

    async def answer(self, request: Request) -> HTTPResponse:
        """The answer to a request."""
        if b"ssl_check=1" in request.body.split(b"&"):  # Slack looks at the certificate, and signs nothing
            return HTTPResponse(status=200)
        if not self._is_genuine(request):
            return json({"error": "This request is not signed by Slack, or too old."}, status=401)
        try:
            answer = await self._app.async_dispatch(to_async_bolt_request(request))
        except Exception as error:
            logger.error("a request of Slack could not be read: %s", type(error).__name__)
            return HTTPResponse(status=200)
        # Bolt breaks on some bodies that are not of Slack's form; to deliver them again would mend nothing.
        return to_sanic_response(answer) if answer.status < 500 else HTTPResponse(status=200)

    def _is_genuine(self, request: Request) -> bool:
        try:
            return self._verifier is not None and self._verifier.is_valid_request(request.body, request.headers)
        except (TypeError, ValueError):  # a time that is no number, a signature that is no text
            return False
