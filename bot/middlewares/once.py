"""Telegram may hand an update over again, after a restart or a change of pollers: it is handled once."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from aiogram import BaseMiddleware
from aiogram.types import TelegramObject, Update
from redis.asyncio import Redis

from bot.breaker import Breaker
from connections import PREFIX

KEEP_S = 24 * 3600
REMEMBERED = 10_000

log = structlog.get_logger(__name__)


class OnceMiddleware(BaseMiddleware):
    """Marked after the handling: an update whose handler died with its process is handled again by the next."""

    def __init__(self, client: Redis, breaker: Breaker) -> None:
        self._client = client
        self._breaker = breaker
        self._seen: OrderedDict[int, None] = OrderedDict()

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        if not isinstance(event, Update):
            return await handler(event, data)
        key = f"{PREFIX}update:{data['bot'].id}:{event.update_id}"
        if event.update_id in self._seen or await self._breaker.call(lambda: self._exists(key), default=False):
            log.info("update.repeated")
            return None
        self._seen[event.update_id] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        result = await handler(event, data)
        await self._breaker.call(lambda: self._client.set(key, b"1", ex=KEEP_S), None)
        return result

    async def _exists(self, key: str) -> bool:
        return bool(await self._client.exists(key))
