"""Whether this machine's clock is right: signatures and certificates go by it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.doctor.finding import Check, Finding, off, ok, warning, wrong
from bot.doctor.network import Network

WARN = 60.0  # seconds
WRONG = 240.0  # seconds; Slack's signatures are good for 300
_ADVICE = "Switch on the synchronisation of its clock (timedatectl set-ntp true), and look at: timedatectl status"


class Clock:
    """Compares it with the services that were asked before."""

    title = "Clock"

    def __init__(self, network: Network) -> None:
        self._network = network

    def checks(self) -> Iterator[tuple[str, Check]]:
        """One check."""
        yield "time", self.time

    def time(self) -> Finding:
        """How far it is off."""
        if not self._network.clocks:
            return off("No service told the time to compare with.")
        # The one that agrees most: another whose own clock is off must not accuse ours.
        ahead = min(self._network.clocks, key=abs)
        if abs(ahead) <= WARN:
            return ok("It agrees with the services' clocks.")
        seconds = f"{abs(ahead):.0f} seconds {'ahead' if ahead > 0 else 'behind'}"
        if abs(ahead) < WRONG:
            return warning(f"This machine's clock is {seconds}.", _ADVICE)
        return wrong(
            f"This machine's clock is {seconds}. Slack's messages are refused when it is 300 seconds off.", _ADVICE
        )
