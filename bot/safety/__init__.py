"""The screening for warning signs: text in, :class:`Screening` out. Knows nothing of Rasa.

``content/red_flags`` holds what it knows. A message goes through :mod:`tokens <bot.language.tokens>`,
:mod:`spelling <bot.safety.spelling>`, :mod:`numbers <bot.safety.numbers>`, :mod:`matching <bot.safety.matching>` and
:mod:`combination <bot.safety.combination>`, :mod:`assertion <bot.safety.assertion>` and :mod:`verdict
<bot.safety.verdict>`, in this order. :mod:`advice <bot.safety.advice>` words what follows from it, and
:mod:`evaluation <bot.safety.evaluation>` scores it.
"""

from bot.safety.reading import learned_reader, screen, screen_by_rules
from bot.safety.screener import Screener, default_screener
from bot.safety.screening import Context, Flag, Level, Screening, Status

__all__ = [
    "Context",
    "Flag",
    "Level",
    "Screener",
    "Screening",
    "Status",
    "default_screener",
    "learned_reader",
    "screen",
    "screen_by_rules",
]
