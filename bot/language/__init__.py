"""What safety, guidance and the intent classifier share, without Rasa.

* :mod:`bot.language.vectors`   sentences as vectors
* :mod:`bot.language.spelling`  words that are not English, repaired
"""
