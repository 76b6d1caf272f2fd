"""Queued again by hand in the dashboard, which forgets the retries: the run goes on, whatever its message was doing."""

from collections.abc import Callable
from typing import Any

import pytest
from dramatiq.brokers.redis import RedisBroker

from connections import BROKER_NAMESPACE, PREFIX
from pipelines.manager import match_wish
from pipelines.reconciler import Reconciler
from tasks.states import State
from tests.core.conftest import Bench
from tests.core.test_removed import QUEUE, broker, dashboard, job_of, jobs, reconciler, removed, requeue
from tests.probe.script import log_of
from tests.processes import Child, wait_for

pytestmark = pytest.mark.processes
__all__ = ["broker", "dashboard", "reconciler"]

Workers = Callable[..., Child]
LOW = "faceit_bot_low"


def completed(bench: Bench, reconciler: Reconciler, task: str) -> bool:
    """Whether a task, looked after every moment, comes to its good end."""

    def look() -> bool:
        reconciler.sweep()
        return bench.view(task).state.final

    wait_for(look, 60, f"{task} to end")
    return bench.endings() == [(task, State.COMPLETED)]


def put_off(bench: Bench, workers: Workers, dashboard: Any) -> tuple[str, Child]:
    """A task whose second step waits for its time, and the worker that has put it off."""
    child = workers()
    task = bench.submit("1=hour:1:30;")
    run = bench.view(task).run
    wait_for(lambda: bool(jobs(dashboard, f"{QUEUE}.DQ")), what="the step to be put off")
    wait_for(lambda: bool(bench.client.hget(f"{PREFIX}run:{run}", "retry_at")), what="that to be recorded")
    return task, child


def test_one_that_waits_for_its_time(bench: Bench, dashboard: Any, reconciler: Reconciler, workers: Workers) -> None:
    task, _ = put_off(bench, workers, dashboard)
    requeue(dashboard, f"{QUEUE}.DQ", job_of(dashboard, bench.view(task).run, f"{QUEUE}.DQ"))
    assert completed(bench, reconciler, task)


def test_one_that_was_put_off_and_whose_time_has_come(
    bench: Bench, broker: RedisBroker, dashboard: Any, reconciler: Reconciler, workers: Workers
) -> None:
    # Given its copy in the queue while nobody takes it
    task, child = put_off(bench, workers, dashboard)
    child.kill()
    run = bench.view(task).run
    waiting = job_of(dashboard, run, f"{QUEUE}.DQ")
    broker.enqueue(waiting.message.copy(queue_name=QUEUE))
    dashboard.delete_message(f"{QUEUE}.DQ", waiting.message_id)
    reconciler.sweep()
    # When that is queued again, and somebody looks before a worker comes
    requeue(dashboard, QUEUE, job_of(dashboard, run))
    reconciler.sweep()
    assert not removed(bench, task)
    workers()
    assert completed(bench, reconciler, task)


def test_one_that_was_promoted(bench: Bench, dashboard: Any, reconciler: Reconciler, workers: Workers) -> None:
    # Given a run for nobody in particular that somebody has joined
    slow = bench.manager.submit(match_wish("tg:1", "plain", urgent=False)).task
    task = bench.submit("plain", "tg:2")
    assert bench.view(task).run == slow.run
    assert bench.client.hget(f"{PREFIX}run:{slow.run}", "seq") == b"1"
    requeue(dashboard, QUEUE, job_of(dashboard, slow.run))
    reconciler.sweep()
    assert not removed(bench, task)
    workers()
    wait_for(lambda: bool(reconciler.sweep()) or bench.view(task).state.final, 60, "the run to go on")
    assert bench.ended(task, 60).state is State.COMPLETED


def test_one_whose_step_is_at_work(bench: Bench, dashboard: Any, reconciler: Reconciler, workers: Workers) -> None:
    workers()
    task = bench.submit("0=sleep:2")
    run = bench.view(task).run
    wait_for(lambda: bool(log_of(bench.client)), what="the step to begin")
    requeue(dashboard, QUEUE, job_of(dashboard, run))
    assert completed(bench, reconciler, task)


def test_one_taken_out_after_it_was_queued_again_is_removed(
    bench: Bench, dashboard: Any, reconciler: Reconciler, workers: Workers
) -> None:
    task, child = put_off(bench, workers, dashboard)
    child.kill()
    run = bench.view(task).run
    requeue(dashboard, f"{QUEUE}.DQ", job_of(dashboard, run, f"{QUEUE}.DQ"))
    dashboard.delete_message(QUEUE, job_of(dashboard, run).message_id)
    assert not bench.client.hlen(f"{BROKER_NAMESPACE}:{QUEUE}.msgs")
    reconciler.sweep()
    assert removed(bench, task)
