"""A bot that lost its lease cut off after 3 s what Telegram was just taking, and whoever delivered sent it again."""

import asyncio
from typing import Any

import redis

from bot.marks import SENDING, out
from bot.signs import SETTLED_S
from sandbox.telegram import TelegramStandIn
from settings import Settings
from tasks.records import Failure
from tasks.states import State
from tests.bot.conftest import running, until
from tests.bot.manager import FakeManager, view
from tests.bot.slow_sends import LEASE, patient, told

MARKS = "faceit_bot:task:t1:delivery"
SIGN = "faceit_bot:sending:t1"
SLOW_S = SETTLED_S + 4


async def under_way(manager: FakeManager, telegram: TelegramStandIn, redis_tasks: redis.Redis) -> int:
    """Begin to tell an ending to a chat behind a slow Telegram; gives the chat."""
    ann: dict[str, Any] = telegram.add_person("Ann", "ru", started=True)
    telegram.delay("sendMessage", SLOW_S)
    await until(lambda: redis_tasks.exists(LEASE), 30)
    manager.tasks["t1"] = view("t1", chat=ann["id"])
    manager.end("t1", State.FAILED, Failure(code="faceit-unavailable"))
    await until(lambda: manager.parts("t1") == {"1": SENDING}, 30)
    telegram.delay("sendMessage", 0)
    return int(ann["id"])


async def test_it_arrives_and_is_marked_while_another_delivers(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn, redis_tasks: redis.Redis
) -> None:
    async with running(patient(bot_settings), manager) as stop:
        chat = await under_way(manager, telegram, redis_tasks)
        # When the lease goes to another, and stays there
        redis_tasks.set(LEASE, "another's")
        await until(lambda: redis_tasks.exists(SIGN), 10)
        # Then this one stands by, and lets what is on its way arrive
        await until(lambda: out(manager.parts("t1")["1"]), SLOW_S + 5)
        assert told(telegram, chat) == 1 and not stop.is_set()


async def test_whoever_takes_the_lease_again_does_not_send_it_beside_itself(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn, redis_tasks: redis.Redis
) -> None:
    async with running(patient(bot_settings), manager):
        chat = await under_way(manager, telegram, redis_tasks)
        redis_tasks.set(LEASE, "another's", px=3000)
        await until(lambda: manager.waiting_endings == 0, SLOW_S + 20)
        assert told(telegram, chat) == 1 and out(manager.parts("t1")["1"])


async def test_a_bot_told_to_end_while_it_stands_by_waits_for_it(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn, redis_tasks: redis.Redis
) -> None:
    async with running(patient(bot_settings), manager) as stop:
        chat = await under_way(manager, telegram, redis_tasks)
        redis_tasks.set(LEASE, "another's")
        await asyncio.sleep(3)
        stop.set()
    assert told(telegram, chat) == 1 and out(manager.parts("t1")["1"])


async def test_what_a_living_bot_sends_is_waited_for(
    bot: FakeManager, telegram: TelegramStandIn, redis_tasks: redis.Redis
) -> None:
    ann = telegram.add_person("Ann", "ru", started=True)
    # Given a part that another bot has on its way for long
    redis_tasks.hset(MARKS, "1", SENDING)
    bot.tasks["t1"] = view("t1", chat=ann["id"])
    bot.end("t1", State.FAILED, Failure(code="faceit-unavailable"))
    for _ in range(int(SETTLED_S) + 4):
        redis_tasks.set(SIGN, "1", px=3000)
        await asyncio.sleep(1)
    assert not telegram.calls("sendMessage")
    # When it is out
    redis_tasks.hset(MARKS, "1", "77")
    # Then it is not told again
    await until(lambda: bot.waiting_endings == 0, 30)
    assert not telegram.calls("sendMessage")


async def test_what_a_dead_bot_was_sending_is_told(
    bot: FakeManager, telegram: TelegramStandIn, redis_tasks: redis.Redis
) -> None:
    ann = telegram.add_person("Ann", "ru", started=True)
    redis_tasks.hset(MARKS, "1", SENDING)
    redis_tasks.set(SIGN, "1", px=3000)
    bot.tasks["t1"] = view("t1", chat=ann["id"])
    bot.end("t1", State.FAILED, Failure(code="faceit-unavailable"))
    await until(lambda: bot.waiting_endings == 0, 30)
    assert told(telegram, ann["id"]) == 1
