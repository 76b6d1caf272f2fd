"""Word to the admins on the state of the whole: which of the overview's findings have begun, and which are over.

For the delivering process. Everything told is noted in Redis chat by chat, right after Telegram took it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import InlineKeyboardMarkup
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot import watch_text
from bot.lanes import Lane, sending_in
from bot.operator_notice import CODES, EVERY_S, mark_of
from bot.refusals import Refusal, refusal
from bot.remembered import Remembered
from bot.watch_states import Watched, look
from bot.watch_store import ALL, WatchStore
from errors import RedisUnavailableError
from measures.catalogue import ALERTS
from measures.recorder import count
from pipelines.overview.model import Snapshot
from texts.catalogue import Language

LOOK_S = 15.0

log = structlog.get_logger(__name__)


class WatchAlerts:
    """Looks with `read` (raises RedisUnavailableError) and tells every chat of ADMIN_IDS."""

    def __init__(
        self,
        bot: Bot,
        client: Redis,
        remembered: Remembered,
        admins: Iterable[int],
        read: Callable[[], Awaitable[Snapshot]],
        *,
        every_s: float = LOOK_S,
    ) -> None:
        self._bot = bot
        self._client = client
        self._store = WatchStore(client)
        self._remembered = remembered
        self._admins = sorted(admins)
        self._read = read
        self._every_s = every_s

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            if self._admins:
                try:
                    await self.look()
                except (RedisError, OSError, RedisUnavailableError) as error:
                    log.info("watch.redis_away", error=type(error).__name__)
            await asyncio.sleep(self._every_s)

    async def look(self) -> None:
        """One look, and what is to be told after it. Raises RedisError, RedisUnavailableError."""
        snapshot = await self._read()
        before = await self._store.known()
        after = look(before, snapshot.findings, snapshot.at_ms)
        await self._store.save(before, after)
        for admin in self._admins:
            muted = await self._store.muted(admin)
            if ALL in muted:
                continue
            for key, one in sorted(after.items()):
                if key not in muted:
                    after[key] = await self._tell(admin, key, one)

    async def _tell(self, admin: int, key: str, one: Watched) -> Watched:
        """Tell one chat of one finding if it is to be told; gives what is known then."""
        if one.active and admin not in one.told:
            if await self._begin(admin, key, one):
                return await self._noted(key, one, replace(one, told=one.told | {admin}))
        elif one.over and admin in one.told and admin not in one.told_over and await self._send(admin, key, one):
            return await self._noted(key, one, replace(one, told_over=one.told_over | {admin}))
        return one

    async def _noted(self, key: str, before: Watched, after: Watched) -> Watched:
        await self._store.save({key: before}, {key: after})
        return after

    async def _begin(self, admin: int, key: str, one: Watched) -> bool:
        """Tell that it is there, unless the notice of a failed task has just said so; that one is then silent, too."""
        if one.finding.code not in CODES:
            return await self._send(admin, key, one)
        mark = mark_of(one.finding.code, admin)
        if not await self._client.set(mark, b"1", nx=True, ex=EVERY_S):
            return True
        if await self._send(admin, key, one):
            return True
        await self._client.delete(mark)
        return False

    async def _send(self, admin: int, key: str, one: Watched) -> bool:
        """Send; whether that is settled, also by a chat that can't be reached."""
        language: Language = await self._remembered.language(f"tg:{admin}") or "ru"
        words = watch_text.over(language, one) if one.over else watch_text.began(language, one)
        buttons = [] if one.over else [watch_text.mute_buttons(language, key)]
        keyboard = InlineKeyboardMarkup(inline_keyboard=buttons) if buttons else None
        try:
            with sending_in(Lane.RESULT):
                await self._bot.send_message(admin, words, parse_mode="HTML", reply_markup=keyboard)
        except TelegramAPIError as error:
            kind = refusal(error)
            log.warning("watch.not_sent", code=one.finding.code, refusal=kind.name)
            return kind is not Refusal.AGAIN
        log.info("watch.sent", code=one.finding.code, over=bool(one.over))
        if not one.over:
            count(ALERTS, one.finding.code)
        return True
