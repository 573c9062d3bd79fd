"""Whether a piece of a message asks something, by the order of its words."""

from __future__ import annotations

import re

_OPENS = r"^\W*(?:(?:and|so|but|well|ok|also|just|hi|hello)\b\W*)*"
#: "How long", "what do", "is it", "can you"; but not "what bothers me", "when I sit", "can only".
_ASKS = re.compile(
    _OPENS + r"(?:(?:how|why|which|where|who|wat|hows|whys)\b|"
    r"what(?:s|'s|’s|\s+(?:is|are|was|do|does|did|can|could|should|would|will|kind|sort|to|about|if|else|makes?|causes?|"
    r"helps?|happens?)\b)|when\s+(?:is|are|do|does|should|can|will|would)\b|"
    r"(?:is|are|was|do|does|did|can|could|should|will|would|may|might|shall)(?:n't|nt)?\s+"
    r"(?:it|that|this|these|those|the|there|a|an|i|you|u|ya|we|he|she|they|my|his|her|your|some|any|anyone|anybody|"
    r"everyone|everybody|someone|somebody|people|folks?|doctors?)\b)",
    re.IGNORECASE,
)


def asks(words: str) -> bool:
    """Whether the words are those of a question: "how come it hurts more", not "when I turn it hurts"."""
    return bool(_ASKS.search(words))
