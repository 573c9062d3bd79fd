"""Measures the guide beside the bot that ``rasa init`` makes: ``uv run python -m benchmarks``."""
