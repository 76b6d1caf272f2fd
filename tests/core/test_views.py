"""What faces are shown: place, time left by live figures, retries, elapsed time."""

import time

import redis

from connections import PREFIX
from pipelines.manager import TaskManager, match_wish
from tasks.ownership import Delivery, RunKeeper
from tasks.states import State
from tests.core.conftest import Bench


def test_no_time_left_is_named_before_every_step_was_measured(bench: Bench) -> None:
    assert bench.view(bench.submit("m")).eta_s is None


def test_time_left_is_the_recent_mean_of_the_steps_to_come(bench: Bench, redis_tasks: redis.Redis) -> None:
    # Given means of 1 s for each of six steps
    redis_tasks.hset(f"{PREFIX}stats:steps:match_analysis", mapping={str(step): 1000 for step in range(6)})
    # When one waits alone in the queue, then all six are to come
    task = bench.submit("m")
    assert bench.view(task).eta_s == 6.0


def test_a_place_further_back_waits_for_the_starts_before_it(bench: Bench, redis_tasks: redis.Redis) -> None:
    redis_tasks.hset(f"{PREFIX}stats:steps:match_analysis", mapping={str(step): 1000 for step in range(6)})
    # Given starts two seconds apart on this queue
    redis_tasks.rpush(f"{PREFIX}stats:starts:faceit_bot_high", "10000", "8000", "6000")
    bench.submit("m1", "tg:1")
    second = bench.submit("m2", "tg:2")
    view = bench.view(second)
    assert (view.place, view.eta_s) == (2, 6.0 + 2 * 2.0)


def test_a_retry_is_shown_with_its_reason(manager: TaskManager, bench: Bench, redis_tasks: redis.Redis) -> None:
    submitted = manager.submit(match_wish("tg:1", "m"))
    keeper = RunKeeper(redis_tasks, manager.store.settings)
    record = manager.store.run(submitted.task.run)
    assert record is not None
    owned = keeper.begin(Delivery(submitted.task.run, 0, record["rmid"], 0, record["queue"], "w"), deadline_s=60)
    assert owned is not None
    keeper.retrying(owned, seq=1, attempt=2, delay_ms=5000, reason="faceit-unavailable", counted=True)
    view = bench.view(submitted.task.id)
    assert (view.state, view.attempt, view.max_attempts) == (State.RETRYING, 2, 3)
    assert view.error is not None and view.error.code == "faceit-unavailable"
    assert view.retry_at is not None and 4000 < view.retry_at - view.now <= 5000


def test_elapsed_time_stops_at_the_end(manager: TaskManager, bench: Bench) -> None:
    task = bench.submit("m")
    time.sleep(0.1)
    manager.store.cancel(task)
    first = bench.view(task).elapsed_s
    time.sleep(0.1)
    assert 0.1 <= first == bench.view(task).elapsed_s
