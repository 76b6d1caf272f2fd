"""A press whose answer came too late was not done: the handler broke off where it wanted to show its toast."""

import pytest
from aiogram.exceptions import TelegramBadRequest
from redis.asyncio import Redis

from bot.assembly import build_bot
from bot.breaker import Breaker
from bot.limiter import SendLimiter
from bot.limits import Limits
from connections import async_redis_client
from sandbox.telegram import Config, TelegramStandIn
from settings import Settings


async def test_an_answer_that_is_too_late_breaks_nothing(settings: Settings) -> None:
    token = settings.bot_token.get_secret_value()
    with TelegramStandIn(Config(token=token)) as telegram:
        client: Redis = async_redis_client("command", "tasks", settings)
        limiter = SendLimiter(client, Limits.of(settings.telegram), Breaker())
        bot = build_bot(settings.model_copy(update={"telegram_api_url": telegram.url}), limiter)
        try:
            assert await bot.answer_callback_query("4711", "done") is True
            assert telegram.calls("answerCallbackQuery")[-1].status == 400
            # Any other refusal still counts
            with pytest.raises(TelegramBadRequest):
                await bot.send_message(1, "")
        finally:
            await bot.session.close()
            await client.aclose()
