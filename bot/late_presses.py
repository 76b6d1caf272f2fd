"""Presses that Telegram no longer takes an answer to: what they asked for is done all the same."""

from typing import cast

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import AnswerCallbackQuery, Response, TelegramMethod
from aiogram.methods.base import TelegramType

TOO_OLD = "query is too old"

log = structlog.get_logger(__name__)


class LatePresses(BaseRequestMiddleware):
    """After some seconds the little clock on a button is gone, and so is the place where an answer would be shown."""

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        try:
            return await make_request(bot, method)
        except TelegramBadRequest as error:
            if not isinstance(method, AnswerCallbackQuery) or TOO_OLD not in error.message:
                raise
            log.info("press.answered_late")
            return cast(Response[TelegramType], True)
