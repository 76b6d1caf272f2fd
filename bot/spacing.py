"""Turns at an even distance, so that what is sent in a crowd never leaves in bunches."""

import asyncio
import time
from collections.abc import Awaitable, Callable


class Spacing:
    """`per_second` turns a second, one after another; a turn that nobody took is not saved up."""

    def __init__(
        self,
        per_second: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._distance = 1 / per_second
        self._clock = clock
        self._sleep = sleep
        self._next = 0.0

    async def turn(self) -> None:
        """Return when it is the caller's turn; callers are served in their order."""
        now = self._clock()
        at = max(now, self._next)
        self._next = at + self._distance
        if at > now:
            await self._sleep(at - now)
