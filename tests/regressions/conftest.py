"""The bot in the test's own loop, as the tests of the bot have it."""

from tests.bot.conftest import bot, bot_settings, client, manager, telegram

__all__ = ["bot", "bot_settings", "client", "manager", "telegram"]
