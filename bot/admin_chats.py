"""The chats of ADMIN_IDS: each told in its own language, and whoever keeps looking for what to tell them."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import InlineKeyboardMarkup
from redis.exceptions import RedisError

from bot.lanes import Lane, sending_in
from bot.refusals import Refusal, refusal
from bot.remembered import Remembered
from errors import RedisUnavailableError
from measures.catalogue import ALERTS
from measures.recorder import count
from texts.catalogue import Language

log = structlog.get_logger(__name__)

Words = Callable[[Language], tuple[str, InlineKeyboardMarkup | None]]
"""What is told in a language, HTML, and the buttons under it."""


class AdminChats:
    """Iterates over the chats, always in the same order; empty without ADMIN_IDS."""

    def __init__(self, bot: Bot, remembered: Remembered, admins: Iterable[int]) -> None:
        self._bot = bot
        self._remembered = remembered
        self._admins = tuple(sorted(admins))

    def __iter__(self) -> Iterator[int]:
        return iter(self._admins)

    def __bool__(self) -> bool:
        return bool(self._admins)

    async def tell(self, admin: int, kind: str, words: Words, *, over: bool = False) -> bool:
        """Send to one of the chats; whether that is settled, also by one that can't be reached.

        `kind` is what it is counted and logged as; `over`: it is word of an end, which is no alert.
        """
        language: Language = await self._remembered.language(f"tg:{admin}") or "ru"
        said, keyboard = words(language)
        try:
            with sending_in(Lane.RESULT):
                await self._bot.send_message(admin, said, parse_mode="HTML", reply_markup=keyboard)
        except TelegramAPIError as error:
            refused = refusal(error)
            log.warning("alert.not_sent", kind=kind, refusal=refused.name)
            return refused is not Refusal.AGAIN
        log.info("alert.sent", kind=kind, over=over)
        if not over:
            count(ALERTS, kind)
        return True


async def keep_looking(look: Callable[[], Awaitable[object]], every_s: float) -> None:
    """Look every so often until cancelled; a look that Redis is away from is one missed."""
    while True:
        try:
            await look()
        except (RedisError, OSError, RedisUnavailableError) as error:
            log.info("alerts.redis_away", error=type(error).__name__)
        await asyncio.sleep(every_s)
