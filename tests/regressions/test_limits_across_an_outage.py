"""At the moment Redis went away or came back, sends were counted from nothing: twice the rate for a second."""

import signal
import time

from redis.asyncio import Redis

from bot.breaker import Breaker
from bot.lanes import Lane
from bot.limiter import SendLimiter
from bot.limits import Limits
from sandbox.valkey import EmbeddedValkey

LIMITS = Limits(overall=25, chat_interval=1.0, chat_burst=4, group=20)


async def test_sends_before_and_after_are_counted_together(client: Redis, valkey: EmbeddedValkey) -> None:
    limiter = SendLimiter(client, LIMITS, Breaker(timeout_s=0.05, pause_s=0.1))
    taken: list[float] = []

    async def send_all(seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            chat = 1000 + len(taken)
            if (await limiter.take(chat, Lane.ANSWER)).seconds == 0:
                taken.append(time.monotonic())

    # Given as many sends as the limits allow, while Redis comes and goes
    await send_all(0.3)
    valkey.signal(signal.SIGSTOP)
    try:
        await send_all(1.3)
    finally:
        valkey.signal(signal.SIGCONT)
    await send_all(1.5)
    # Then no second has more of them than a healthy one
    busiest = max(sum(at <= other < at + 0.95 for other in taken) for at in taken)
    assert busiest <= LIMITS.overall
    assert len(taken) >= 3 * LIMITS.overall


async def test_what_redis_counted_holds_the_group_without_it(client: Redis, valkey: EmbeddedValkey) -> None:
    limits = Limits(overall=1000, chat_interval=0.001, chat_burst=100, group=20)
    limiter = SendLimiter(client, limits, Breaker(timeout_s=0.05, pause_s=1))
    assert [(await limiter.take(-5, Lane.ANSWER)).seconds for _ in range(20)].count(0) == 20
    valkey.signal(signal.SIGSTOP)
    try:
        assert (await limiter.take(-5, Lane.ANSWER)).seconds > 50
    finally:
        valkey.signal(signal.SIGCONT)
