"""Samples of every minute, and the series that charts are drawn from."""

import json

import pytest
import redis

from actors.maintenance import Maintenance
from errors import RedisUnavailableError
from pipelines.overview.model import Ended
from pipelines.overview.reader import Overview
from pipelines.overview.sampling import SAMPLES, sample
from pipelines.plans import Queue
from settings import Settings
from tasks.records import Requester
from tests.core.conftest import Bench


def end(bench: Bench, many: int, prefix: str) -> None:
    for number in range(many):
        owner = f"tg:{prefix}{number}"
        bench.manager.cancel(bench.submit(f"{prefix}{number}", owner), Requester(owner=owner))


def test_samples_count_what_ended_between_them(
    bench: Bench, redis_tasks: redis.Redis, settings: Settings, overview: Overview
) -> None:
    end(bench, 3, "before")
    assert sample(redis_tasks, settings).ended == Ended(0, 0, 0), "nobody knows since when"
    end(bench, 2, "a")
    bench.submit("waits")
    taken = sample(redis_tasks, settings)
    assert taken.ended == Ended(0, 0, 2) and taken.depth[Queue.HIGH] >= 1
    assert taken.memory > 0 and taken.workers == 0 and taken.mean_s is not None
    assert sample(redis_tasks, settings).ended == Ended(0, 0, 0)
    series = overview.series(hours=1, points=60)
    assert sum(one.ended.cancelled for one in series) == 2 and series[-1].depth[Queue.HIGH] >= 1
    assert 0 <= overview.now().jobs["sample"] < 5


def test_a_day_is_kept_and_put_together(redis_tasks: redis.Redis, settings: Settings, overview: Overview) -> None:
    # Given a sample a minute for thirty hours
    now = int(redis_tasks.time()[0]) * 1000
    for minute in range(30 * 60):
        at = now - minute * 60_000
        depth = {str(Queue.HIGH): minute % 7}
        one = {"v": 1, "at": at, "depth": depth, "ended": [1, 0, 0], "mean": 2.0, "workers": 2, "memory": 5}
        redis_tasks.zadd(SAMPLES, {json.dumps(one | {"total": [0, 0, 0, 0, 0]}): at})
    # When the next one is taken
    sample(redis_tasks, settings)
    # Then a day is left, in as many points as asked for, with everything that ended
    assert redis_tasks.zcard(SAMPLES) == pytest.approx(1441, abs=1)
    series = overview.series(24, 144)
    assert len(series) == 144 and [one.at_ms for one in series] == sorted(one.at_ms for one in series)
    assert sum(one.ended.completed for one in series) == pytest.approx(1440, abs=1)
    assert all(one.depth[Queue.HIGH] == 6 and one.mean_s == 2.0 for one in series[:-1])
    assert len(overview.series(2, 24)) == 24
    assert 0 < redis_tasks.ttl(SAMPLES) <= 86_400


def test_the_job_survives_a_redis_that_is_away(settings: Settings) -> None:
    away = settings.model_copy(update={"redis_url": type(settings.redis_url)("redis://127.0.0.1:9/0")})
    Maintenance(away).sample()
    from connections import redis_client

    with pytest.raises(RedisUnavailableError):
        sample(redis_client("command", "tasks", away), away)
