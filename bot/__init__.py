"""A guide for people with a back spasm: warning signs first, and nothing said without a source.

The package map is the map of the domain:

* :mod:`bot.safety`    text -> Screening (the check for warning signs)
* :mod:`bot.guidance`  question -> Card -> Reply
* :mod:`bot.language`  spelling and sentence vectors, shared by both
* :mod:`bot.clinic`    what one clinic sets: its numbers, its hours, its hand-off

These know nothing of Rasa. :mod:`bot.components`, :mod:`bot.channels`, :mod:`bot.gate`, :mod:`bot.server` and
:mod:`bot.cli` put them into a Rasa agent.
"""

__version__ = "0.1.0"
