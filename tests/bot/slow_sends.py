"""Endings told to a chat behind a slow Telegram: what the tests of leases and of ends have in common."""

from sandbox.telegram import TelegramStandIn
from settings import Settings

LEASE = "faceit_bot:lease:delivery"
FAILED = "Разобрать матч не получилось"
"""How the card of a failed match begins."""


def patient(settings: Settings) -> Settings:
    """With time for a slow call."""
    return settings.model_copy(update={"telegram": settings.telegram.model_copy(update={"send_timeout": 20})})


def told(telegram: TelegramStandIn, chat: int) -> int:
    """How often a chat was told of its failed match."""
    return sum(FAILED in one.get("text", "") for one in telegram.messages(chat))
