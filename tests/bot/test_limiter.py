"""The send limiter: Redis' scripts and the in-process one keep the same rules."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from redis.asyncio import Redis

from bot.breaker import Breaker
from bot.lanes import Lane
from bot.limiter import SendLimiter
from bot.limits import Limits, Wait
from bot.local_limiter import LocalLimiter
from sandbox.valkey import EmbeddedValkey

LIMITS = Limits(overall=25, chat_interval=1.0, chat_burst=4, group=20)
Take = Callable[[int, Lane], Awaitable[float]]


class Shared:
    """Both limiters behind one face."""

    def __init__(self, limiter: Any) -> None:
        self._limiter = limiter

    async def take(self, chat: int, lane: Lane) -> float:
        answer = self._limiter.take(chat, lane)
        wait: Wait = await answer if asyncio.iscoroutine(answer) else answer
        return wait.seconds

    async def penalise(self, chat: int | None, seconds: float) -> None:
        answer = self._limiter.penalise(chat, seconds)
        if asyncio.iscoroutine(answer):
            await answer


@pytest.fixture(params=["redis", "local"])
async def limiter(request: pytest.FixtureRequest, client: Redis) -> AsyncIterator[Shared]:
    if request.param == "local":
        yield Shared(LocalLimiter(LIMITS))
    else:
        yield Shared(SendLimiter(client, LIMITS, Breaker(timeout_s=5)))


async def test_a_chat_has_a_burst_then_one_a_second(limiter: Shared) -> None:
    waits = [await limiter.take(1, Lane.ANSWER) for _ in range(5)]
    assert waits[:4] == [0, 0, 0, 0]
    assert 0.8 < waits[4] <= 1.0


async def test_the_whole_bot_sends_25_a_second_and_answers_have_the_last_of_them(limiter: Shared) -> None:
    progress = [await limiter.take(chat, Lane.PROGRESS) for chat in range(100, 130)]
    assert progress.count(0) == 12
    results = [await limiter.take(chat, Lane.RESULT) for chat in range(200, 210)]
    assert results.count(0) == 10
    answers = [await limiter.take(chat, Lane.ANSWER) for chat in range(300, 310)]
    assert answers.count(0) == 3
    assert all(0 < wait <= 1 for wait in answers[3:])


async def test_a_group_has_20_a_minute_and_progress_leaves_some(limiter: Shared) -> None:
    limits = Limits(overall=1000, chat_interval=0.001, chat_burst=100, group=20)
    inner = limiter._limiter
    inner._limits = limits
    if hasattr(inner, "_local"):
        inner._local._limits = limits
    assert [await limiter.take(-5, Lane.PROGRESS) for _ in range(15)].count(0) == 12
    assert [await limiter.take(-5, Lane.RESULT) for _ in range(10)].count(0) == 6
    waits = [await limiter.take(-5, Lane.ANSWER) for _ in range(4)]
    assert waits.count(0) == 2
    assert 55 < waits[-1] <= 60
    assert await limiter.take(5, Lane.ANSWER) == 0


async def test_progress_leaves_a_send_of_the_burst_to_answers(limiter: Shared) -> None:
    assert [await limiter.take(1, Lane.PROGRESS) for _ in range(4)].count(0) == 3
    assert await limiter.take(1, Lane.ANSWER) == 0


async def test_a_penalty_holds_its_chat_and_no_other(limiter: Shared) -> None:
    await limiter.penalise(1, 30)
    assert 29 < await limiter.take(1, Lane.ANSWER) <= 30
    assert await limiter.take(2, Lane.ANSWER) == 0


async def test_several_refused_chats_are_a_penalty_for_all(limiter: Shared) -> None:
    for chat in (1, 2, 3):
        await limiter.penalise(chat, 7)
    assert 6 < await limiter.take(9, Lane.ANSWER) <= 7


async def test_processes_share_one_limit(client: Redis) -> None:
    one, two = (SendLimiter(client, LIMITS, Breaker(timeout_s=5)) for _ in range(2))
    waits = [(await limiter.take(chat, Lane.ANSWER)).seconds for chat in range(20) for limiter in (one, two)]
    assert waits.count(0) == 25
    await one.penalise(99, 20)
    wait = await two.take(99, Lane.ANSWER)
    assert wait.seconds > 19 and not wait.whole


async def test_a_stalled_redis_costs_a_moment_once(settings: object, client: Redis, valkey: EmbeddedValkey) -> None:
    import signal

    limiter = SendLimiter(client, LIMITS, Breaker(timeout_s=0.2, pause_s=5))
    assert (await limiter.take(1, Lane.ANSWER)).seconds == 0
    valkey.signal(signal.SIGSTOP)
    try:
        began = time.monotonic()
        assert [(await limiter.take(1, Lane.ANSWER)).seconds for _ in range(5)].count(0) == 3
        assert time.monotonic() - began < 0.5
    finally:
        valkey.signal(signal.SIGCONT)
