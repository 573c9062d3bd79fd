"""Rasa components and the policy: thin adapters over :mod:`bot.safety` and :mod:`bot.language`."""
