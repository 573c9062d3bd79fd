"""Slack: the Events API, interactions and slash commands on one URL, or Socket Mode."""

from bot.channels.slack.channel import SlackChannel

__all__ = ["SlackChannel"]
