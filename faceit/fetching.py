"""One call of a piece of work: the cache, one flight for all threads, the count of requests, the hour's supply."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

import structlog

from faceit.answers import Body
from faceit.budget import Budget, Lane
from faceit.cache import ResponseCache
from faceit.endpoints import Call
from faceit.errors import FaceitShapeError, HourShortError
from faceit.flight import SingleFlight
from faceit.supply import KEPT_KINDS, WITHHELD, Supply
from faceit.waiting import Check
from measures import recorder
from measures.catalogue import CACHE_LOOKUPS
from settings import FaceitSettings

T = TypeVar("T")

log = structlog.get_logger(__name__)


class Requester(Protocol):
    """Makes one call: lane, check, and what to do just before each HTTP request."""

    def __call__(self, call: Call, lane: Lane, check: Check, count: Callable[[], None]) -> Body:
        """The JSON object. Raises FaceitError, BudgetDeferredError, RedisUnavailableError, what `check` raises."""


@dataclass(frozen=True)
class Taken:
    """A body, and the level at which it was taken from what is kept, past its time; None for one that is fresh."""

    body: Body
    kept_at: Supply | None = None


@dataclass(frozen=True)
class Shared:
    """What all scopes of a client have in common."""

    request: Requester
    cache: ResponseCache
    flights: SingleFlight[Taken]
    settings: FaceitSettings
    budget: Budget


class Fetcher:
    """What every typed call is made with; usable by several threads."""

    def __init__(self, shared: Shared, *, lane: Lane, check: Check, fresh: bool) -> None:
        self._shared = shared
        self._settings = shared.settings
        self._lane = lane
        self._check = check
        self._fresh = fresh
        self._lock = threading.Lock()
        self._calls = 0
        self._light: Supply | None = None
        self._kept: set[tuple[str, str]] = set()

    @property
    def calls(self) -> int:
        """HTTP requests really made; answers from the cache and from another thread's call don't count."""
        with self._lock:
            return self._calls

    def kept(self, kind: str, player_id: str) -> bool:
        """Whether something of this kind and player was taken from what is kept, past its time, or ends early."""
        with self._lock:
            return (kind, player_id) in self._kept

    def count_light(self, run_id: str) -> None:
        """Have the run counted as one that the hour's supply made lighter, if it did in this piece of work."""
        with self._lock:
            level = self._light
        if level is not None:
            self._shared.budget.count_light(level, run_id)

    def _get(
        self,
        call: Call,
        parse: Callable[[Body, str], T],
        ttl: Callable[[T], float],
        keep: Callable[[T, Body], None] = lambda _model, _body: None,
        *,
        asked_for: bool = False,
    ) -> T:
        self._check()
        parsed: list[T] = []

        def known(*, stale: bool) -> Body | None:
            body = self._shared.cache.get(call.kind, call.key, stale=stale)
            if body is not None:
                try:
                    parsed.append(parse(body, call.path))
                except FaceitShapeError:
                    # Written by another version: as good as a miss.
                    return None
            return body

        def load() -> Taken:
            body = None if self._fresh else known(stale=False)
            if body is not None:
                recorder.count(CACHE_LOOKUPS, "hit")
                return Taken(body)
            level = None if asked_for else self._withholds(call.kind)
            if level is not None:
                body = known(stale=True)
                recorder.count(CACHE_LOOKUPS, "miss" if body is None else "stale")
                if body is None:
                    self._lightened(level)
                    raise HourShortError(path=call.path)
                return Taken(body, level)
            if not self._fresh:
                recorder.count(CACHE_LOOKUPS, "miss")
            body = self._shared.request(call, self._lane, self._check, self._count)
            try:
                model = parse(body, call.path)
            except FaceitShapeError as error:
                log.error("faceit.other_shape", path=call.path, places=error.detail)
                raise
            self._put(call.kind, call.key, body, ttl(model))
            keep(model, body)
            parsed.append(model)
            return Taken(body)

        # By lane and freshness too: nobody in a chat waits for a bulk call's place in line or gets a cached answer.
        name = (call.kind, call.key, self._lane, self._fresh, asked_for)
        taken = self._shared.flights.do(name, load, self._check)
        if taken.kept_at is not None:
            self._lightened(taken.kept_at)
            self._took_kept(call)
        return parsed[0] if parsed else parse(taken.body, call.path)

    def _put(self, kind: str, key: str, body: Body, ttl_s: float) -> None:
        keep_s = self._settings.keep_stale_hours * 3600 if kind in KEPT_KINDS else 0.0
        self._shared.cache.put(kind, key, body, ttl_s, keep_s)

    def _withholds(self, kind: str) -> Supply | None:
        """The level at which calls of this kind are not made, if it is now. Bulk makes them or pauses."""
        if self._lane is Lane.BULK or kind not in WITHHELD[Supply.LAST]:
            return None
        level = self._shared.budget.supply()
        return level if kind in WITHHELD[level] else None

    def _lightened(self, level: Supply) -> None:
        with self._lock:
            self._light = Supply.LAST if Supply.LAST in {level, self._light} else level

    def _took_kept(self, call: Call) -> None:
        with self._lock:
            self._kept.add((call.kind, call.key.partition(":")[0]))

    def _count(self) -> None:
        with self._lock:
            self._calls += 1
