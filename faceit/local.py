"""Budget and slots of one process without Redis, for work done inside it while Redis is away."""

import math
import threading
import time

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
from faceit.concurrency import WaitingSlots
from faceit.supply import HOUR_S, HourLevels, Supply


class LocalBudget(WaitingBudget):
    """The same line as in Redis, in memory. `rate_share` is the part of the key's limits this process may use."""

    def __init__(
        self,
        *,
        rate: float,
        calls_per_hour: int,
        hour_short: float = 1.0,
        hour_last: float = 1.0,
        rate_share: float = 1.0,
    ) -> None:
        super().__init__()
        self._lock = threading.Lock()
        self._share = rate_share
        self._rate = rate
        self._learnt = (0.0, -math.inf)
        self._levels = HourLevels(calls_per_hour * rate_share, hour_short, hour_last)
        self._next = self._until = 0.0
        self._bulk_at = -math.inf
        self._strikes = 0
        self._hour = (0, 0)

    def _reserve(self, lane: Lane, max_wait_s: float, *, count: bool) -> Answer:
        with self._lock:
            now = time.monotonic()
            hour, calls = self._used()
            if count and calls >= (self._levels.bulk if lane is Lane.BULK else self._levels.calls):
                return Answer(Verdict.HOUR, (hour + 1) * HOUR_S - time.time(), 0)
            at = max(self._next, now)
            wait = at - now
            if lane is Lane.BULK and wait > 0:
                if now - self._bulk_at < BULK_PATIENCE_S or wait > max_wait_s:
                    return Answer(Verdict.LATER, wait, 0)
            elif wait > max_wait_s:
                return Answer(Verdict.DEFER, wait, 0)
            learnt, when = self._learnt
            rate = (learnt if now - when < RATE_LIFE_S else self._rate) * self._share
            self._next = at + (1 + MARGIN) / rate
            self._hour = (hour, calls + int(count))
            if lane is Lane.BULK:
                self._bulk_at = at
            return Answer(Verdict.GO, wait, round(at * 1e6))

    def _voided(self, at: int) -> bool:
        with self._lock:
            return round(self._until * 1e6) > at

    def learn(self, rate: float) -> None:
        """See Budget."""
        with self._lock:
            self._learnt = (rate, time.monotonic())

    def penalise(self, seconds: float | None) -> float:
        """See Budget."""
        with self._lock:
            now = time.monotonic()
            pause = seconds or 0.0
            if now >= self._until:
                self._strikes = 1 if now - self._until > STRIKES_FORGOTTEN_S else self._strikes + 1
                pause = pause or min(2.0 ** (self._strikes - 1), BACKOFF_MAX_S)
            self._until = max(self._until, now + pause)
            self._next = max(self._next, self._until)
            return self._until - now

    def supply(self) -> Supply:
        """See Budget."""
        with self._lock:
            return self._levels.at(self._used()[1])

    def count_light(self, level: Supply, run_id: str) -> None:
        """See Budget. Nobody reads the counts of one process."""

    def _used(self) -> tuple[int, int]:
        hour = int(time.time() // HOUR_S)
        return hour, self._hour[1] if self._hour[0] == hour else 0


class LocalSlots(WaitingSlots):
    """Slots among the threads of this process."""

    def __init__(self, *, limit: int) -> None:
        super().__init__(limit)
        self._lock = threading.Lock()
        self._held: set[str] = set()

    def _take(self, token: str, limit: int) -> bool:
        with self._lock:
            if len(self._held) >= limit:
                return False
            self._held.add(token)
            return True

    def _release(self, token: str) -> None:
        with self._lock:
            self._held.discard(token)
