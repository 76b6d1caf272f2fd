"""The shared budget of FACEIT calls: one line for all processes, kept on the Redis server's clock."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import redis
import structlog

from connections import PREFIX
from errors import RedisUnavailableError
from faceit.budget import (
    BACKOFF_MAX_S,
    BULK_PATIENCE_S,
    MARGIN,
    RATE_LIFE_S,
    STRIKES_FORGOTTEN_S,
    Answer,
    Lane,
    Verdict,
    WaitingBudget,
)
from faceit.scripts import script
from faceit.supply import HOUR_S, HourLevels, Supply

LINE_KEY = PREFIX + "budget:line"
STATS_KEY = PREFIX + "stats:supply:"
LOOK_AGAIN_S = 1.0  # the hour's level is read at most this often by a process
STATS_LIFE_S = 8 * 86_400
LIGHT_LIFE_S = 2 * 3600  # a run counted as light is remembered this long, so that its other steps don't count again
LEARN_AGAIN_S = 60.0  # the same rate is written once a minute, not with every response

log = structlog.get_logger(__name__)


class RedisBudget(WaitingBudget):
    """The budget of all processes, in one hash of the tasks database."""

    def __init__(
        self,
        client: redis.Redis,
        *,
        rate: float,
        calls_per_hour: int,
        hour_short: float = 1.0,
        hour_last: float = 1.0,
        key: str = LINE_KEY,
    ) -> None:
        super().__init__()
        self._client = client
        self._rate = rate
        self._calls_per_hour = calls_per_hour
        self._key = key
        self._reserve_script = script(client, "reserve")
        self._penalise_script = script(client, "penalise")
        self._learnt = (0.0, 0.0)
        self._levels = HourLevels(calls_per_hour, hour_short, hour_last)
        self._looking = threading.Lock()
        self._level: tuple[Supply, float] = (Supply.PLENTY, -LOOK_AGAIN_S)

    def _reserve(self, lane: Lane, max_wait_s: float, *, count: bool) -> Answer:
        arguments: list[str | int | float] = [
            lane.value,
            self._rate,
            MARGIN,
            round(max_wait_s * 1e6),
            self._calls_per_hour,
            int(count),
            round(RATE_LIFE_S * 1e6),
            round(BULK_PATIENCE_S * 1e6),
            self._levels.bulk,
            STATS_LIFE_S,
        ]
        with _redis_or_unavailable():
            verdict, wait, at = self._reserve_script(keys=[self._key, stats_key()], args=arguments)
        return Answer(Verdict(verdict.decode()), int(wait) / 1e6, int(at))

    def _voided(self, at: int) -> bool:
        with _redis_or_unavailable():
            until = self._client.hget(self._key, "until")
        return int(until or 0) > at

    def learn(self, rate: float) -> None:
        """See Budget. Never raises: a rate not stored is learnt again from the next response."""
        known, when = self._learnt
        if rate == known and time.monotonic() - when < LEARN_AGAIN_S:
            return
        try:
            seconds, micros = self._client.time()
            self._client.hset(self._key, mapping={"rate": rate, "rate_at": seconds * 1_000_000 + micros})
        except redis.RedisError:
            return
        self._learnt = (rate, time.monotonic())

    def penalise(self, seconds: float | None) -> float:
        """See Budget."""
        arguments = [round((seconds or 0) * 1e6), round(BACKOFF_MAX_S * 1e6), round(STRIKES_FORGOTTEN_S * 1e6)]
        with _redis_or_unavailable():
            return int(self._penalise_script(keys=[self._key], args=arguments)) / 1e6

    def supply(self) -> Supply:
        """See Budget."""
        with self._looking:
            level, when = self._level
            if time.monotonic() - when >= LOOK_AGAIN_S:
                with _redis_or_unavailable():
                    level = self._levels.at(calls_this_hour(self._client, self._key))
                self._level = level, time.monotonic()
            return level

    def count_light(self, level: Supply, run_id: str) -> None:
        """See Budget."""
        try:
            if self._client.set(f"{STATS_KEY}run:{run_id}", level.value, nx=True, ex=LIGHT_LIFE_S):
                self._client.hincrby(stats_key(), level.value, 1)
                self._client.expire(stats_key(), STATS_LIFE_S)
        except redis.RedisError as error:
            log.warning("faceit.light_not_counted", error=type(error).__name__)


def stats_key(moment: datetime | None = None) -> str:
    """Where the counts of a UTC day are: `calls:<hour>`, `paused:<lane>`, `short`, `last`."""
    return f"{STATS_KEY}{(moment or datetime.now(UTC)):%Y-%m-%d}"


def calls_this_hour(client: redis.Redis, key: str = LINE_KEY) -> int:
    """Calls made since the last full hour of the server's clock. Raises redis.RedisError."""
    pipe = client.pipeline(transaction=False)
    pipe.time()
    pipe.hmget(key, "hour", "hour_calls")
    (seconds, _), (hour, calls) = pipe.execute()
    return int(calls or 0) if int(hour or -1) == seconds // HOUR_S else 0


@contextmanager
def _redis_or_unavailable() -> Iterator[None]:
    try:
        yield
    except redis.RedisError as error:
        raise RedisUnavailableError("the line for FACEIT calls is out of reach") from error
