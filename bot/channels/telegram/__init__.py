"""The guide in Telegram, by webhook or by long polling (docs/messengers.md)."""

from bot.channels.telegram.channel import TelegramChannel

__all__ = ["TelegramChannel"]
