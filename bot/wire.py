"""The parts of endings on their way to Telegram: let go one by one, and waited for when the process ends."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from errors import BotError

FRESH_S = 2.0
"""A claim that took longer is made again: this process may have stood still since Redis answered it.

Longer than a command may take (`redis` answers within 1 s or not at all), shorter than what a renewed lease lasts.
"""


class ClosedError(BotError):
    """Nothing more goes from here: the next one tells it."""


class Wire:
    """Knows whose part is on its way: from its claim until the next one waits for its turn, or the ending is told."""

    def __init__(self) -> None:
        self._busy: set[asyncio.Task[Any]] = set()
        self._last: set[asyncio.Task[Any]] = set()
        self._closed = False

    def open(self) -> None:
        """Parts may go, but none of asyncio tasks that had one on its way when it was closed: theirs was the last."""
        self._closed = False

    def close(self) -> None:
        """No further part may go."""
        self._closed = True
        self._last |= self._busy

    def busy(self, teller: "asyncio.Task[Any]") -> bool:
        """Whether a part of this asyncio task is on its way, or out and what follows not yet done."""
        return teller in self._busy

    def leave(self) -> None:
        """The running asyncio task has nothing on its way. Raises ClosedError when nothing more may go."""
        running = _running()
        self._busy.discard(running)
        if self._closed or running in self._last:
            raise ClosedError

    def forget(self, teller: "asyncio.Task[Any]") -> None:
        """This asyncio task has ended."""
        self._busy.discard(teller)
        self._last.discard(teller)

    @asynccontextmanager
    async def part(self, claim: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
        """Around the call of Telegram. Raises ClosedError, and what `claim` raises."""
        while True:
            self.leave()
            asked = time.monotonic()
            await claim()
            if time.monotonic() - asked < FRESH_S:
                break
        self._busy.add(_running())
        try:
            yield
        except BaseException:
            # Refused, or not answered: what waits to be tried again may be left to the next one.
            self._busy.discard(_running())
            raise


def _running() -> "asyncio.Task[Any]":
    task = asyncio.current_task()
    assert task is not None
    return task
