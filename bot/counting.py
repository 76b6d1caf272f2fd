"""The session middleware that counts every call of the Bot API by method and what became of it."""

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramAPIError, TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.refusals import Refusal, refusal
from measures import recorder
from measures.catalogue import TELEGRAM_CALLS


class Counting(BaseRequestMiddleware):
    """Stands innermost, so that a call repeated after a 429 counts as two."""

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        try:
            response = await make_request(bot, method)
        except TelegramAPIError as error:
            recorder.count(TELEGRAM_CALLS, method.__api_method__, status_of(error))
            raise
        recorder.count(TELEGRAM_CALLS, method.__api_method__, "200")
        return response


def status_of(error: TelegramAPIError) -> str:
    """200 for an edit that changes nothing, else 429, 4xx, 5xx or network."""
    if isinstance(error, TelegramRetryAfter):
        return "429"
    if isinstance(error, TelegramServerError):
        return "5xx"
    if isinstance(error, TelegramNetworkError):
        return "network"
    return "200" if refusal(error) is Refusal.DONE else "4xx"
