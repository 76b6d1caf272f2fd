"""The command menu and the descriptions of the bot, by language and kind of chat."""

from collections.abc import Iterable

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
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


async def publish(bot: Bot, admins: Iterable[int] = ()) -> None:
    """Tell Telegram commands and descriptions, English also for other languages. A refusal is only logged.

    `admins`: chats whose menu has the admins' commands, too.
    """
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
    for admin in sorted(admins):
        await _publish_to(bot, admin)


async def _publish_to(bot: Bot, admin: int) -> None:
    """The menu of one admin's chat; one who never started the bot has none."""
    names = (*ADMIN, *(GROUP if admin < 0 else PRIVATE))
    try:
        for language in LANGUAGES:
            for code in [language] if language != "en" else [None, "en"]:
                await bot.set_my_commands(menu(language, names), BotCommandScopeChat(chat_id=admin), code)
    except TelegramAPIError as error:
        log.warning("commands.not_published_to_admin", error=type(error).__name__)
