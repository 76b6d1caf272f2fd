"""The bot in the test's own loop, against a Telegram on loopback and a Redis of the session."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import redis
import redis.asyncio

import connections
from bot.process import serve
from bot.remembered import Remembered, open_database, remember
from sandbox.telegram import Config, TelegramStandIn
from settings import Settings
from tests.bot.manager import FakeManager

Person = dict[str, Any]
Until = Callable[..., Awaitable[None]]


@pytest.fixture
def telegram(settings: Settings) -> Iterator[TelegramStandIn]:
    """Telegram with nobody in it yet."""
    with TelegramStandIn(Config(token=settings.bot_token.get_secret_value())) as stand_in:
        yield stand_in


@pytest.fixture
def bot_settings(settings: Settings, telegram: TelegramStandIn) -> Settings:
    """Settings with short times, so that tests are quick."""
    tasks = settings.tasks.model_copy(
        update={"progress_update_interval": 0.6, "progress_min_interval": 0.3, "progress_min_interval_group": 0.3}
    )
    limits = settings.telegram.model_copy(update={"lease_seconds": 2.0, "poll_timeout": 5, "send_timeout": 5})
    # Nobody draws here.
    pictures = settings.pictures.model_copy(update={"wait_seconds": 0.3})
    more = {"tasks": tasks, "telegram": limits, "pictures": pictures}
    return settings.model_copy(update={"telegram_api_url": telegram.url, **more})


@pytest.fixture
def manager(redis_tasks: redis.Redis) -> FakeManager:
    """The manager that the bot under test asks."""
    return FakeManager(redis_tasks)


@asynccontextmanager
async def running(settings: Settings, manager: FakeManager) -> AsyncIterator[asyncio.Event]:
    """A bot process for as long as the block lasts; set the event to stop it."""
    stop = asyncio.Event()
    serving = asyncio.create_task(serve(settings, manager, stop))
    try:
        yield stop
    finally:
        stop.set()
        assert await asyncio.wait_for(serving, 15) == 0


@pytest.fixture
async def bot(bot_settings: Settings, manager: FakeManager, telegram: TelegramStandIn) -> AsyncIterator[FakeManager]:
    """The bot, polling; gives its manager."""
    async with running(bot_settings, manager):
        await until(lambda: telegram.status()["polled"])
        yield manager


@pytest.fixture
async def client(settings: Settings) -> AsyncIterator[redis.asyncio.Redis]:
    """An asynchronous client as the bot has it."""
    opened = await connections.open_async("command", "tasks", settings)
    yield opened
    await opened.aclose()


async def until(condition: Callable[[], Any], timeout: float = 8.0, what: str = "") -> None:
    """Wait until the condition holds. Raises AssertionError."""
    deadline = time.monotonic() + timeout
    while not await asyncio.to_thread(condition):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {timeout:g} s: {what or condition}")
        await asyncio.sleep(0.02)


def buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    """All buttons under a message."""
    return [button for row in message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]


@pytest.fixture
async def remembered(settings: Settings) -> AsyncIterator[Remembered]:
    """What the bot remembers of people, on a database of its own."""
    database = await open_database(settings)
    yield remember(database)
    await database.close()
