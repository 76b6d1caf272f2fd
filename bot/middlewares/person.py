"""Who asks: put beside the update for the handlers."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject, Update

from bot import requesters


class PersonMiddleware(BaseMiddleware):
    """Adds `who` (a Requester); updates of other bots go no further."""

    def __init__(self, admins: frozenset[int]) -> None:
        self._admins = admins

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        who = requesters.of_update(event, self._admins) if isinstance(event, Update) else None
        if who is None:
            return None
        data["who"] = who
        return await handler(event, data)
