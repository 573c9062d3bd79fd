"""What is kept of people in messengers: keyed hashes in place of their ids, and all else sealed."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

from cryptography.fernet import Fernet, InvalidToken


class BrokenSealError(Exception):
    """What was sealed with another secret cannot be opened."""


class Seal:
    """Hashes and seals with keys made of one secret.

    Args:
        secret: kept by the clinic; whoever has it and the database can tell who wrote.
    """

    def __init__(self, secret: str) -> None:
        self._hashing = _key(secret, "hashing")
        self._fernet = Fernet(base64.urlsafe_b64encode(_key(secret, "sealing")))

    def digest(self, *parts: str) -> str:
        """A keyed hash, 32 hexadecimal digits; the same parts have the same one."""
        # Their lengths too, so that ("a", "bc") and ("ab", "c") differ.
        text = "".join(f"{len(part)}:{part}" for part in parts)
        return hmac.new(self._hashing, text.encode(), hashlib.sha256).hexdigest()[:32]

    def close(self, value: Any) -> str:
        """Seals what JSON can hold."""
        return self._fernet.encrypt(json.dumps(value).encode()).decode()

    def open(self, sealed: str) -> Any:
        """What was sealed; raises BrokenSealError where the secret has changed since."""
        try:
            return json.loads(self._fernet.decrypt(sealed.encode()))
        except InvalidToken:
            raise BrokenSealError from None


def _key(secret: str, use: str) -> bytes:
    return hmac.new(secret.encode(), use.encode(), hashlib.sha256).digest()
