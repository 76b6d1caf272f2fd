"""Short calls to Redis or the database on a person's path: cut after a moment, left alone for a while after a fault."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from redis.exceptions import RedisError

from errors import StorageUnavailableError
from settings import RedisSettings

T = TypeVar("T")

log = structlog.get_logger(__name__)


class Breaker:
    """One a process: the first failing call costs `timeout_s`, the others nothing until `pause_s` have passed.

    Half as many calls run together as the pool has connections: who waited for one would take Redis to be away.
    """

    def __init__(
        self, timeout_s: float = 0.2, pause_s: float = 2.0, what: str = "redis", *, connections: int = 8
    ) -> None:
        self._timeout_s = timeout_s
        self._pause_s = pause_s
        self._what = what
        self._closed_again = 0.0
        self._turns = asyncio.Semaphore(max(1, connections // 2))

    @classmethod
    def of(cls, settings: RedisSettings) -> "Breaker":
        """The one of Redis' calls."""
        return cls(settings.answer_seconds, connections=settings.max_connections)

    @property
    def open(self) -> bool:
        """Whether it is taken to be away just now."""
        return time.monotonic() < self._closed_again

    async def call(self, function: Callable[[], Awaitable[T]], default: T) -> T:
        """The function's answer, or `default` when it is away, stalled or answers with an error."""
        async with self._turns:
            if self.open:
                return default
            try:
                async with asyncio.timeout(self._timeout_s):
                    return await function()
            except (RedisError, StorageUnavailableError, OSError, TimeoutError) as error:
                if not self.open:
                    log.warning(f"{self._what}.away", error=type(error).__name__, pause_s=self._pause_s)
                self._closed_again = time.monotonic() + self._pause_s
                return default
