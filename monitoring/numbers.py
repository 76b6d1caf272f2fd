"""What pages show, read by one client in few threads and kept for a moment, so that ten open pages cost one read."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from anyio import CapacityLimiter, to_thread

from errors import RedisUnavailableError
from pipelines.overview.model import Figures, Sample, Snapshot
from pipelines.overview.reader import Overview

Value = TypeVar("Value")
SNAPSHOT_S = 1.5
FIGURES_S = 15.0
SERIES_S = 20.0
FAILURE_S = 1.0


@dataclass
class Kept(Generic[Value]):
    """A value that is read anew once it is older than `life_s`; askers at the same time wait for one reading.

    That Redis is away is kept for a second too: else everybody in line would wait for a time-out of his own.
    """

    read: Callable[[], Awaitable[Value]]
    life_s: float
    value: Value | None = None
    at: float = -FAILURE_S
    failed_at: float = -FAILURE_S
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def get(self) -> Value:
        """The value. Raises RedisUnavailableError."""
        async with self.lock:
            if self.value is not None and time.monotonic() - self.at <= self.life_s:
                return self.value
            if time.monotonic() - self.failed_at < FAILURE_S:
                raise RedisUnavailableError("did not answer a moment ago")
            try:
                value = await self.read()
            except RedisUnavailableError:
                self.failed_at = time.monotonic()
                raise
            self.value, self.at = value, time.monotonic()
            return value


class Threads:
    """Where blocking calls go: a few threads, so that a stalled Redis can't take all of them nor all connections."""

    def __init__(self, number: int = 4) -> None:
        self.limiter = CapacityLimiter(number)

    async def run(self, function: Callable[[], Value]) -> Value:
        """The result of a blocking function without arguments."""
        return await to_thread.run_sync(function, limiter=self.limiter)


class Numbers:
    """The overview's readings. All methods raise RedisUnavailableError."""

    def __init__(self, overview: Overview, threads: Threads) -> None:
        self._snapshot = Kept(lambda: threads.run(overview.now), SNAPSHOT_S)
        self._figures = Kept(lambda: threads.run(overview.figures), FIGURES_S)
        self._series = Kept(lambda: threads.run(overview.series), SERIES_S)

    async def snapshot(self) -> Snapshot:
        """How things stand, at most 1.5 s old."""
        return await self._snapshot.get()

    async def figures(self) -> Figures:
        """The last day in figures, at most 15 s old."""
        return await self._figures.get()

    async def series(self) -> list[Sample]:
        """The last day for charts, at most 20 s old."""
        return await self._series.get()
