"""Signs of life of parts on their way: another bot waits for a sender that lives, and sends what a dead one left."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from redis.exceptions import RedisError

from bot.marks import SENDING, Marks
from bot.wire import Wire

EVERY_S = 1.0
"""Most parts are out before the first sign."""
SETTLED_S = 4.0
"""A sender that gives no sign for so long is dead or frozen; one that Redis kept from it gives one at once."""
LOOK_S = 0.5


class Signs:
    """Gives signs of what goes over `wire`, and waits for what others have on their way."""

    def __init__(self, marks: Marks, wire: Wire) -> None:
        self._marks = marks
        self._wire = wire
        self._given: dict[asyncio.Task[Any], asyncio.Task[None]] = {}

    async def settled(self, task: str) -> dict[str, str]:
        """Marks of a task once nobody who lives is sending one of its parts. Raises redis.RedisError."""
        marks, heard = await self._marks.parts(task), time.monotonic()
        while SENDING in marks.values() and time.monotonic() - heard < SETTLED_S:
            await asyncio.sleep(LOOK_S)
            if await self._marks.signed(task):
                heard = time.monotonic()
            marks = await self._marks.parts(task)
        return marks

    @asynccontextmanager
    async def part(self, task: str, claim: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
        """`Wire.part` with a sign every second for as long as the part is on its way, its mark included."""
        async with self._wire.part(claim):
            sender = asyncio.current_task()
            assert sender is not None
            before = self._given.pop(sender, None)
            if before is not None:
                before.cancel()
            giving = self._given[sender] = asyncio.create_task(self._give(task, sender))
            giving.add_done_callback(lambda done: self._forget(sender, done))
            yield

    async def _give(self, task: str, sender: "asyncio.Task[Any]") -> None:
        while True:
            await asyncio.sleep(EVERY_S)
            if not self._wire.busy(sender):
                return
            with suppress(RedisError, OSError):
                await self._marks.sign(task)

    def _forget(self, sender: "asyncio.Task[Any]", giving: "asyncio.Task[None]") -> None:
        if self._given.get(sender) is giving:
            del self._given[sender]
