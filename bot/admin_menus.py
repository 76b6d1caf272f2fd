"""The command menu of each admin's chat; who is an admin no longer gets the common one back."""

from collections.abc import Iterable

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BotCommandScopeChat
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.commands import ADMIN, GROUP, PRIVATE, menu
from bot.refusals import Refusal, refusal
from connections import PREFIX
from texts.catalogue import LANGUAGES, Language

CHATS = PREFIX + "admin:menus"
"""Chats whose menu has the admins' commands."""
CODES: tuple[tuple[Language, str | None], ...] = tuple(
    (language, code) for language in LANGUAGES for code in ([language] if language != "en" else [None, "en"])
)
"""A menu's language, and the codes it is set for: English for everybody else, too."""

log = structlog.get_logger(__name__)


async def publish(bot: Bot, client: Redis, admins: Iterable[int]) -> None:
    """Give each of `admins` the menu and take it from the others who have one. Never raises: refusals are logged."""
    wanted = set(admins)
    for admin in sorted(await _chats(client) - wanted):
        if await _take_back(bot, admin):
            await _note(client, admin, has=False)
    for admin in sorted(wanted):
        # Noted first: a bot killed in between would not know whom to take it from.
        await _note(client, admin, has=True)
        await _give(bot, admin)


async def _give(bot: Bot, admin: int) -> None:
    """One who never started the bot has no chat to have a menu in."""
    names = (*ADMIN, *(GROUP if admin < 0 else PRIVATE))
    try:
        for language, code in CODES:
            await bot.set_my_commands(menu(language, names), BotCommandScopeChat(chat_id=admin), code)
    except TelegramAPIError as error:
        log.warning("commands.not_published_to_admin", error=type(error).__name__)


async def _take_back(bot: Bot, admin: int) -> bool:
    """Whether that is done with, also where there is no such chat any more."""
    try:
        for _, code in CODES:
            await bot.delete_my_commands(BotCommandScopeChat(chat_id=admin), code)
    except TelegramAPIError as error:
        kind = refusal(error)
        log.warning("commands.not_taken_back", refusal=kind.name)
        return kind is not Refusal.AGAIN
    log.info("commands.taken_back")
    return True


async def _chats(client: Redis) -> set[int]:
    try:
        return {int(chat) for chat in await client.smembers(CHATS)}
    except (RedisError, OSError) as error:
        log.info("commands.redis_away", error=type(error).__name__)
        return set()


async def _note(client: Redis, admin: int, *, has: bool) -> None:
    try:
        await (client.sadd(CHATS, admin) if has else client.srem(CHATS, admin))
    except (RedisError, OSError) as error:
        log.info("commands.redis_away", error=type(error).__name__)
