"""The command menu and the descriptions of the bot, by language and kind of chat."""

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    MenuButtonCommands,
)

from texts.catalogue import LANGUAGES, Language, text

PRIVATE = (
    "analyze", "player", "team", "stats", "bulk", "link", "me", "my_tasks", "cancel_task", "lang", "timezone",
    "privacy", "mydata", "forget_me", "unlink", "help", "start",
)  # fmt: skip
GROUP = ("analyze", "player", "team", "bulk", "link", "my_tasks", "cancel_task", "lang", "privacy", "help")

ADMIN = (
    "admin", "admin_queue_status", "admin_queue_metrics", "admin_queue_users", "admin_tasks", "admin_task",
    "admin_task_retry", "admin_task_cancel", "admin_pause", "admin_resume", "admin_queue_cleanup", "admin_log",
    "admin_alerts", "budget",
)  # fmt: skip

log = structlog.get_logger(__name__)


def menu(language: Language, names: tuple[str, ...]) -> list[BotCommand]:
    """Commands with descriptions in a language."""
    return [BotCommand(command=name, description=text(language, f"command-{name}")) for name in names]


async def publish(bot: Bot) -> None:
    """Tell Telegram commands and descriptions, English also for other languages. A refusal is only logged."""
    try:
        for language in LANGUAGES:
            codes = [language] if language != "en" else [None, "en"]
            for code in codes:
                await bot.set_my_commands(menu(language, PRIVATE), BotCommandScopeAllPrivateChats(), code)
                await bot.set_my_commands(menu(language, GROUP), BotCommandScopeAllGroupChats(), code)
                await bot.set_my_description(text(language, "bot-description"), code)
                await bot.set_my_short_description(text(language, "bot-short-description"), code)
        await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
    except TelegramAPIError as error:
        log.warning("commands.not_published", error=type(error).__name__)
    else:
        log.info("commands.published")
