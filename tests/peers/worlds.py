"""What stands around the people of a messenger."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

from peers.proxy import Proxy
from peers.served import Server


class Peer(Protocol):
    """A program in the place of a service."""

    address: str

    def end(self) -> None:
        """Ends it."""


class World:
    """The server, the peer, and the proxy between them.

    Args:
        place: a directory for what they write.
        closing: ends them.
        name: of the channel.
        peer: in the place of the service.
        settings: what the channel reads from the environment; ``{api}`` in it stands for where the proxy is.
    """

    def __init__(self, place: Path, closing: ExitStack, name: str, peer: Peer, settings: dict[str, str]) -> None:
        self.name = name
        closing.callback(peer.end)
        self.proxy = Proxy(peer.address)
        closing.callback(self.proxy.close)
        api = self.proxy.address
        self.server = Server(place, {name: value.replace("{api}", api) for name, value in settings.items()})
        closing.callback(self.server.end)
        self.server.wait_for(name, "ok")
