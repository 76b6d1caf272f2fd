"""Who asks and in which language to answer: put beside the update for the handlers."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject, Update

from bot import requesters
from bot.remembered import Remembered
from texts.catalogue import Language, language_of


class PersonMiddleware(BaseMiddleware):
    """Adds `who` (a Requester) and `language`; updates of other bots go no further."""

    def __init__(self, remembered: Remembered, admins: frozenset[int]) -> None:
        self._remembered = remembered
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
        user = data.get("event_from_user")
        language: Language = language_of(user.language_code if user is not None else None)
        chosen = await self._remembered.language(who.owner)
        data["who"] = who
        data["language"] = chosen or language
        return await handler(event, data)
