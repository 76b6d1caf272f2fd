"""The client of the FACEIT Data API: budget, slot, HTTP, at most one quick repeat."""

import time
from collections.abc import Callable

import structlog
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_random

from connections import Profile, redis_client
from faceit.answers import Body, body_of, rate_of
from faceit.budget import Budget, Lane
from faceit.cache import LocalCache, RedisCache, ResponseCache
from faceit.concurrency import CallSlots, RedisSlots
from faceit.endpoints import Call
from faceit.errors import FaceitError, FaceitKeyRejectedError, FaceitRateLimitedError, FaceitUnavailableError
from faceit.fetching import Shared
from faceit.flight import SingleFlight
from faceit.lateness import Lateness
from faceit.local import LocalBudget, LocalSlots
from faceit.redis_budget import RedisBudget
from faceit.scope import FaceitScope
from faceit.transport import Reply, Transport
from faceit.waiting import Check, never_cancelled, pause
from logs import redact
from measures import recorder
from measures.catalogue import BUDGET_WAIT_SECONDS, FACEIT_CALLS
from settings import FaceitSettings, Settings

BULK_WAIT_FACTOR = 5  # bulk work has nobody waiting: it stays in line this many times longer
QUICK_REPEAT_S = (0.2, 0.5)

log = structlog.get_logger(__name__)


class FaceitClient:
    """One a process, shared by its threads; `scope()` gives the typed calls."""

    def __init__(
        self,
        *,
        base_url: str,
        api_key: str,
        settings: FaceitSettings,
        budget: Budget,
        slots: CallSlots,
        cache: ResponseCache,
    ) -> None:
        self._transport = Transport(base_url=base_url, api_key=api_key, settings=settings)
        self._secrets = frozenset({api_key} - {""})
        self._settings = settings
        self._budget = budget
        self._slots = slots
        self._lateness = Lateness()
        self._shared = Shared(self._request, cache, SingleFlight(), settings, budget)

    def scope(
        self, *, lane: Lane = Lane.INTERACTIVE, check: Check = never_cancelled, fresh: bool = False
    ) -> FaceitScope:
        """Calls for one piece of work.

        `check` raises to call it off: it is asked before each call and four times a second while waiting.
        `fresh` does not read the cache, but writes it.
        """
        return FaceitScope(self._shared, lane=lane, check=check, fresh=fresh)

    def close(self) -> None:
        """Close the pooled connections."""
        self._transport.close()

    def _request(self, call: Call, lane: Lane, check: Check, count: Callable[[], None]) -> Body:
        """The JSON object of one call, with one repeat where that helps. The repeat takes budget like any call."""
        attempts = Retrying(
            stop=stop_after_attempt(2),
            wait=wait_random(*QUICK_REPEAT_S),
            retry=retry_if_exception(lambda error: isinstance(error, FaceitUnavailableError) and error.quick),
            sleep=lambda seconds: pause(float(seconds), check),
            reraise=True,
        )
        return attempts(self._attempt, call, lane, check, count)

    def _attempt(self, call: Call, lane: Lane, check: Check, count: Callable[[], None]) -> Body:
        longest = self._settings.max_wait * (BULK_WAIT_FACTOR if lane is Lane.BULK else 1)
        waited = 0.0

        def in_line(*, again: bool = False) -> float:
            nonlocal waited
            began = time.monotonic()
            try:
                return self._budget.acquire(lane, longest, check, again=again)
            finally:
                waited += time.monotonic() - began

        try:
            due = in_line()
            with self._slots.hold(lane, longest, check) as lease:
                check()
                if lease.waited or self._lateness.late(time.monotonic() - due):
                    # The time reserved is past; calls let go together, or one of them late, would break the limit of a
                    # second. Once: a time lost is one that nobody uses.
                    in_line(again=True)
                count()
                return self._send(call, lane)
        finally:
            recorder.observe(BUDGET_WAIT_SECONDS, waited, lane.value)

    def _send(self, call: Call, lane: Lane) -> Body:
        started = time.monotonic()
        status: int | None = None
        try:
            reply = self._transport.get(call)
            status = reply.status
            self._learn(reply)
            body = body_of(reply, call)
            recorder.seen("faceit-answered")
            return body
        except FaceitRateLimitedError as error:
            error.retry_after = self._budget.penalise(error.retry_after)
            log.warning("faceit.rate_limited", path=call.path, seconds=round(error.retry_after, 1))
            raise
        except FaceitKeyRejectedError as error:
            recorder.seen("faceit-key-rejected")
            said = redact(error.detail, self._secrets)
            log.error("faceit.key_rejected", path=call.path, status=status, said=said, setting="FACEIT_API_KEY")
            raise
        except FaceitError as error:
            log.info("faceit.call_failed", path=call.path, status=status, error=type(error).__name__)
            raise
        finally:
            recorder.count(FACEIT_CALLS, call.path, "network" if status is None else str(status))
            took = round((time.monotonic() - started) * 1000)
            log.debug("faceit.call", path=call.path, status=status, ms=took, lane=lane.value)

    def _learn(self, reply: Reply) -> None:
        rate = rate_of(reply.headers)
        if rate is not None:
            self._budget.learn(rate)


def build_client(settings: Settings, *, profile: Profile = "consumer") -> FaceitClient:
    """The client of a process that has Redis: budget and slots in the tasks database, answers in the cache one."""
    own = settings.faceit
    tasks = redis_client(profile, "tasks", settings)
    # Longer than any call can take: connecting (twice, for two addresses), waiting for the head, reading the body.
    lease_s = 2 * own.timeout_connect + 2 * own.timeout_read + 5
    return FaceitClient(
        base_url=settings.faceit_base_url,
        api_key=settings.faceit_api_key.get_secret_value(),
        settings=own,
        budget=RedisBudget(
            tasks,
            rate=own.rate_per_second,
            calls_per_hour=own.calls_per_hour,
            hour_short=own.hour_short,
            hour_last=own.hour_last,
        ),
        slots=RedisSlots(tasks, limit=own.max_concurrent, lease_s=lease_s),
        # Short timeouts always: an answer that is not cached is only a call away.
        cache=RedisCache(
            redis_client("command", "cache", settings), max_bytes=settings.redis.cache_max_mb * 1024 * 1024
        ),
    )


def build_local_client(settings: Settings, *, rate_share: float = 1.0) -> FaceitClient:
    """A client without Redis, limited to `rate_share` (0..1) of the key's limits.

    Keep one a process: each client made here has a line and slots of its own.
    """
    own = settings.faceit
    return FaceitClient(
        base_url=settings.faceit_base_url,
        api_key=settings.faceit_api_key.get_secret_value(),
        settings=own,
        budget=LocalBudget(
            rate=own.rate_per_second,
            calls_per_hour=own.calls_per_hour,
            hour_short=own.hour_short,
            hour_last=own.hour_last,
            rate_share=rate_share,
        ),
        slots=LocalSlots(limit=max(1, round(own.max_concurrent * rate_share))),
        cache=LocalCache(),
    )
