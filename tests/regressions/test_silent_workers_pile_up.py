"""Workers killed without a goodbye stayed in the list of all for ever: each look read every one of them."""

from typing import cast

import redis

from pipelines.overview import workers
from pipelines.overview.reader import Overview
from tests.overview.conftest import overview

__all__ = ["overview"]
FACTS: dict[str, str | int | float] = {
    "host": "here", "pid": 1, "queues": "faceit_bot_high", "threads": 8, "busy": 0, "cpu": "", "memory": ""
}  # fmt: skip


def test_whom_nobody_speaks_of_any_more_goes(redis_tasks: redis.Redis, overview: Overview) -> None:
    # Given fifty that vanished long ago, and one that did so lately
    now = int(redis_tasks.time()[0]) * 1000
    old = {workers.member_of(f"w{number}", f"w{number}", ()): now - 900_000 for number in range(50)}
    lately = workers.member_of("lately", "lately", ("faceit_bot_high",))
    redis_tasks.zadd(workers.INDEX, {**old, lately: now - 60_000})
    # When a living one beats
    mine = workers.member_of("mine", "mine", ("faceit_bot_high",))
    workers.beat(redis_tasks, "mine", mine, FACTS, up_s=10, silent_s=25)
    # Then only it and the one that is still spoken of are left
    left = cast(list[bytes], redis_tasks.zrange(workers.INDEX, 0, -1))
    assert {one.decode() for one in left} == {mine, lately}
    now_there = overview.now()
    assert [one.id for one in now_there.workers] == ["mine"]
    assert "no-heartbeat" in {one.code for one in now_there.findings}
