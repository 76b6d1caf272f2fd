"""Word to the admins when Redis itself is away: from memory, since nothing else is left to remember it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress

from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.admin_chats import AdminChats, keep_looking
from bot.watch_store import ALL, REDIS_AWAY
from bot.watch_text import duration
from texts.catalogue import text

KIND = REDIS_AWAY
LOOK_S = 5.0
AWAY_S = 30.0
BACK_S = 30.0
PATIENCE_S = 2.0


class RedisWatch:
    """Tells once that Redis is away and once that it is back. `speaks`: whether this process is the one that serves;

    `muted`: what a chat does not want to hear, until when (Unix ms), as of the last look that found Redis there.
    """

    def __init__(
        self,
        chats: AdminChats,
        client: Redis,
        speaks: Callable[[], bool],
        *,
        muted: Callable[[int], Awaitable[Mapping[str, int]]] | None = None,
        look_s: float = LOOK_S,
        away_s: float = AWAY_S,
        back_s: float = BACK_S,
    ) -> None:
        self._chats = chats
        self._client = client
        self._speaks = speaks
        self._look_s, self._away_s, self._back_s = look_s, away_s, back_s
        self._muted = muted
        self._silent: dict[int, int] = {}
        self._spoke: bool | None = None
        self._away_since: float | None = None
        self._back_since: float | None = None
        self._told: set[int] = set()

    async def run(self) -> None:
        """Look until cancelled."""
        await keep_looking(lambda: self.look(time.monotonic()), self._look_s)

    async def look(self, now: float) -> None:
        """One look at `now` (seconds of a clock that only goes forward)."""
        if await self._there():
            await self._read_muted()
            await self._found(now)
        else:
            await self._missed(now)

    async def _there(self) -> bool:
        try:
            async with asyncio.timeout(PATIENCE_S):
                return bool(await self._client.ping())
        except (RedisError, OSError, TimeoutError):
            return False

    async def _read_muted(self) -> None:
        if self._muted is None:
            return
        with suppress(RedisError, OSError, TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                for admin in self._chats:
                    muted = await self._muted(admin)
                    self._silent[admin] = max(muted.get(ALL, 0), muted.get(KIND, 0))

    async def _missed(self, now: float) -> None:
        self._back_since = None
        self._away_since = now if self._away_since is None else self._away_since
        # While Redis is away every process takes itself for the one that serves: what it was before counts.
        spoke = self._speaks() if self._spoke is None else self._spoke
        if spoke and now - self._away_since >= self._away_s:
            for admin in self._chats:
                silent = self._silent.get(admin, 0) > time.time() * 1000
                if admin not in self._told and not silent and await self._send(admin):
                    self._told.add(admin)

    async def _found(self, now: float) -> None:
        if self._away_since is None:
            self._spoke = self._speaks()
            return
        self._back_since = now if self._back_since is None else self._back_since
        if self._told and now - self._back_since < self._back_s:
            return
        lasted = self._back_since - self._away_since
        for admin in sorted(self._told):
            if await self._send(admin, lasted):
                self._told.discard(admin)
        if not self._told:
            self._away_since = self._back_since = None

    async def _send(self, admin: int, lasted_s: float | None = None) -> bool:
        """That it is away, or, with how long it was, that it is back."""
        if lasted_s is None:
            return await self._chats.tell(admin, KIND, lambda language: (text(language, "watch-redis-away"), None))
        lasted = lasted_s
        return await self._chats.tell(
            admin,
            KIND,
            lambda language: (text(language, "watch-redis-back", lasted=duration(language, lasted)), None),
            over=True,
        )
