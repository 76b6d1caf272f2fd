"""Beside many deep bulks a match stood between its steps until its ten minutes were over, and failed."""

import redis

from connections import PREFIX
from pipelines.plans import Queue
from pipelines.promoting import promote
from pipelines.reconciler import build_reconciler
from settings import Settings
from tasks.messages import Packed
from tasks.ownership import Delivery, Ownership
from tests.regressions.test_time_left_counts_no_pause import Bulk, bulk

__all__ = ["bulk"]

MINUTE = 60_000
LIMIT_S = 600.0


def waits(bulk: Bulk, minutes: float) -> str:
    """The first match has done a step, and stands in the queue for so long now; gives its run."""
    bulk.spread()
    run = bulk.children[0].run
    bulk.keeper.advance(begin(bulk, run), Packed(Queue.LOW, "next", b"{}"), {}, 0)
    back = int(minutes * MINUTE)
    key = f"{PREFIX}run:{run}"
    for field in ("started", "touched", "deadline"):
        bulk.client.hincrby(key, field, -back)
    bulk.client.zincrby(f"{PREFIX}deadlines", -back, run)
    # (its message is there)
    bulk.client.hset(f"dramatiq:{Queue.LOW}.msgs", "next", b"{}")
    return run


def begin(bulk: Bulk, run: str) -> Ownership:
    record = bulk.manager.store.run(run)
    assert record is not None
    delivery = Delivery(run, int(record["step"]), record["rmid"], int(record["seq"]), record["queue"], "worker")
    owned = bulk.keeper.begin(delivery, deadline_s=LIMIT_S)
    assert owned is not None
    return owned


def state(bulk: Bulk, run: str) -> str:
    record = bulk.manager.store.run(run)
    assert record is not None
    return record["state"]


def test_time_in_the_low_queue_does_not_count(bulk: Bulk, settings: Settings, redis_tasks: redis.Redis) -> None:
    run = waits(bulk, 25)
    build_reconciler(settings).sweep()
    assert state(bulk, run) == "running"
    # When its turn comes, all but the work of the first step is left of its ten minutes
    left = begin(bulk, run).remaining_ms
    assert (LIMIT_S - 60) * 1000 < left <= LIMIT_S * 1000
    # And from then on it counts
    redis_tasks.zadd(f"{PREFIX}deadlines", {run: 1})
    build_reconciler(settings).sweep()
    assert state(bulk, run) == "failed"


def test_six_hours_are_the_end_all_the_same(bulk: Bulk, settings: Settings) -> None:
    run = waits(bulk, settings.bulk.extended_hours * 60 + 1)
    build_reconciler(settings).sweep()
    assert state(bulk, run) == "failed"


def test_whoever_is_lifted_after_a_long_wait_has_time_left(bulk: Bulk) -> None:
    run = waits(bulk, 25)
    assert promote(bulk.manager.store, run, Queue.HIGH)
    assert begin(bulk, run).remaining_ms > (LIMIT_S - 60) * 1000
