"""In which language to answer: put beside the update for the handlers."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import TelegramObject

from bot.remembered import Remembered
from texts.catalogue import Language, language_of


class LanguageMiddleware(BaseMiddleware):
    """Adds `language`: the one chosen, else that of the person's Telegram. Stands behind PersonMiddleware."""

    def __init__(self, remembered: Remembered) -> None:
        self._remembered = remembered

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        chosen = await self._remembered.language(data["who"].owner)
        data["language"] = chosen or of_telegram(data)
        return await handler(event, data)


def of_telegram(data: dict[str, Any]) -> Language:
    """The language of the person's Telegram, as far as the bot speaks it."""
    user = data.get("event_from_user")
    return language_of(user.language_code if user is not None else None)
