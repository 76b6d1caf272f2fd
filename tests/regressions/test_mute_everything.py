"""Silent about everything was not: failed tasks, a refused key and Redis itself were told all the same, and of failed

tasks alone one could not be silent.
"""

from collections.abc import AsyncIterator
from typing import Any, cast

import pytest
import redis
import redis.asyncio
from aiogram import Bot

from bot import watch_text
from bot.admin_chats import AdminChats
from bot.failure_alerts import FailureAlerts
from bot.operator_notice import OperatorNotice
from bot.remembered import Remembered
from bot.watch_handlers import _key
from bot.watch_redis import RedisWatch
from bot.watch_store import ALL, NOTICES, REDIS_AWAY, TASK_FAILED, WatchStore
from tests.bot.conftest import client
from tests.bot.test_failure_alerts import fail
from tests.monitoring.test_watch_alerts import REJECTED, Sends, Switch, remembered

__all__ = ["client", "remembered"]


@pytest.fixture
async def store(client: redis.asyncio.Redis) -> AsyncIterator[WatchStore]:
    yield WatchStore(client)


@pytest.mark.parametrize("key", [ALL, TASK_FAILED])
async def test_failed_tasks(
    key: str, client: redis.asyncio.Redis, redis_tasks: redis.Redis, remembered: Remembered, store: WatchStore
) -> None:
    sends = Sends()
    alerts = FailureAlerts(AdminChats(cast(Bot, sends), remembered, [7, 8]), client, again_ms=1)
    await store.mute(7, key, 8)
    await alerts.of_ending(fail(redis_tasks, "r1"))
    await alerts.tell_due()
    assert [chat for chat, _ in sends.sent] == [8]
    # What was muted away is not told later, what comes later is
    await store.mute(7, key, 0)
    await alerts.tell_due()
    assert len(sends.sent) == 1
    await alerts.of_ending(fail(redis_tasks, "r2", code="poison"))
    await alerts.tell_due()
    assert sorted(chat for chat, _ in sends.sent[1:]) == [7, 8]
    # And there are buttons for it
    buttons = [button.callback_data for button in sends.keyboards[-1].inline_keyboard[0]]
    data = watch_text.MuteButton.unpack(buttons[0] or "")
    assert await _key(store, 7, data.finding) == TASK_FAILED


@pytest.mark.parametrize("key", [ALL, "faceit-key"])
async def test_a_refused_key(key: str, client: redis.asyncio.Redis, remembered: Remembered, store: WatchStore) -> None:
    sends = Sends()
    notice = OperatorNotice(cast(Bot, sends), client, remembered, [7, 8])
    await store.mute(7, key, 1)
    await notice.of_ending(REJECTED)
    assert [chat for chat, _ in sends.sent] == [8] and sends.keyboards[0].inline_keyboard


@pytest.mark.parametrize("key", [ALL, REDIS_AWAY])
async def test_redis_itself(key: str, remembered: Remembered, store: WatchStore) -> None:
    sends, switch = Sends(), Switch()
    chats = AdminChats(cast(Bot, sends), remembered, [7, 8])
    watch = RedisWatch(chats, cast(Any, switch), lambda: True, muted=store.muted)
    await store.mute(7, key, 1)
    await watch.look(0)
    switch.there = False
    for now in (5, 20, 40, 60):
        await watch.look(now)
    assert [chat for chat, _ in sends.sent] == [8]


def test_the_list_calls_them_by_name() -> None:
    words = watch_text.listing("en", {}, dict.fromkeys(NOTICES, 1))
    assert "Failed tasks" in words and "<code>" not in words
