"""How a messenger is doing, for ``/health`` and for the log."""

from __future__ import annotations

import logging
import time
from typing import Any

logger = logging.getLogger(__name__)


class Health:
    """The state of one channel: ``starting``, ``ok`` or ``trouble``.

    Args:
        name: of the channel; also an attribute.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._status, self._why = "starting", ""
        self._since = time.time()

    def fine(self) -> None:
        """The service took a request."""
        self._change("ok")

    def trouble(self, why: str) -> None:
        """The service did not; what is to be sent waits."""
        self._change("trouble", why)

    def as_dict(self) -> dict[str, Any]:
        """``{"status", "since"}`` (seconds since 1970), and ``why`` where there is trouble."""
        return {
            "status": self._status,
            "since": round(self._since),
            **({"why": self._why} if self._why else {}),
        }

    def _change(self, status: str, why: str = "") -> None:
        if (status, why) == (self._status, self._why):
            return
        if status == "trouble":
            logger.warning("%s: %s; messages wait and are sent when it can be reached again", self.name, why)
        elif self._status == "trouble":
            logger.warning("%s can be reached again", self.name)
        if status != self._status:
            self._since = time.time()
        self._status, self._why = status, why
