"""What the shared budget has counted: this hour's calls, the level, and the day."""

from dataclasses import dataclass
from typing import Any

import redis
import redis.asyncio.client
from redis.client import Pipeline

from errors import RedisUnavailableError
from faceit.budget import RATE_LIFE_S, Lane
from faceit.redis_budget import LINE_KEY, stats_key
from faceit.supply import HOUR_S, HourLevels, Supply
from settings import FaceitSettings


@dataclass(frozen=True)
class SupplyNow:
    """The hour and the UTC day so far.

    `calls` of `limit` this hour, `level`, calls a second in force (`rate`; `rate_learnt`: FACEIT named it), seconds
    until the next hour; analyses of the day made `short` and `last`; steps put off to the next hour by lane; calls by
    hour of the day, hours without any left out.
    """

    calls: int
    limit: int
    level: Supply
    rate: float
    rate_learnt: bool
    hour_ends_s: float
    short: int
    last: int
    paused: dict[Lane, int]
    by_hour: dict[int, int]


def supply_now(client: redis.Redis, settings: FaceitSettings) -> SupplyNow:
    """Read all of it in one round trip from the tasks database. Raises RedisUnavailableError."""
    pipe = client.pipeline(transaction=False)
    ask(pipe)
    try:
        answers = pipe.execute()
    except redis.RedisError as error:
        raise RedisUnavailableError("the counts of FACEIT calls are out of reach") from error
    return supply_of(answers, settings)


def ask(pipe: "Pipeline | redis.asyncio.client.Pipeline") -> None:
    """Add what is asked for to somebody's pipeline: three commands."""
    pipe.time()
    pipe.hmget(LINE_KEY, "hour", "hour_calls", "rate", "rate_at")
    pipe.hgetall(stats_key())


def supply_of(answers: list[Any], settings: FaceitSettings) -> SupplyNow:
    """What the answers to `ask` say."""
    (seconds, micros), (hour, used, rate, rate_at), counts = answers
    now = seconds + micros / 1e6
    calls = int(used or 0) if int(hour or -1) == seconds // HOUR_S else 0
    learnt = rate is not None and now - int(rate_at or 0) / 1e6 < RATE_LIFE_S
    levels = HourLevels(settings.calls_per_hour, settings.hour_short, settings.hour_last)
    found = {name.decode(): int(value) for name, value in counts.items()}
    return SupplyNow(
        calls=calls,
        limit=settings.calls_per_hour,
        level=levels.at(calls),
        rate=float(rate) if learnt else settings.rate_per_second,
        rate_learnt=learnt,
        hour_ends_s=HOUR_S - now % HOUR_S,
        short=found.get(Supply.SHORT, 0),
        last=found.get(Supply.LAST, 0),
        paused={lane: found.get(f"paused:{lane}", 0) for lane in Lane},
        by_hour={hour: found[f"calls:{hour}"] for hour in range(24) if f"calls:{hour}" in found},
    )
