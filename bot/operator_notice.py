"""Word to the admins when something fails that only an operator can mend: once in ten minutes for each of them."""

import time
from collections.abc import Iterable

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot import watch_text
from bot.refusals import Refusal, refusal
from bot.remembered import Remembered
from bot.watch_store import WatchStore
from connections import PREFIX
from measures.catalogue import ALERTS
from measures.recorder import count
from tasks.records import TaskView
from texts.catalogue import text

CODES = frozenset({"faceit-key"})
"""Endings that the person who asked can't do anything about; each has a text `notice-<code>`."""

EVERY_S = 600

log = structlog.get_logger(__name__)


def mark_of(code: str, admin: int) -> str:
    """Where it stands in Redis that an admin was told lately."""
    return f"{PREFIX}notice:{code}:{admin}"


class OperatorNotice:
    """Tells each admin in private; one who never started the bot can't be told, which is logged."""

    def __init__(self, bot: Bot, client: Redis, remembered: Remembered, admins: Iterable[int]) -> None:
        self._bot = bot
        self._client = client
        self._remembered = remembered
        self._store = WatchStore(client)
        self._admins = sorted(admin for admin in admins if admin > 0)
        self._told: dict[str, float] = {}

    async def of_ending(self, view: TaskView) -> None:
        """Tell the admins if this ending is for them. Never raises: the ending itself is told already."""
        if view.error is None or view.error.code not in CODES:
            return
        for admin in self._admins:
            key = mark_of(view.error.code, admin)
            if not await self._silent(admin, view.error.code) and await self._due(key):
                await self._tell(admin, view.error.code, key)

    async def _silent(self, admin: int, code: str) -> bool:
        """Whether he does not want to hear of it; without Redis nobody knows, and he is told."""
        try:
            return await self._store.silent(admin, code)
        except (RedisError, OSError):
            return False

    async def _due(self, key: str) -> bool:
        """Whether nobody told this admin in the last ten minutes; without Redis, whether this process did not."""
        moment = time.monotonic()
        if key in self._told and moment - self._told[key] < EVERY_S:
            return False
        try:
            due = bool(await self._client.set(key, b"1", nx=True, ex=EVERY_S))
        except (RedisError, OSError):
            due = True
        if due:
            self._told[key] = moment
        return due

    async def _tell(self, admin: int, code: str, key: str) -> None:
        language = await self._remembered.language(f"tg:{admin}") or "ru"
        try:
            buttons = watch_text.mute_keyboard(language, code)
            await self._bot.send_message(admin, text(language, f"notice-{code}"), parse_mode=None, reply_markup=buttons)
        except TelegramAPIError as error:
            kind = refusal(error)
            log.warning("notice.not_sent", code=code, refusal=kind.name)
            if kind is Refusal.AGAIN:
                await self._forget(key)
        else:
            count(ALERTS, code)
            log.info("notice.sent", code=code)

    async def _forget(self, key: str) -> None:
        """It may pass: the next ending tries again."""
        self._told.pop(key, None)
        try:
            await self._client.delete(key)
        except (RedisError, OSError) as error:
            log.info("notice.mark_stays", error=type(error).__name__)
