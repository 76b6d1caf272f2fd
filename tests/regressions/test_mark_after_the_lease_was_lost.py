"""A part was out, Redis away, the lease lost: its mark was written only once the lease came back, or never."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
import redis

from bot.marks import RedisMarks
from sandbox.telegram import TelegramStandIn
from settings import Settings
from tasks.records import Failure
from tasks.states import State
from tests.bot.conftest import running, until
from tests.bot.manager import FakeManager, view

LEASE = "faceit_bot:lease:delivery"


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> Iterator[asyncio.Event]:
    """While it is set no mark of what is out can be written."""
    event, mark = asyncio.Event(), RedisMarks.mark

    async def fails(self: RedisMarks, task: str, part: str, status: str) -> None:
        if event.is_set():
            raise redis.exceptions.ConnectionError
        await mark(self, task, part, status)

    monkeypatch.setattr(RedisMarks, "mark", fails)
    event.set()
    yield event


@pytest.fixture
async def stop(
    bot_settings: Settings,
    manager: FakeManager,
    telegram: TelegramStandIn,
    redis_tasks: redis.Redis,
    away: asyncio.Event,
) -> AsyncIterator[asyncio.Event]:
    """A bot with a part out and not marked, whose lease went to another; the event ends it."""
    ann = telegram.add_person("Ann", "ru", started=True)
    async with running(bot_settings, manager) as event:
        await until(lambda: redis_tasks.exists(LEASE), 30)
        manager.tasks["t1"] = view("t1", chat=ann["id"])
        manager.end("t1", State.FAILED, Failure(code="faceit-unavailable"))
        await until(lambda: any(call.status == 200 for call in telegram.calls("sendMessage")), 30)
        redis_tasks.set(LEASE, "another's")
        yield event


async def test_it_is_written_though_another_delivers(
    stop: asyncio.Event, manager: FakeManager, away: asyncio.Event
) -> None:
    await asyncio.sleep(6)
    assert manager.parts("t1") == {"1": "sending"} and not stop.is_set()
    away.clear()
    await until(lambda: manager.parts("t1")["1"] != "sending", 30)


async def test_the_process_ends_after_it(stop: asyncio.Event, manager: FakeManager, away: asyncio.Event) -> None:
    await asyncio.sleep(6)
    stop.set()
    await asyncio.sleep(1)
    assert manager.parts("t1") == {"1": "sending"}
    away.clear()
    await until(lambda: manager.parts("t1")["1"] != "sending", 30)
