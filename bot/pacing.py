"""The session middleware every send and edit passes: its turn first, then Telegram, then what a 429 asks for."""

import asyncio
import random
import time

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramEntityTooLarge, TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.lanes import Lane, PostponedError, current_lane
from bot.limiter import SendLimiter
from bot.local_limiter import Chat

LIMITED = ("Send", "Edit", "Copy", "Forward")
IMPATIENT_S = 5.0
"""A result that waited this long is let in with the answers."""
ANSWER_PATIENCE_S = 300.0
ANSWER_PAUSES = (0.5, 1.0)

log = structlog.get_logger(__name__)


class Pacing(BaseRequestMiddleware):
    """Waits for the limiter, obeys `retry_after`; progress is never made to wait but raises PostponedError."""

    def __init__(self, limiter: SendLimiter) -> None:
        self._limiter = limiter

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        chat = limited_chat(method)
        if chat is None:
            return await make_request(bot, method)
        lane, began, pauses = current_lane(), time.monotonic(), iter(ANSWER_PAUSES)
        while True:
            await self._turn(chat, lane, began)
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as error:
                log.warning("telegram.retry_after", lane=lane, seconds=error.retry_after)
                await self._limiter.penalise(chat, error.retry_after)
                if lane is Lane.PROGRESS:
                    raise PostponedError("telegram", delay=error.retry_after) from error
                if lane is Lane.ANSWER and time.monotonic() - began > ANSWER_PATIENCE_S:
                    raise
            except TelegramEntityTooLarge:
                raise
            except (TelegramServerError, TelegramNetworkError):
                pause = next(pauses, None) if lane is Lane.ANSWER else None
                if pause is None:
                    raise
                await asyncio.sleep(pause)

    async def _turn(self, chat: Chat, lane: Lane, began: float) -> None:
        while True:
            impatient = lane is Lane.RESULT and time.monotonic() - began > IMPATIENT_S
            wait = await self._limiter.take(chat, Lane.ANSWER if impatient else lane)
            if wait <= 0:
                return
            if lane is Lane.PROGRESS:
                raise PostponedError("limiter", delay=wait)
            await asyncio.sleep(min(wait, 5.0) + random.uniform(0.005, 0.05))


def limited_chat(method: TelegramMethod[TelegramType]) -> Chat | None:
    """The chat whose limits this call counts against; None for calls that Telegram doesn't limit this way."""
    if not type(method).__name__.startswith(LIMITED):
        return None
    chat: Chat | None = getattr(method, "chat_id", None)
    return chat
