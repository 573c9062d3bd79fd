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
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from bot.channels.messenger.incoming import Incoming
from bot.channels.slack.reading import Reader
from bot.channels.slack.sending import SILENT, Sender

logger = logging.getLogger(__name__)

Receive = Callable[[str, Incoming], Awaitable[None]]
Acknowledged = Callable[[dict[str, Any]], dict[str, Any] | str]


def bolt_app(reader: Reader, sender: Sender, receive: Receive, acknowledged: Acknowledged) -> AsyncApp:
    """Bolt with nothing but one middleware, which answers whatever comes with 200.

    Args:
        reader: reads what comes.
        sender: has the client.
        receive: keeps what somebody did, and has it answered.
        acknowledged: the body of the answer to a request.
    """

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        # The token is known already. Bolt would ask Slack about it before it answers.
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=sender.client.token)

    async def take(req: AsyncBoltRequest) -> BoltResponse:
        try:
            workspace = req.context.enterprise_id or req.context.team_id or ""
            read = reader.read(req.body, workspace)
        except Exception as error:
            logger.error("an update of Slack could not be read: %s", type(error).__name__)
            read = None
        if read is not None:
            await receive(*read)
        return BoltResponse(status=200, body=acknowledged(req.body))

    app = AsyncApp(
        logger=SILENT,
        name="backspasm",
        client=sender.client,
        authorize=authorize,
        request_verification_enabled=False,  # done by Door, before Bolt reads anything
        ignoring_self_events_enabled=False,  # done by the reader: it would need to know who we are
    )
    app.use(take)
    return app


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
            read = to_async_bolt_request(request)
        except Exception as error:
            # An error would have Slack send it again and again.
            logger.error("a request of Slack could not be read: %s", type(error).__name__)
            return HTTPResponse(status=200)
        return to_sanic_response(await self._app.async_dispatch(read))

    def _is_genuine(self, request: Request) -> bool:
        try:
            return self._verifier is not None and self._verifier.is_valid_request(request.body, request.headers)
        except (TypeError, ValueError):  # a time that is no number, a signature that is no text
            return False
