"""One person may not keep everybody else waiting: above the limit of a minute, asked once to wait, then ignored."""

import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiogram import BaseMiddleware
from aiogram.types import TelegramObject, Update

from bot.answers import FloodError, error_text, toast

WINDOW_S = 60.0
REMEMBERED = 10_000
"""Owners whose updates are counted; more in a minute than Telegram lets a bot answer."""

log = structlog.get_logger(__name__)


class FloodMiddleware(BaseMiddleware):
    """Counts messages and presses by owner; stands behind PersonMiddleware."""

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._seen: dict[str, deque[float]] = {}
        self._asked: dict[str, float] = {}

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        owner = data["who"].owner
        if not isinstance(event, Update) or self._count(owner):
            return await handler(event, data)
        words = error_text(data["language"], FloodError())
        if event.callback_query is not None:
            return await event.callback_query.answer(toast(words), show_alert=True)
        now = self._clock()
        if event.message is not None and now - self._asked.get(owner, -WINDOW_S) >= WINDOW_S:
            self._asked[owner] = now
            log.info("update.flood")
            await event.message.answer(words)
        return None

    def _count(self, owner: str) -> bool:
        now = self._clock()
        # Taken out and put back: whoever was silent longest stands first, and is forgotten when there are too many.
        times = self._seen.pop(owner, None) or deque(maxlen=self._limit + 1)
        self._seen[owner] = times
        if len(self._seen) > REMEMBERED:
            oldest = next(iter(self._seen))
            del self._seen[oldest]
            self._asked.pop(oldest, None)
        times.append(now)
        while times[0] <= now - WINDOW_S:
            times.popleft()
        return len(times) <= self._limit
