"""Word to the admins on the state of the whole: which of the overview's findings have begun, and which are over.

For the delivering process. Everything told is noted in Redis chat by chat, right after Telegram took it; while Redis is
full, in memory, and in Redis as soon as it writes again.
"""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace

import structlog
from aiogram.types import InlineKeyboardMarkup
from redis.asyncio import Redis
from redis.exceptions import OutOfMemoryError

from bot import watch_text
from bot.admin_chats import AdminChats, keep_looking
from bot.operator_notice import CODES, EVERY_S, mark_of
from bot.watch_states import GONE_MS, Watched, look
from bot.watch_store import ALL, WatchStore
from pipelines.overview.model import Snapshot
from texts.catalogue import Language

LOOK_S = 15.0

log = structlog.get_logger(__name__)


class WatchAlerts:
    """Looks with `read` (raises RedisUnavailableError) and tells every chat of ADMIN_IDS."""

    def __init__(
        self,
        chats: AdminChats,
        client: Redis,
        read: Callable[[], Awaitable[Snapshot]],
        *,
        every_s: float = LOOK_S,
        gone_ms: int = GONE_MS,
    ) -> None:
        self._chats = chats
        self._client = client
        self._store = WatchStore(client)
        self._read = read
        self._every_s = every_s
        self._gone_ms = gone_ms
        self._unwritten: dict[str, Watched] | None = None
        """What is known, when Redis did not take it."""

    async def run(self) -> None:
        """Look until cancelled."""
        await keep_looking(self.look, self._every_s)

    async def look(self) -> None:
        """One look, and what is to be told after it. Raises RedisError, RedisUnavailableError."""
        if not self._chats:
            return
        snapshot = await self._read()
        stored = await self._store.known()
        before = stored if self._unwritten is None else self._unwritten
        after = look(before, snapshot.findings, snapshot.at_ms, self._gone_ms)
        self._unwritten = None if await self._saved(stored, after) else after
        for admin in self._chats:
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
        if self._unwritten is not None:
            # The same dictionary that the look goes through; it is written as a whole by a later look.
            self._unwritten[key] = after
        elif not await self._saved({key: before}, {key: after}):
            self._unwritten = {**await self._store.known(), key: after}
        return after

    async def _saved(self, before: Mapping[str, Watched], after: Mapping[str, Watched]) -> bool:
        """Write what has changed; False when Redis has no room for it. Raises RedisError."""
        try:
            await self._store.save(before, after)
        except OutOfMemoryError:
            log.warning("watch.not_written")
            return False
        return True

    async def _begin(self, admin: int, key: str, one: Watched) -> bool:
        """Tell that it is there, unless the notice of a failed task has just said so; that one is then silent, too."""
        if one.finding.code not in CODES:
            return await self._send(admin, key, one)
        mark = mark_of(one.finding.code, admin)
        with suppress(OutOfMemoryError):
            if not await self._client.set(mark, b"1", nx=True, ex=EVERY_S):
                return True
        if await self._send(admin, key, one):
            return True
        await self._client.delete(mark)
        return False

    async def _send(self, admin: int, key: str, one: Watched) -> bool:
        """Send; whether that is settled, also by a chat that can't be reached."""

        def words(language: Language) -> tuple[str, InlineKeyboardMarkup | None]:
            if one.over:
                return watch_text.over(language, one), None
            return watch_text.began(language, one), watch_text.mute_keyboard(language, key)

        return await self._chats.tell(admin, one.finding.code, words, over=bool(one.over))
