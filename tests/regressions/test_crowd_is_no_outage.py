"""Two hundred updates at once made a healthy Redis seem away: each opened a connection of its own."""

import asyncio
import time

from redis.asyncio import Redis

import connections
from bot.breaker import Breaker
from settings import Settings


async def test_a_crowd_asks_redis_in_turns(settings: Settings) -> None:
    client: Redis = await connections.open_async("command", "tasks", settings)
    breaker = Breaker.of(settings.redis)

    async def update() -> bool:
        found = await breaker.call(lambda: client.exists("nothing"), None)
        # What a handler costs the loop.
        until = time.monotonic() + 0.002
        while time.monotonic() < until:
            pass
        return found is not None

    answered = await asyncio.gather(*(update() for _ in range(300)))
    await client.aclose()
    assert all(answered)
