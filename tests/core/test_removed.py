"""A message taken out in the dashboard ends its task; what a dead worker holds, or an accident lost, comes back."""

import importlib.util
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
import redis
from dramatiq import Message
from dramatiq.brokers.redis import RedisBroker

from connections import BROKER_NAMESPACE, PREFIX
from pipelines.reconciler import Reconciler, build_reconciler
from settings import Settings
from tasks.scripts import words
from tasks.states import State
from tests.core.conftest import Bench
from tests.probe.script import log_of
from tests.processes import Child, wait_for

pytestmark = pytest.mark.processes
QUEUE = "faceit_bot_high"
WITHIN_S = 90
Workers = Callable[..., Child]
Dashboard = Any


@pytest.fixture
def broker(redis_tasks: redis.Redis) -> Iterator[RedisBroker]:
    """The broker as the dashboard gets it: queues declared, no workers."""
    result = RedisBroker(client=redis_tasks, namespace=BROKER_NAMESPACE, middleware=[])  # type: ignore[no-untyped-call]
    result.declare_queue(QUEUE)
    yield result
    result.close()  # type: ignore[no-untyped-call]


def dashboard_module() -> Any:
    """The part of dramatiq-dashboard that its pages call, without the pages and what draws them."""
    package = importlib.util.find_spec("dramatiq_dashboard")
    assert package is not None and package.submodule_search_locations
    path = Path(package.submodule_search_locations[0]) / "interface.py"
    spec = importlib.util.spec_from_file_location("dramatiq_dashboard_interface", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def dashboard(broker: RedisBroker) -> Dashboard:
    """What dramatiq-dashboard's pages call."""
    return dashboard_module().RedisInterface(broker)


@pytest.fixture
def reconciler(settings: Settings) -> Reconciler:
    """One that takes a run for quiet at once, so that a wrong verdict is not hidden by patience."""
    return build_reconciler(settings, quiet_ms=1)


def jobs(dashboard: Dashboard, queue: str) -> list[Any]:
    return cast(list[Any], dashboard.get_jobs(queue)[1])


def job_of(dashboard: Dashboard, run: str, queue: str = QUEUE) -> Any:
    found = [job for job in jobs(dashboard, queue) if job.message.args[0] == run]
    assert len(found) == 1, found
    return found[0]


def requeue(dashboard: Dashboard, queue: str, job: Any) -> None:
    """The body of the dashboard's `requeue_message`."""
    dashboard.delete_message(queue, job.message_id)
    options = {"eta": job.message_timestamp, "retries": 0}
    dashboard.broker.enqueue(job.message.copy(queue_name=queue.split(".", maxsplit=1)[0], options=options))


def removed(bench: Bench, task: str) -> bool:
    view = bench.view(task)
    return view.state is State.FAILED and view.error is not None and view.error.code == "removed"


def test_a_deleted_message_ends_its_task_and_no_other(
    bench: Bench, dashboard: Dashboard, reconciler: Reconciler, workers: Workers
) -> None:
    gone, stays = bench.submit("gone"), bench.submit("stays")
    dashboard.delete_message(QUEUE, job_of(dashboard, bench.view(gone).run).message_id)
    assert reconciler.sweep() == 1
    assert removed(bench, gone) and bench.view(stays).state is State.QUEUED
    assert bench.endings() == [(gone, State.FAILED)]
    # And a second look finds nothing more
    assert reconciler.sweep() == 0
    workers()
    assert bench.ended(stays).state is State.COMPLETED


def test_workers_notice_it_by_themselves_in_time(bench: Bench, dashboard: Dashboard, workers: Workers) -> None:
    # Given a worker that is busy with another queue only
    workers(queues=("faceit_bot_low",))
    task = bench.submit("plain")
    dashboard.delete_message(QUEUE, job_of(dashboard, bench.view(task).run).message_id)
    began = time.monotonic()
    bench.ended(task, WITHIN_S)
    assert removed(bench, task) and time.monotonic() - began < WITHIN_S


def test_a_message_deleted_in_the_hands_of_its_worker_stops_the_step(
    bench: Bench, dashboard: Dashboard, reconciler: Reconciler, workers: Workers
) -> None:
    workers()
    task = bench.submit("0=sleep:60")
    wait_for(lambda: bool(log_of(bench.client)), what="the step to begin")
    dashboard.delete_message(QUEUE, job_of(dashboard, bench.view(task).run).message_id)
    reconciler.sweep()
    assert removed(bench, task)
    time.sleep(0.5)
    calls = len(log_of(bench.client))
    time.sleep(0.5)
    assert len(log_of(bench.client)) == calls


@pytest.mark.parametrize("step", [0, 5])
def test_a_message_deleted_while_its_step_runs_lets_no_step_pass(
    bench: Bench, dashboard: Dashboard, reconciler: Reconciler, workers: Workers, step: int
) -> None:
    workers()
    task = bench.submit(f"{step}=sleep:1.5")
    run = bench.view(task).run
    wait_for(lambda: any(at == step for _, at, _ in log_of(bench.client)), what="the step to begin")
    dashboard.delete_message(QUEUE, job_of(dashboard, run).message_id)
    # When the step comes to its end before anybody looked
    wait_for(lambda: not _held(bench), what="the step to end")
    assert bench.view(task).state is State.RUNNING and bench.view(task).step == step
    reconciler.sweep()
    # Then nothing went on
    assert removed(bench, task) and bench.endings() == [(task, State.FAILED)]


def _held(bench: Bench) -> int:
    """How many messages workers hold."""
    known = words(bench.client.zrange(f"{BROKER_NAMESPACE}:__heartbeats__", 0, -1))
    return sum(bench.client.scard(f"{BROKER_NAMESPACE}:__acks__.{one}.{QUEUE}") for one in known)


def test_a_delayed_message_deleted_ends_its_task(
    bench: Bench, dashboard: Dashboard, reconciler: Reconciler, workers: Workers
) -> None:
    child = workers()
    task = bench.submit("1=hour:1:30;")
    run = bench.view(task).run
    wait_for(lambda: bool(jobs(dashboard, f"{QUEUE}.DQ")), what="the step to be put off")
    wait_for(lambda: bool(bench.client.hget(f"{PREFIX}run:{run}", "retry_at")), what="that to be recorded")
    assert reconciler.sweep() == 0
    dashboard.delete_message(f"{QUEUE}.DQ", job_of(dashboard, run, f"{QUEUE}.DQ").message_id)
    assert reconciler.sweep() == 1
    assert removed(bench, task) and child.process.poll() is None


def test_a_message_that_waits_after_its_delay_is_not_missed(
    bench: Bench, broker: RedisBroker, reconciler: Reconciler, workers: Workers, dashboard: Dashboard
) -> None:
    # Given a step put off, whose time comes while nobody can take it: the copy has another id
    child = workers()
    task = bench.submit("1=hour:1:1;")
    run = bench.view(task).run
    wait_for(lambda: bool(bench.client.hget(f"{PREFIX}run:{run}", "retry_at")), what="the step to be put off")
    child.kill()
    waiting = job_of(dashboard, run, f"{QUEUE}.DQ")
    broker.enqueue(Message(**{**waiting.message.asdict(), "queue_name": QUEUE}))
    dashboard.delete_message(f"{QUEUE}.DQ", waiting.message_id)
    # When the reconciler looks
    assert reconciler.sweep() == 0
    # Then the run has its message, not a second one, and knows when this one is taken out too
    copy = job_of(dashboard, run)
    assert bench.client.hget(f"{PREFIX}run:{run}", "rmid") == copy.message_id.encode()
    dashboard.delete_message(QUEUE, copy.message_id)
    reconciler.sweep()
    assert removed(bench, task)


def test_a_dead_workers_message_comes_back(
    bench: Bench, reconciler: Reconciler, workers: Workers, dashboard: Dashboard
) -> None:
    # Given a worker killed with one message in hand and others fetched
    child = workers(threads=1)
    first = bench.submit("0=sleep:60;first")
    wait_for(lambda: bool(log_of(bench.client)), what="the step to begin")
    second = bench.submit("second")
    wait_for(lambda: not bench.client.llen(f"{BROKER_NAMESPACE}:{QUEUE}"), what="the second to be fetched")
    child.kill()
    # When the reconciler looks, again and again
    for _ in range(3):
        assert reconciler.sweep() == 0
    # Then both are still under way, and done by the next worker
    bench.client.hset(f"{PREFIX}run:{bench.view(first).run}", "subject", "first")
    workers()
    assert bench.ended(second, 40).state is State.COMPLETED
    assert bench.ended(first, 40).state is State.COMPLETED


def test_an_accident_is_queued_anew(bench: Bench, reconciler: Reconciler, workers: Workers) -> None:
    # Given the messages gone while their ids still stand in line
    task = bench.submit("plain")
    bench.client.delete(f"{BROKER_NAMESPACE}:{QUEUE}.msgs")
    time.sleep(0.05)
    assert reconciler.sweep() == 1
    workers()
    assert bench.ended(task).state is State.COMPLETED


def test_a_retry_that_dramatiq_never_wrote_is_queued_anew(
    bench: Bench, reconciler: Reconciler, workers: Workers, dashboard: Dashboard
) -> None:
    # Given a step put off at the moment when the delay queue could not be written
    child = workers()
    task = bench.submit("1=hour:1:0.5;")
    run = bench.view(task).run
    wait_for(lambda: bool(bench.client.hget(f"{PREFIX}run:{run}", "retry_at")), what="the step to be put off")
    os.killpg(child.process.pid, signal.SIGKILL)
    child.kill()
    for job in jobs(dashboard, f"{QUEUE}.DQ"):
        dashboard.delete_message(f"{QUEUE}.DQ", job.message_id)
    bench.client.hdel(f"{PREFIX}run:{run}", "delayed")
    time.sleep(0.6)
    # Then it is not taken for a deletion
    assert reconciler.sweep() == 1
    workers()
    assert bench.ended(task).state is State.COMPLETED


def test_requeueing_a_waiting_message_keeps_its_task(
    bench: Bench, reconciler: Reconciler, workers: Workers, dashboard: Dashboard
) -> None:
    task = bench.submit("plain")
    requeue(dashboard, QUEUE, job_of(dashboard, bench.view(task).run))
    assert reconciler.sweep() == 0
    workers()
    assert bench.ended(task).state is State.COMPLETED


def test_requeueing_an_ended_tasks_message_does_nothing(bench: Bench, workers: Workers, dashboard: Dashboard) -> None:
    # Given a failed task whose message lies among the dead
    workers()
    task = bench.submit("0=permanent")
    assert bench.ended(task).state is State.FAILED
    wait_for(lambda: bool(jobs(dashboard, f"{QUEUE}.XQ")), what="the dead letter")
    before, endings = bench.view(task), bench.endings()
    steps = len(log_of(bench.client))
    # When it is queued again
    requeue(dashboard, f"{QUEUE}.XQ", job_of(dashboard, before.run, f"{QUEUE}.XQ"))
    wait_for(lambda: not jobs(dashboard, QUEUE), what="the message to be dropped")
    # Then nothing ran and nobody is told again
    after = bench.view(task)
    assert (after.state, after.ended, after.error) == (before.state, before.ended, before.error)
    assert (len(log_of(bench.client)), bench.endings()) == (steps, endings)
