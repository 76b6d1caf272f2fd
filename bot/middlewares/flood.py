"""One person may not keep everybody else waiting: above the limit of a minute, asked once to wait, then ignored."""

import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiogram import BaseMiddleware
from aiogram.types import TelegramObject, Update

from bot.answers import FloodError, error_text, toast
from bot.middlewares.flood_shared import SharedFlood, Verdict
from bot.middlewares.speech import of_telegram
from storage.last_known import LastKnown

WINDOW_S = 60.0
REMEMBERED = 10_000
"""Owners whose updates are counted; more in a minute than Telegram lets a bot answer."""
ASK: Verdict = 2

log = structlog.get_logger(__name__)


class FloodMiddleware(BaseMiddleware):
    """Counts messages and presses by owner; stands behind PersonMiddleware, before anything that asks a database.

    `known`: what is remembered of an owner without asking. `shared`: counts over all web processes.
    """

    def __init__(
        self,
        limit: int,
        known: LastKnown,
        clock: Callable[[], float] = time.monotonic,
        shared: SharedFlood | None = None,
    ) -> None:
        self._limit = limit
        self._known = known
        self._clock = clock
        self._shared = shared
        self._seen: dict[str, deque[float]] = {}
        self._asked: dict[str, float] = {}

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        if not isinstance(event, Update):
            return await handler(event, data)
        verdict = await self._verdict(data["who"].owner, event)
        if verdict == 0:
            return await handler(event, data)
        language = self._known.of(data["who"].owner).language or of_telegram(data)
        words = error_text(language, FloodError())
        if event.callback_query is not None:
            return await event.callback_query.answer(toast(words), show_alert=True)
        if event.message is not None and verdict == ASK:
            log.info("update.flood")
            await event.message.answer(words)
        return None

    async def _verdict(self, owner: str, event: Update) -> Verdict:
        within = self._count(owner)
        if self._shared is not None:
            shared = await self._shared.count(owner, event.update_id, asking=event.message is not None)
            if shared is not None:
                return shared
        if within:
            return 0
        now = self._clock()
        if event.message is None or now - self._asked.get(owner, -WINDOW_S) < WINDOW_S:
            return 1
        self._asked[owner] = now
        return ASK

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
