"""The chats of admins: who is told in which language, what counts as an alert, and looks that go on."""

import asyncio
from typing import cast

import redis
from aiogram import Bot
from aiogram.exceptions import TelegramForbiddenError, TelegramServerError
from aiogram.methods import SendMessage
from redis.exceptions import ConnectionError as RedisConnectionError

from bot.admin_chats import AdminChats, keep_looking
from bot.remembered import Remembered
from connections import redis_client
from measures import reading, recorder
from measures.catalogue import ALERTS
from settings import Settings
from tests.bot.sends import Sends
from texts import Language

METHOD = SendMessage(chat_id=1, text="x")


def words(language: Language) -> tuple[str, None]:
    return f"said in {language}", None


async def test_each_in_his_language_and_only_what_began_is_counted(
    settings: Settings, redis_tasks: redis.Redis, remembered: Remembered
) -> None:
    await remembered.preferences.set_language("tg:7", "en")
    sends = Sends()
    sends.refuse = {8: TelegramForbiddenError(METHOD, "blocked"), 9: TelegramServerError(METHOD, "bad gateway")}
    chats = AdminChats(cast(Bot, sends), remembered, [9, 8, 7, -100])
    assert list(chats) == [-100, 7, 8, 9]
    recorder.start(lambda: redis_client("command", "tasks", settings))
    # One that blocked the bot is settled; one that Telegram may reach later is not
    assert [await chats.tell(one, "no-workers", words) for one in chats] == [True, True, True, False]
    assert await chats.tell(7, "no-workers", words, over=True)
    recorder.stop()
    assert sends.sent == [(-100, "said in ru"), (7, "said in en"), (7, "said in en")]
    assert reading.counters(reading.totals(redis_tasks), ALERTS) == {("no-workers",): 2}


def test_nobody_to_tell(remembered: Remembered) -> None:
    assert not AdminChats(cast(Bot, Sends()), remembered, [])


async def test_a_look_that_redis_is_away_from_is_one_missed() -> None:
    looks: list[int] = []

    async def look() -> None:
        looks.append(len(looks))
        if len(looks) == 2:
            raise RedisConnectionError("refused")

    looking = asyncio.create_task(keep_looking(look, 0.01))
    while len(looks) < 4:
        assert not looking.done()
        await asyncio.sleep(0.01)
    looking.cancel()
