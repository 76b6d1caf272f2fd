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
        self._lock = asyncio.Lock()

    async def turn(self) -> None:
        """Return when it is the caller's turn; callers are served in their order, who comes late moves all behind."""
        async with self._lock:
            wait = self._next - self._clock()
            if wait > 0:
                await self._sleep(wait)
            # From now, not from when it was due: after a stall those behind would leave in a bunch.
            self._next = self._clock() + self._distance
