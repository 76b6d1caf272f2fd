"""One call of a piece of work: the cache, one flight for all threads, the count of requests."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

import structlog

from faceit.answers import Body
from faceit.budget import Lane
from faceit.cache import ResponseCache
from faceit.endpoints import Call
from faceit.errors import FaceitShapeError
from faceit.flight import SingleFlight
from faceit.waiting import Check
from settings import FaceitSettings

T = TypeVar("T")

log = structlog.get_logger(__name__)


class Requester(Protocol):
    """Makes one call: lane, check, and what to do just before each HTTP request."""

    def __call__(self, call: Call, lane: Lane, check: Check, count: Callable[[], None]) -> Body:
        """The JSON object. Raises FaceitError, BudgetDeferredError, RedisUnavailableError, what `check` raises."""


@dataclass(frozen=True)
class Shared:
    """What all scopes of a client have in common."""

    request: Requester
    cache: ResponseCache
    flights: SingleFlight[Body]
    settings: FaceitSettings


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

    @property
    def calls(self) -> int:
        """HTTP requests really made; answers from the cache and from another thread's call don't count."""
        with self._lock:
            return self._calls

    def _get(
        self,
        call: Call,
        parse: Callable[[Body, str], T],
        ttl: Callable[[T], float],
        keep: Callable[[T, Body], None] = lambda _model, _body: None,
    ) -> T:
        self._check()
        parsed: list[T] = []
        cache = self._shared.cache

        def load() -> Body:
            body = None if self._fresh else cache.get(call.kind, call.key)
            if body is not None:
                try:
                    parsed.append(parse(body, call.path))
                    return body
                except FaceitShapeError:
                    # Written by another version: as good as a miss.
                    pass
            body = self._shared.request(call, self._lane, self._check, self._count)
            try:
                model = parse(body, call.path)
            except FaceitShapeError as error:
                log.error("faceit.other_shape", path=call.path, places=error.detail)
                raise
            cache.put(call.kind, call.key, body, ttl(model))
            keep(model, body)
            parsed.append(model)
            return body

        # By lane and freshness too: nobody in a chat waits for a bulk call's place in line or gets a cached answer.
        name = (call.kind, call.key, self._lane, self._fresh)
        body = self._shared.flights.do(name, load, self._check)
        return parsed[0] if parsed else parse(body, call.path)

    def _count(self) -> None:
        with self._lock:
            self._calls += 1
