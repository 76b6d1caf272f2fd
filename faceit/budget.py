"""The shared budget of FACEIT calls: one line for all processes, kept on the Redis server's clock.

Interactive calls reserve a time in line; bulk calls take an empty line only, and one time in line when they had nothing
for a second. Never more than `rate` calls start in any one second.
"""

import random
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Protocol

import redis
import structlog

from connections import PREFIX
from errors import RedisUnavailableError
from faceit.errors import BudgetDeferredError
from faceit.scripts import script
from faceit.supply import HOUR_S, HourLevels, Supply
from faceit.waiting import CHECK_SECONDS, Check, pause

LINE_KEY = PREFIX + "budget:line"
STATS_KEY = PREFIX + "stats:supply:"
MARGIN = 0.04  # wider spacing than 1/rate: room for uneven wake-ups within FACEIT's second
BULK_PATIENCE_S = 1.0  # measured: costs interactive calls nothing, keeps bulk alive under a flood
RATE_LIFE_S = 3600.0  # a limit read from a header is forgotten after this, back to the configured one
BACKOFF_MAX_S = 60.0  # of the 1, 2, 4, … seconds after a 429 without Retry-After
STRIKES_FORGOTTEN_S = 60.0
LOOK_AGAIN_S = 1.0  # the hour's level is read at most this often by a process
STATS_LIFE_S = 8 * 86_400
LIGHT_LIFE_S = 2 * 3600  # a run counted as light is remembered this long, so that its other steps don't count again
HOUR_SPREAD_S = {"interactive": 5.0, "bulk": 30.0}  # who waited for the next hour comes back within this of its start
LEARN_AGAIN_S = 60.0  # the same rate is written once a minute, not with every response


log = structlog.get_logger(__name__)


class Lane(StrEnum):
    """Who asks: somebody waiting in a chat, or work in bulk."""

    INTERACTIVE = "interactive"
    BULK = "bulk"


class Verdict(StrEnum):
    """What the line says to a request for a time."""

    GO = "go"
    LATER = "later"
    DEFER = "defer"
    HOUR = "hour"


@dataclass(frozen=True)
class Answer:
    """A verdict, the seconds it speaks of, and the time reserved on the line's own clock (microseconds)."""

    verdict: Verdict
    wait: float
    at: int


class Budget(Protocol):
    """Permission for single calls."""

    def acquire(self, lane: Lane, max_wait_s: float, check: Check, *, again: bool = False) -> None:
        """Return when one call may be made now. `again`: the call was counted before and lost its time.

        Raises BudgetDeferredError when the wait would exceed `max_wait_s` seconds, RedisUnavailableError, and
        whatever `check` raises.
        """

    def learn(self, rate: float) -> None:
        """FACEIT named its limit: `rate` calls a second, believed for an hour."""

    def penalise(self, seconds: float | None) -> float:
        """A 429 came: nobody calls for `seconds`, or 1, 2, 4, … when None. Returns the seconds until the next call."""

    def supply(self) -> Supply:
        """How far the hour's calls have gone, a second old at most. Raises RedisUnavailableError."""

    def count_light(self, level: Supply, run_id: str) -> None:
        """An analysis was made with less than usual, at `level`; each run counts once. Never raises."""


class WaitingBudget(ABC):
    """The waiting common to every budget; where the line is kept differs."""

    def __init__(self) -> None:
        self._bulk_turn = threading.Lock()

    @abstractmethod
    def _reserve(self, lane: Lane, max_wait_s: float, *, count: bool) -> Answer:
        """Ask the line for a time."""

    @abstractmethod
    def _voided(self, at: int) -> bool:
        """Whether a penalty has come over a time reserved earlier."""

    def acquire(self, lane: Lane, max_wait_s: float, check: Check, *, again: bool = False) -> None:
        """See Budget."""
        deadline = time.monotonic() + max_wait_s
        if lane is Lane.INTERACTIVE:
            self._wait(lane, deadline, check, counted=again)
            return
        with self._turn(deadline, check):
            self._wait(lane, deadline, check, counted=again)

    @contextmanager
    def _turn(self, deadline: float, check: Check) -> Iterator[None]:
        """One bulk thread of a process asks at a time, so that they don't hammer Redis."""
        while not self._bulk_turn.acquire(timeout=CHECK_SECONDS):
            check()
            if time.monotonic() > deadline:
                raise BudgetDeferredError("budget", delay=_delay(Lane.BULK, 0.0))
        try:
            yield
        finally:
            self._bulk_turn.release()

    def _wait(self, lane: Lane, deadline: float, check: Check, *, counted: bool) -> None:
        while True:
            check()
            left = max(0.0, deadline - time.monotonic())
            answer = self._reserve(lane, left, count=not counted)
            if answer.verdict is Verdict.HOUR:
                raise BudgetDeferredError("hour", delay=answer.wait + random.uniform(0.0, HOUR_SPREAD_S[lane]))
            if answer.verdict is Verdict.DEFER or (answer.verdict is Verdict.LATER and answer.wait > left):
                raise BudgetDeferredError("budget", delay=_delay(lane, answer.wait))
            pause(answer.wait, check)
            if answer.verdict is Verdict.GO:
                counted = True
                if answer.wait <= 0 or not self._voided(answer.at):
                    return


def _delay(lane: Lane, wait: float) -> float:
    """Seconds to stay away: the length of the line, spread so that the deferred don't come back together."""
    least, spread = (1.0, 1.0) if lane is Lane.INTERACTIVE else (5.0, 5.0)
    return max(wait, least) + random.uniform(0.0, spread)


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
