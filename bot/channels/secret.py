"""Secrets: those that a clinic need not think of are made at the first start, and kept beside the conversations."""

from __future__ import annotations

import hmac
import secrets
from pathlib import Path


def kept_secret(path: Path) -> str:
    """A random secret in a file that only this user can read, so that what it protects outlives a restart."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


def is_secret(sent: str, secret: str) -> bool:
    """Whether what a request sent is the secret; how long that takes tells nothing of it."""
    # A header may hold bytes that are no UTF-8.
    return hmac.compare_digest(sent.encode(errors="surrogateescape"), secret.encode())
