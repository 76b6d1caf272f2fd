"""A card on a slow way to Telegram was cut off three seconds after SIGTERM, and the next bot sent it again."""

import asyncio
from typing import Any

import redis

from bot import delivery
from sandbox.telegram import TelegramStandIn
from settings import Settings
from tasks.records import Failure
from tasks.states import State
from tests.bot.conftest import running, until
from tests.bot.manager import FakeManager, view
from tests.bot.slow_sends import LEASE, patient, told

SLOW_S = 6.0
"""Longer than the lease of these tests."""
FAILURE = Failure(code="faceit-unavailable")


async def test_it_arrives_and_is_marked_while_the_lease_stays_here(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn, redis_tasks: redis.Redis
) -> None:
    settings = patient(bot_settings)
    ann: dict[str, Any] = telegram.add_person("Ann", "ru", started=True)
    telegram.delay("sendMessage", SLOW_S)
    async with running(settings, manager) as stop:
        # Given two endings for one chat, the first on its way, and a second bot standing by
        await until(lambda: redis_tasks.exists(LEASE), 30)
        async with running(settings, manager):
            for task in ("t1", "t2"):
                manager.tasks[task] = view(task, chat=ann["id"])
                manager.end(task, State.FAILED, FAILURE)
            await until(lambda: manager.parts("t1") == {"1": "sending"}, 30)
            # When the first bot is told to end
            stop.set()
            holder = redis_tasks.get(LEASE)
            await until(lambda: redis_tasks.get(LEASE) != holder, 30)
            # Then it let the lease go once the card was out and marked, and began no other
            assert told(telegram, ann["id"]) == 1 and manager.parts("t1")["1"].isdigit()
            # And the other tells the rest, each once
            telegram.delay("sendMessage", 0)
            await until(lambda: manager.waiting_endings == 0, 30)
            assert told(telegram, ann["id"]) == 2


async def test_nothing_under_way_ends_at_once(
    bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn, redis_tasks: redis.Redis
) -> None:
    # Given a card that Telegram refuses again and again
    ann: dict[str, Any] = telegram.add_person("Ann", "ru", started=True)
    telegram.fail_next("sendMessage", 500, times=100)
    async with running(bot_settings, manager) as stop:
        manager.tasks["t1"] = view("t1", chat=ann["id"])
        manager.end("t1", State.FAILED, FAILURE)
        await until(lambda: len(telegram.calls("sendMessage")) >= 3, 30)
        # When the bot is told to end between two tries, then it waits for no other
        loop = asyncio.get_running_loop()
        began = loop.time()
        stop.set()
        await until(lambda: not redis_tasks.exists(LEASE), 30)
        assert loop.time() - began < delivery.FINISH_S / 2
    assert manager.waiting_endings == 1 and told(telegram, ann["id"]) == 0
