"""Marks of parts that are out, written for sure: forgetting one would send its part twice."""

import asyncio
import time
from contextlib import suppress

import structlog
from redis.exceptions import RedisError

from bot.marks import Marks

AGAIN_S = 0.5
FINISH_S = 20.0
"""So long a process that ends still tries, as its parts on their way may take."""

log = structlog.get_logger(__name__)


class Marking:
    """Keeps in memory what Redis has not taken yet; `run` writes it, whoever holds the lease by then."""

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self._unmarked: dict[tuple[str, str], str] = {}

    async def out(self, task: str, part: str, status: str) -> None:
        """Mark a part that is out, or will never be; waits for Redis."""
        self._unmarked[task, part] = status
        while True:
            try:
                await self._write(task, part, status)
            except (RedisError, OSError) as error:
                log.warning("delivery.mark_waits", task=task, error=type(error).__name__)
                await asyncio.sleep(AGAIN_S)
            else:
                return

    async def settle(self, task: str) -> None:
        """Mark what was left unmarked of a task; waits for Redis."""
        for (owner, part), status in list(self._unmarked.items()):
            if owner == task:
                await self.out(task, part, status)

    async def run(self) -> None:
        """Mark what is left unmarked, until cancelled; then what is left still, for some seconds at most."""
        try:
            while True:
                await asyncio.sleep(AGAIN_S)
                await self._write_all()
        finally:
            until = time.monotonic() + FINISH_S
            while self._unmarked and time.monotonic() < until:
                await self._write_all()
                await asyncio.sleep(AGAIN_S if self._unmarked else 0)

    async def _write_all(self) -> None:
        for (task, part), status in list(self._unmarked.items()):
            with suppress(RedisError, OSError):
                await self._write(task, part, status)

    async def _write(self, task: str, part: str, status: str) -> None:
        await self._marks.mark(task, part, status)
        self._unmarked.pop((task, part), None)
