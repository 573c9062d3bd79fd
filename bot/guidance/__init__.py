"""Question -> card -> reply, without Rasa.

* :mod:`bot.guidance.library`      reads and checks the cards and their sources
* :mod:`bot.guidance.guide`        finds the card that answers a question, or says that there is none
* :mod:`bot.guidance.compose`      makes the reply that people read
* :mod:`bot.guidance.evaluation`   measures answers on files of questions
* :mod:`bot.guidance.calibration`  chooses the weights and thresholds
"""
