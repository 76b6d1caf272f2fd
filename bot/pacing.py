"""The session middleware every send and edit passes: its turn first, then Telegram, then what a 429 asks for."""

import asyncio
import random
import time
from contextlib import nullcontext
from weakref import WeakValueDictionary

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramEntityTooLarge, TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.methods import Response, SendChatAction, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.lanes import Lane, PostponedError, current_lane, current_ready
from bot.limiter import SendLimiter
from bot.local_limiter import Chat

LIMITED = ("Send", "Edit", "Copy", "Forward")
IMPATIENT_S = 5.0
"""A result that waited this long is let in with the answers, a picture with the results."""
ANSWER_PATIENCE_S = 300.0
ANSWER_PAUSES = (0.5, 1.0)

log = structlog.get_logger(__name__)


class Pacing(BaseRequestMiddleware):
    """Waits for the limiter, obeys `retry_after`; progress is never made to wait but raises PostponedError."""

    def __init__(self, limiter: SendLimiter) -> None:
        self._limiter = limiter
        self._gates = {lane: asyncio.Lock() for lane in Lane}
        self._chats: WeakValueDictionary[tuple[Chat, Lane], asyncio.Lock] = WeakValueDictionary()

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        chat = limited_chat(method)
        if chat is None:
            return await make_request(bot, method)
        if isinstance(method, SendChatAction):
            return await self._beside(chat, make_request, bot, method)
        lane, began, pauses = current_lane(), time.monotonic(), iter(ANSWER_PAUSES)
        ready = current_ready()
        while True:
            await self._turn(chat, lane, began)
            try:
                async with nullcontext() if ready is None else ready():
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

    async def _beside(
        self,
        chat: Chat,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        """What only decorates never waits: PostponedError when there is anything better to send."""
        if not await self._limiter.spare(chat):
            raise PostponedError("limiter", delay=1.0)
        try:
            return await make_request(bot, method)
        except TelegramRetryAfter as error:
            await self._limiter.penalise(chat, error.retry_after)
            raise PostponedError("telegram", delay=error.retry_after) from error

    async def _turn(self, chat: Chat, lane: Lane, began: float) -> None:
        if lane is Lane.PROGRESS:
            wait = await self._limiter.take(chat, lane)
            if wait.seconds > 0:
                raise PostponedError("limiter", delay=wait.seconds)
            return
        # In this process one send a chat and lane asks, and one a lane while every chat waits: in order, and without
        # a crowd asking Redis all the time.
        async with self._chats.setdefault((chat, lane), asyncio.Lock()):
            while True:
                async with self._gates[lane]:
                    wait = await self._limiter.take(chat, self._urgency(lane, began))
                    while wait.seconds > 0 and wait.whole:
                        await pause(wait.seconds)
                        wait = await self._limiter.take(chat, self._urgency(lane, began))
                if wait.seconds <= 0:
                    return
                await pause(wait.seconds)

    @staticmethod
    def _urgency(lane: Lane, began: float) -> Lane:
        if time.monotonic() - began <= IMPATIENT_S:
            return lane
        return Lane.RESULT if lane is Lane.PICTURE else Lane.ANSWER


async def pause(seconds: float) -> None:
    """Sleep until it is worth asking again; a little late rather than early, and not for minutes at once."""
    await asyncio.sleep(min(seconds, 5.0) + random.uniform(0.002, 0.01))


def limited_chat(method: TelegramMethod[TelegramType]) -> Chat | None:
    """The chat whose limits this call counts against; None for calls that Telegram doesn't limit this way."""
    if not type(method).__name__.startswith(LIMITED):
        return None
    chat: Chat | None = getattr(method, "chat_id", None)
    return chat
