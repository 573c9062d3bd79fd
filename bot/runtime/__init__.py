"""Rasa, set up for this project: no TensorFlow, actions in process, no message text in any log.

Import :mod:`bot.runtime.without_tensorflow` before anything of Rasa; :func:`bot.runtime.setup.prepare` does it.
"""
