"""Wishes served here although the queue may have accepted them too: their twins there are silenced and cancelled.

A submit that timed out may have reached Redis all the same. Its task is found by its idempotency key: before any ending
is told, and every second for some minutes after Redis is back.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import cast

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.fallback.health import QueueHealth
from bot.marks import SILENCED, SKIPPED
from connections import PREFIX
from errors import BotError
from tasks import delivery
from tasks.errors import TaskEndedError, UnknownTaskError
from tasks.records import Requester, TaskView, Wish

WATCHED_S = 300.0
"""Redis must have answered for so long before a twin is not expected any more: socket buffers arrive late."""
EVERY_S = 1.0

log = structlog.get_logger(__name__)

Cancel = Callable[[str, Requester], Awaitable[TaskView]]


class Twins:
    """`remember` a wish whose submit got no answer; `settle` finds what became of all of them."""

    def __init__(self, client: Redis, health: QueueHealth, cancel: Cancel) -> None:
        self._client = client
        self._health = health
        self._cancel = cancel
        self._watched: dict[str, tuple[str, float]] = {}
        self._lock = asyncio.Lock()

    def __len__(self) -> int:
        return len(self._watched)

    def remember(self, wish: Wish) -> None:
        """This wish is served here; its submit may have been accepted nevertheless."""
        if wish.idempotency:
            self._watched[wish.idempotency] = (wish.owner, 0.0)

    async def settle(self) -> None:
        """Silence and cancel the twins there are. Raises redis.RedisError and BotError: call again."""
        async with self._lock:
            if not self._watched:
                return
            keys = list(self._watched)
            found = cast(list[bytes | None], await self._client.mget([f"{PREFIX}idem:{key}" for key in keys]))
            now = time.monotonic()
            for key, task in zip(keys, found, strict=True):
                owner, since = self._watched[key]
                if task is not None:
                    await self._end(task.decode(), owner)
                    del self._watched[key]
                elif since and now - since > WATCHED_S:
                    del self._watched[key]
                else:
                    self._watched[key] = (owner, since or now)

    async def run(self) -> None:
        """Look for twins for as long as the process lives."""
        while True:
            await asyncio.sleep(EVERY_S)
            if self._health.away:
                self._watched = {key: (owner, 0.0) for key, (owner, _) in self._watched.items()}
                continue
            try:
                await self.settle()
            except (RedisError, OSError, BotError) as error:
                log.info("fallback.twins_wait", error=type(error).__name__)

    async def _end(self, task: str, owner: str) -> None:
        # Silenced before it is cancelled: its ending must tell nobody anything.
        await delivery.mark(self._client, task, SILENCED, SKIPPED)
        try:
            await self._cancel(task, Requester(owner=owner))
        except (TaskEndedError, UnknownTaskError):
            log.info("fallback.twin_ended_already", task=task)
        else:
            log.info("fallback.twin_cancelled", task=task)
