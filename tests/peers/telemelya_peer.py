# /// script
# requires-python = ">=3.11"
# dependencies = ["telemelya==0.2.2"]
# ///
"""telemelya as a server on loopback: ``telemelya_peer.py PORT SECRET``, with ``REDIS_URL`` in the environment.

What differs from Telegram is mended here: it wants a store for files, which the talk of this bot does without, it does
not prove who it is to a webhook, and it lacks a method.
"""

import sys
from typing import Any

import aiohttp
import telemelya.server.app as peer
import uvicorn

port, secret = int(sys.argv[1]), sys.argv[2]
plain_post = aiohttp.ClientSession.post


async def nothing(*_: Any, **__: Any) -> None:
    return None


def post(session: aiohttp.ClientSession, url: str, **options: Any) -> Any:
    headers = {**options.pop("headers", {}), "X-Telegram-Bot-Api-Secret-Token": secret}
    return plain_post(session, url, headers=headers, **options)


@peer.app.post("/bot{token}/setMyCommands")
async def set_my_commands(token: str) -> dict[str, bool]:
    return {"ok": True, "result": True}


peer.media_manager.connect = peer.media_manager.close = peer.media_manager.upload = nothing
aiohttp.ClientSession.post = post
uvicorn.run(peer.app, host="127.0.0.1", port=port, log_level="warning")
