"""A stand-in for the Telegram Bot API, with a chat page for people."""

from .app import create_app
from .config import Config
from .stand_in import TelegramStandIn

__all__ = ["Config", "TelegramStandIn", "create_app"]
