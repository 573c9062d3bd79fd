"""The widget as a website loads it: the bundled script, the texts of other languages, and the line to copy."""

from __future__ import annotations

import base64
import gzip
import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from bot.files import FileError

ROUTE = "/webhooks/web/widget.js"


@dataclass(frozen=True)
class Asset:
    """A file that websites load, as it was read."""

    body: bytes

    @classmethod
    def read(cls, path: Path) -> Asset | None:
        """The file; ``None`` when it is missing."""
        try:
            return cls(path.read_bytes())
        except OSError:
            return None

    @cached_property
    def packed(self) -> bytes:
        """The same, compressed."""
        return gzip.compress(self.body, mtime=0)

    @cached_property
    def etag(self) -> str:
        """Names this content, compressed or not."""
        return f'W/"{hashlib.sha256(self.body).hexdigest()[:32]}"'

    @cached_property
    def integrity(self) -> str:
        """The hash that a page may name, so that the browser runs nothing else."""
        return "sha384-" + base64.b64encode(hashlib.sha384(self.body).digest()).decode()


class Assets:
    """Files kept in memory for as long as they do not change."""

    def __init__(self) -> None:
        self._kept: dict[Path, tuple[tuple[int, int], Asset]] = {}

    def get(self, path: Path) -> Asset | None:
        """The file as it is now; ``None`` when it is missing."""
        try:
            status = path.stat()
        except OSError:
            return None
        state = (status.st_mtime_ns, status.st_size)
        kept = self._kept.get(path)
        if kept is not None and kept[0] == state:
            return kept[1]
        asset = Asset.read(path)
        if asset is not None:
            self._kept[path] = (state, asset)
        return asset


def script_line(url: str, path: Path) -> str:
    """The line for a website's pages.

    Args:
        url: where the server is reached, such as ``https://bot.example``.
        path: the bundled widget.

    Raises:
        ValueError: when the address is none.
        FileError: when the widget was not built.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment or '"' in url:
        raise ValueError("give the address people reach the server at, such as https://bot.example")
    asset = Asset.read(path)
    if asset is None:
        raise FileError(path, None, "the widget is missing; restore it from the repository, or build it in widget/.")
    source = url.rstrip("/") + ROUTE
    return f'<script src="{source}" integrity="{asset.integrity}" crossorigin="anonymous" defer></script>'
