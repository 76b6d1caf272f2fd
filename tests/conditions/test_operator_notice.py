"""Admins hear of what only they can mend, once in ten minutes, whatever becomes of Redis and Telegram."""

from collections.abc import AsyncIterator
from typing import cast

import pytest
import redis
import redis.asyncio
from aiogram import Bot
from aiogram.exceptions import TelegramForbiddenError, TelegramServerError
from aiogram.methods import SendMessage
from redis.exceptions import ConnectionError as RedisConnectionError

from bot.operator_notice import EVERY_S, OperatorNotice
from bot.remembered import Remembered, open_database, remember
from sandbox.telegram import TelegramStandIn
from settings import Settings
from tasks.records import Failure
from tasks.states import State
from tests.bot.conftest import bot_settings, client, manager, running, telegram, until
from tests.bot.manager import FakeManager, view

__all__ = ["bot_settings", "client", "manager", "telegram"]

REJECTED = view(state=State.FAILED, error=Failure(code="faceit-key"))
METHOD = SendMessage(chat_id=1, text="x")


class Sends:
    """A bot that notes what it sends, or fails as told."""

    def __init__(self) -> None:
        self.sent: list[tuple[int, str]] = []
        self.error: Exception | None = None

    async def send_message(self, chat: int, words: str, **_: object) -> None:
        if self.error is not None:
            raise self.error
        self.sent.append((chat, words))


class Away:
    """A Redis that is not there."""

    def __getattr__(self, _name: str) -> object:
        async def refuse(*_: object, **__: object) -> None:
            raise RedisConnectionError("refused")

        return refuse


@pytest.fixture
async def remembered(settings: Settings) -> AsyncIterator[Remembered]:
    database = await open_database(settings)
    yield remember(database)
    await database.close()


def notice(sends: Sends, client: object, remembered: Remembered, *admins: int) -> OperatorNotice:
    return OperatorNotice(cast(Bot, sends), cast(redis.asyncio.Redis, client), remembered, admins)


async def test_each_admin_once_in_his_language(client: redis.asyncio.Redis, remembered: Remembered) -> None:
    sends = Sends()
    await remembered.preferences.set_language("tg:2", "en")
    first, second = notice(sends, client, remembered, 1, 2, -100), notice(sends, client, remembered, 1, 2)
    for one in (first, first, second):
        await one.of_ending(REJECTED)
    assert [chat for chat, _ in sends.sent] == [1, 2]
    assert "не принимает ключ бота" in sends.sent[0][1] and "does not accept the bot's key" in sends.sent[1][1]
    keys = [key async for key in client.scan_iter("faceit_bot:notice:*")]
    assert len(keys) == 2 and 0 < await client.ttl(keys[0]) <= EVERY_S


@pytest.mark.parametrize("error", [None, Failure(code="faceit-unavailable"), Failure(code="internal")])
async def test_other_endings_are_not_for_admins(
    client: redis.asyncio.Redis, error: Failure | None, remembered: Remembered
) -> None:
    sends = Sends()
    await notice(sends, client, remembered, 1).of_ending(view(error=error))
    assert sends.sent == []


async def test_without_redis_each_process_tells_once(remembered: Remembered) -> None:
    sends = Sends()
    one = notice(sends, Away(), remembered, 1)
    await one.of_ending(REJECTED)
    await one.of_ending(REJECTED)
    assert len(sends.sent) == 1


async def test_what_telegram_may_take_later_is_tried_at_the_next_ending(
    client: redis.asyncio.Redis, remembered: Remembered
) -> None:
    sends = Sends()
    one = notice(sends, client, remembered, 1)
    sends.error = TelegramServerError(METHOD, "Bad Gateway")
    await one.of_ending(REJECTED)
    sends.error = None
    await one.of_ending(REJECTED)
    assert len(sends.sent) == 1


async def test_an_admin_who_blocked_the_bot_is_left_alone(client: redis.asyncio.Redis, remembered: Remembered) -> None:
    sends = Sends()
    sends.error = TelegramForbiddenError(METHOD, "Forbidden: bot was blocked by the user")
    one = notice(sends, client, remembered, 1)
    await one.of_ending(REJECTED)
    sends.error = None
    await one.of_ending(REJECTED)
    assert sends.sent == []


async def test_the_delivery_tells_the_person_first_and_then_the_admin(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn, remembered: Remembered
) -> None:
    admin = telegram.add_person("Admin", "ru", started=True)
    ann = telegram.add_person("Ann", "ru", started=True)
    manager.tasks["t1"] = view("t1", chat=ann["id"])
    manager.end("t1", State.FAILED, Failure(code="faceit-key"))
    async with running(bot_settings.model_copy(update={"admin_ids": str(admin["id"])}), manager):
        await telegram.message(admin["id"], lambda message: "FACEIT_API_KEY" in message["text"])
        await until(lambda: manager.waiting_endings == 0)
    chats = [int(call.params["chat_id"]) for call in telegram.calls("sendMessage")]
    assert chats == [ann["id"], admin["id"]]
