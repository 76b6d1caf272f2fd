"""The line for FACEIT calls, in a real Valkey over several processes, and its twin in memory."""

import multiprocessing
import threading
import time
from collections.abc import Callable

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from errors import RedisUnavailableError, RunEndedError
from faceit.budget import Budget, Lane
from faceit.errors import BudgetDeferredError
from faceit.local import LocalBudget
from faceit.redis_budget import LINE_KEY, RedisBudget
from faceit.waiting import never_cancelled
from settings import Settings
from tests.faceit.answering import busiest_second
from tests.faceit.callers import Asking, Grant, saturate

SPAWN = multiprocessing.get_context("spawn")
Make = Callable[..., Budget]


@pytest.fixture(params=["redis", "local"])
def make(request: pytest.FixtureRequest, redis_tasks: redis.Redis) -> Make:
    if request.param == "redis":
        return lambda **options: RedisBudget(redis_tasks, **{"calls_per_hour": 10_000, **options})
    return lambda **options: LocalBudget(**{"calls_per_hour": 10_000, **options})


def take(budget: Budget, count: int, lane: Lane = Lane.INTERACTIVE, max_wait: float = 5.0) -> list[float]:
    """The moments at which `count` calls were let go, one after another."""
    times = []
    for _ in range(count):
        budget.acquire(lane, max_wait, never_cancelled)
        times.append(time.time())
    return times


def run(rate: float, seconds: float, *groups: tuple[Lane, int]) -> list[Grant]:
    """Grants of child processes, one a (lane, threads) group, while all of them were at it."""
    grants, together = SPAWN.Queue(), SPAWN.Barrier(len(groups))
    children = [
        SPAWN.Process(target=saturate, args=(lane, many, seconds, rate, grants, together)) for lane, many in groups
    ]
    for child in children:
        child.start()
    found: list[Asking] = [grants.get(timeout=60) for _ in children]
    for child in children:
        child.join(30)
    # Not from grant to grant: one of two bulk processes may get its first when the others have ended.
    began, ended = max(first for first, _, _ in found), min(last for _, last, _ in found)
    return [grant for *_, group in found for grant in group if began <= grant[3] <= ended]


@pytest.mark.processes
def test_rate_is_kept_over_processes(settings: Settings) -> None:
    grants = run(20, 4.0, (Lane.INTERACTIVE, 5), (Lane.INTERACTIVE, 5), (Lane.BULK, 5))
    assert busiest_second([reserved for _, _, reserved, _ in grants]) <= 20
    # Wake-ups are uneven on a busy machine; a window of a second would have let 40 through.
    assert busiest_second([woken for *_, woken in grants]) <= 30
    span = max(reserved for _, _, reserved, _ in grants) - min(reserved for _, _, reserved, _ in grants)
    assert len(grants) / span > 18


