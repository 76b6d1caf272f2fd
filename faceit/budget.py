"""Permission for single FACEIT calls, and the waiting for it; where the line is kept differs.

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
from enum import StrEnum
from typing import Protocol

from faceit.errors import BudgetDeferredError
from faceit.supply import Supply
from faceit.waiting import CHECK_SECONDS, Check, pause

MARGIN = 0.04  # wider spacing than 1/rate: room for uneven wake-ups within FACEIT's second
BULK_PATIENCE_S = 1.0  # measured: costs interactive calls nothing, keeps bulk alive under a flood
RATE_LIFE_S = 3600.0  # a limit read from a header is forgotten after this, back to the configured one
BACKOFF_MAX_S = 60.0  # of the 1, 2, 4, … seconds after a 429 without Retry-After
STRIKES_FORGOTTEN_S = 60.0
HOUR_SPREAD_S = {"interactive": 5.0, "bulk": 30.0}  # who waited for the next hour comes back within this of its start


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

    def acquire(self, lane: Lane, max_wait_s: float, check: Check, *, again: bool = False) -> float:
        """Return when one call may be made now. `again`: the call was counted before and lost its time.

        Gives the monotonic moment for which it is: a call that leaves long after has lost it (faceit/lateness.py).
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

    def acquire(self, lane: Lane, max_wait_s: float, check: Check, *, again: bool = False) -> float:
        """See Budget."""
        deadline = time.monotonic() + max_wait_s
        if lane is Lane.INTERACTIVE:
            return self._wait(lane, deadline, check, counted=again)
        with self._turn(deadline, check):
            return self._wait(lane, deadline, check, counted=again)

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

    def _wait(self, lane: Lane, deadline: float, check: Check, *, counted: bool) -> float:
        while True:
            check()
            left = max(0.0, deadline - time.monotonic())
            answer = self._reserve(lane, left, count=not counted)
            due = time.monotonic() + answer.wait
            if answer.verdict is Verdict.HOUR:
                raise BudgetDeferredError("hour", delay=answer.wait + random.uniform(0.0, HOUR_SPREAD_S[lane]))
            if answer.verdict is Verdict.DEFER or (answer.verdict is Verdict.LATER and answer.wait > left):
                raise BudgetDeferredError("budget", delay=_delay(lane, answer.wait))
            pause(answer.wait, check)
            if answer.verdict is Verdict.GO:
                counted = True
                if answer.wait <= 0 or not self._voided(answer.at):
                    return due


def _delay(lane: Lane, wait: float) -> float:
    """Seconds to stay away: the length of the line, spread so that the deferred don't come back together."""
    least, spread = (1.0, 1.0) if lane is Lane.INTERACTIVE else (5.0, 5.0)
    return max(wait, least) + random.uniform(0.0, spread)
