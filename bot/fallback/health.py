"""Whether the queue's Redis answers, watched all the time, so that hardly anybody has to find out by waiting."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

EVERY_S = 1.0
EVERY_WHILE_AWAY_S = 0.5
ANSWER_WITHIN_S = 0.5
MISSED = 2
"""So many answers in a row that did not come in time: it is away. A refused connection says so at once."""

log = structlog.get_logger(__name__)


class QueueHealth:
    """`away` is set by a failed call or by the watch, and lifted by the watch alone."""

    def __init__(self, client: Redis, on_away: Callable[[], Awaitable[None]] | None = None) -> None:
        self._client = client
        self._on_away = on_away
        self._missed = 0
        self._since = 0.0
        self.away = False

    def failed(self) -> None:
        """A call found the queue out of reach."""
        if not self.away:
            self.away, self._since = True, time.monotonic()
            log.warning("queue.away")

    async def run(self) -> None:
        """Watch for as long as the process lives."""
        told = False
        while True:
            await self._look()
            if self.away and not told and self._on_away is not None:
                await self._on_away()
            told = self.away
            await asyncio.sleep(EVERY_WHILE_AWAY_S if self.away else EVERY_S)

    async def _look(self) -> None:
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                await self._client.ping()
        except TimeoutError:
            self._missed += 1
            if self._missed >= MISSED:
                self.failed()
        except (RedisError, OSError):
            self.failed()
        else:
            self._missed = 0
            if self.away:
                self.away = False
                log.info("queue.back", away_s=round(time.monotonic() - self._since, 1))