@pytest.mark.processes
def test_interactive_passes_saturating_bulk(settings: Settings) -> None:
    grants = run(20, 4.0, (Lane.BULK, 8), (Lane.BULK, 8), (Lane.INTERACTIVE, 1))
    waits = sorted(waited for lane, waited, _, _ in grants if lane == Lane.INTERACTIVE)
    assert waits[len(waits) // 2] < 0.15
    assert len(waits) > len(grants) * 0.4


@pytest.mark.processes
def test_bulk_is_not_starved_by_interactive(settings: Settings) -> None:
    grants = run(20, 4.0, (Lane.INTERACTIVE, 10), (Lane.BULK, 2))
    bulk = sorted(reserved for lane, _, reserved, _ in grants if lane == Lane.BULK)
    assert 2 <= len(bulk) <= 6


def test_calls_are_spaced(make: Make) -> None:
    times = take(make(rate=50.0), 11)
    assert times[-1] - times[0] >= 10 / 50


def test_too_long_a_line_defers_and_gives_the_time_back(make: Make) -> None:
    budget = make(rate=2.0)
    take(budget, 1)
    with pytest.raises(BudgetDeferredError) as caught:
        budget.acquire(Lane.INTERACTIVE, 0.1, never_cancelled)
    assert 1.0 <= caught.value.delay <= 2.1
    assert caught.value.args_for_text()["seconds"] in {1, 2, 3}
    began = time.monotonic()
    take(budget, 1, max_wait=1.0)
    assert time.monotonic() - began < 0.6


def test_learnt_rate_wins(make: Make) -> None:
    budget = make(rate=1.0)
    budget.learn(100.0)
    times = take(budget, 11)
    assert 0.09 < times[-1] - times[0] < 0.5


def test_learnt_rate_is_forgotten_after_an_hour(redis_tasks: redis.Redis) -> None:
    budget = RedisBudget(redis_tasks, rate=100.0, calls_per_hour=1000)
    budget.learn(1.0)
    redis_tasks.hset(LINE_KEY, "rate_at", int((time.time() - 3601) * 1e6))
    began = time.monotonic()
    take(budget, 5)
    assert time.monotonic() - began < 0.5


def test_penalty_stops_everyone_for_the_time_named(make: Make) -> None:
    budget = make(rate=100.0)
    take(budget, 1)
    assert budget.penalise(0.5) == pytest.approx(0.5, abs=0.05)
    began = time.monotonic()
    take(budget, 1)
    assert time.monotonic() - began >= 0.45
    with pytest.raises(BudgetDeferredError) as caught:
        budget.penalise(30)
        budget.acquire(Lane.INTERACTIVE, 2.0, never_cancelled)
    assert caught.value.delay >= 29


def test_penalty_voids_times_reserved_before(make: Make) -> None:
    budget = make(rate=4.0)
    take(budget, 1)
    moments: list[float] = []
    waiter = threading.Thread(target=lambda: moments.extend(take(budget, 1)))
    waiter.start()
    time.sleep(0.05)
    penalised = time.time()
    budget.penalise(0.8)
    waiter.join()
    assert moments[0] - penalised >= 0.75


def test_backoff_doubles_and_one_burst_is_one_strike(make: Make) -> None:
    budget = make(rate=100.0)
    first = [budget.penalise(None) for _ in range(5)]
    assert max(first) <= 1.0
    time.sleep(first[-1] + 0.05)
    assert budget.penalise(None) == pytest.approx(2.0, abs=0.05)


def test_hour_is_counted(make: Make) -> None:
    budget = make(rate=1000.0, calls_per_hour=3)
    if time.time() % 3600 > 3595:
        time.sleep(6)
    take(budget, 3)
    with pytest.raises(BudgetDeferredError) as caught:
        take(budget, 1)
    assert caught.value.reason == "hour"
    left = 3600 - time.time() % 3600
    assert left - 2 <= caught.value.delay <= left + 6
    budget.acquire(Lane.INTERACTIVE, 1.0, never_cancelled, again=True)


@pytest.mark.parametrize("lane", list(Lane))
def test_cancel_while_waiting(make: Make, lane: Lane) -> None:
    budget = make(rate=0.1)
    take(budget, 1)
    began = time.monotonic()

    def check() -> None:
        if time.monotonic() - began > 0.3:
            raise RunEndedError("r", "cancelled")

    with pytest.raises(RunEndedError):
        budget.acquire(lane, 60.0, check)
    assert time.monotonic() - began < 0.7


def test_bulk_gives_up_in_time(make: Make) -> None:
    budget = make(rate=0.5)
    take(budget, 1, Lane.BULK)
    with pytest.raises(BudgetDeferredError) as caught:
        budget.acquire(Lane.BULK, 0.5, never_cancelled)
    assert caught.value.delay >= 5


def test_share_of_the_rate() -> None:
    times = take(LocalBudget(rate=100.0, calls_per_hour=1000, rate_share=0.5), 11)
    assert times[-1] - times[0] >= 10 / 50


def test_redis_away() -> None:
    away = redis.Redis(port=9, socket_connect_timeout=0.2, retry=Retry(NoBackoff(), 0))
    budget = RedisBudget(away, rate=10, calls_per_hour=10)
    with pytest.raises(RedisUnavailableError):
        budget.acquire(Lane.INTERACTIVE, 1.0, never_cancelled)
    budget.learn(10.0)
