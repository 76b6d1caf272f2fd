"""Endings that Redis had handed to the bot in an answer that never arrived were told at its next start only."""

from collections.abc import AsyncIterator

import pytest
import redis.asyncio

from connections import async_redis_client
from settings import Settings
from tasks import events
from tasks.events import ENDINGS, GROUP, EndingsReader


@pytest.fixture
async def client(settings: Settings) -> AsyncIterator[redis.asyncio.Redis]:
    """A client whose connection ends with the test."""
    made = async_redis_client("consumer", "tasks", settings)
    yield made
    await made.aclose()


async def _end(client: redis.asyncio.Redis, task: str) -> None:
    await client.xadd(ENDINGS, {"v": "1", "task": task, "run": "r", "state": "completed"})


async def test_an_ending_whose_answer_was_lost_comes_with_a_later_read(
    client: redis.asyncio.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "LOOK_S", 0.0)
    reader = EndingsReader(client, "bot")
    await _end(client, "first")
    first = [one for _ in range(3) for one in await reader.read(block_ms=10)]
    assert [one.task for one in first] == ["first"]
    await _end(client, "lost")
    # What the reader's client did: the command went out, its answer did not come back
    assert await client.xreadgroup(GROUP, "bot", {ENDINGS: ">"})
    await _end(client, "second")
    later = [one for _ in range(5) for one in await reader.read(block_ms=10)]
    assert sorted(one.task for one in later) == ["lost", "second"], "each once, and not the one in hand again"
    for one in (*first, *later):
        await reader.ack(one)
    assert (await client.xpending(ENDINGS, GROUP))["pending"] == 0
    assert [one for _ in range(3) for one in await reader.read(block_ms=10)] == []


async def test_an_entry_that_was_deleted_while_pending_is_not_looked_for_again(
    client: redis.asyncio.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "LOOK_S", 0.0)
    reader = EndingsReader(client, "bot")
    await reader.read(block_ms=10)
    await _end(client, "deleted")
    await client.xreadgroup(GROUP, "bot", {ENDINGS: ">"})
    await client.xtrim(ENDINGS, maxlen=0, approximate=False)
    assert [one for _ in range(3) for one in await reader.read(block_ms=10)] == []
    assert (await client.xpending(ENDINGS, GROUP))["pending"] == 0
