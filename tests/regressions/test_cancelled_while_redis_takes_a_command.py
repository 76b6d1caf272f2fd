"""A cancellation that came just as a command had been sent was forgotten: a lost lease was never taken again."""

import asyncio
from typing import Any

import pytest
import redis

from connections import async_redis_client
from settings import Settings


async def test_a_cancelled_command_ends_its_task(
    settings: Settings, redis_tasks: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = async_redis_client("command", "tasks", settings)
    assert await client.ping()
    (connection,) = client.connection_pool._available_connections
    send = connection._send_packed_command
    loop = asyncio.get_running_loop()

    async def cancelled_after(command: Any) -> None:
        await send(command)
        loop.call_soon(working.cancel)

    async def work() -> None:
        while True:
            await client.ping()
            await asyncio.sleep(0.01)

    with monkeypatch.context() as patched:
        patched.setattr(connection, "_send_packed_command", cancelled_after)
        working = asyncio.create_task(work())
        done, _ = await asyncio.wait({working}, timeout=0.5)
    working.cancel()
    assert done and working.cancelled(), "it went on"
    # And the answer that nobody has read is not taken for the next one's
    assert await client.echo("next") == b"next"
    await client.aclose()
