"""What Telegram says when it could not deliver a message (``last_error_message``), what it means, and what to do."""

from __future__ import annotations

import re

_PROXY = "pass /webhooks/ on to the server (docs/messengers.md has an example)"

#: Looked for in this order, in small letters.
_MEANINGS = (
    (r"40[13]\b", "the server refused it", "Restart the server, which agrees on a new secret with Telegram. If it "
     "stays so, a firewall in front refuses Telegram, or a second server uses the same bot with another secret."),
    (r"404\b", "the address leads to something else", f"Have the proxy in front {_PROXY}."),
    (r"50[234]\b", "the proxy in front found no server behind it", f"Start the server, and have the proxy {_PROXY}."),
    (r"5\d\d\b", "the server could not take it", "Look at the server's log, and at its /health."),
    (r"30[1278]\b", "the address sends Telegram elsewhere, where it does not follow",
     "Set BACKSPASM_PUBLIC_URL to where the redirect leads, and restart the server."),
    (r"429\b", "the proxy in front limits requests", "Leave /webhooks/telegram/ out of the limit."),
    (r"certificate|ssl", "the certificate of the public address is not accepted",
     "Renew it if it has expired, and serve the whole chain (fullchain.pem, not cert.pem)."),
    (r"resolve", "the name of the public address is not known", "Look at its DNS entry."),
    (r"refused", "nothing answers at the public address", "Start the proxy in front, and open its port."),
    (r"timed? ?out|timeout", "the public address did not answer in time",
     "Open its port in the firewall for 149.154.160.0/20 and 91.108.4.0/22, from where Telegram sends."),
    (r"reserved|private", "the public address leads to a private one",
     "Give its name a public IP address, or use: serve --telegram-polling"),
)  # fmt: skip


def meaning_of(message: str) -> tuple[str, str]:
    """What a message of Telegram's means, and what to do."""
    said = message.lower()
    for pattern, meaning, advice in _MEANINGS:
        if re.search(pattern, said):
            return meaning, advice
    return "Telegram could not deliver it", "Open the public address from outside, and look at the log of the proxy."
