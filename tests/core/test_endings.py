"""Every way a run can end, with real workers: one ending a task, no step after it."""

import os
import signal
import time
from collections.abc import Callable
from functools import partial
from typing import cast

import pytest
import redis

from connections import BROKER_NAMESPACE
from pipelines.manager import TaskManager
from tasks.messages import pack
from tasks.ownership import retries_of
from tasks.records import Requester
from tasks.states import State
from tests.core.conftest import Bench
from tests.probe.script import log_of
from tests.processes import BEGUN_S, Child, wait_for

pytestmark = pytest.mark.processes
OWNER = Requester(owner="tg:1")
Workers = Callable[..., Child]


def died(child: Child) -> bool:
    return child.process.poll() is not None


def steps_begun(client: redis.Redis) -> list[int]:
    return [step for _, step, what in log_of(client) if what == "begin"]


def test_a_run_completes_and_its_result_is_where_the_backend_looks(bench: Bench, workers: Workers) -> None:
    # Given a worker
    workers()
    # When a task is submitted
    task = bench.submit("plain")
    view = bench.ended(task)
    # Then each step ran once, the result is stored and one ending is told
    assert view.state is State.COMPLETED
    assert (view.step, view.steps) == (6, 6)
    assert steps_begun(bench.client) == [0, 1, 2, 3, 4, 5]
    assert bench.manager.report(task) == {"kind": "probe", "run": view.run}
    assert bench.endings() == [(task, State.COMPLETED)]


def test_transient_failures_are_retried_and_recorded(bench: Bench, workers: Workers) -> None:
    workers()
    task = bench.submit("2=transient:2")
    view = bench.ended(task, 30)
    assert view.state is State.COMPLETED
    assert steps_begun(bench.client) == [0, 1, 2, 2, 2, 3, 4, 5]
    assert [(item["step"], item["attempt"], item["reason"]) for item in retries_of(bench.client, view.run)] == [
        (2, 1, "transient"),
        (2, 2, "transient"),
    ]


def test_exhausted_retries_end_the_run(bench: Bench, workers: Workers) -> None:
    workers()
    task = bench.submit("1=crash")
    view = bench.ended(task, 60)
    assert view.state is State.FAILED
    assert view.error is not None and view.error.code == "internal"
    assert steps_begun(bench.client) == [0, 1, 1, 1, 1]
    record = bench.manager.store.run(view.run)
    assert record is not None and "ZeroDivisionError" in record["traceback"]
    assert bench.endings() == [(task, State.FAILED)]


def test_a_permanent_error_ends_the_run_at_once(bench: Bench, workers: Workers) -> None:
    workers()
    task = bench.submit("3=permanent")
    view = bench.ended(task)
    assert view.state is State.FAILED
    assert view.error is not None and view.error.code == "permanent"
    assert steps_begun(bench.client) == [0, 1, 2, 3]
    assert bench.endings() == [(task, State.FAILED)]


def test_a_deferred_step_is_no_failure(bench: Bench, workers: Workers) -> None:
    workers()
    task = bench.submit("2=defer:5")
    view = bench.ended(task, 40)
    assert view.state is State.COMPLETED
    assert view.attempt == 0
    assert retries_of(bench.client, view.run) == []


def test_cancelled_while_queued(bench: Bench, workers: Workers) -> None:
    # Given a task nobody works on yet
    task = bench.submit("plain")
    # When it is cancelled and a worker comes
    bench.manager.cancel(task, OWNER)
    workers()
    other = bench.submit("another")
    bench.ended(other)
    # Then none of its steps ran
    assert {run for run, _, _ in log_of(bench.client)} == {bench.view(other).run}
    assert bench.endings() == [(task, State.CANCELLED), (other, State.COMPLETED)]


def test_cancelled_while_running_makes_no_further_call(bench: Bench, workers: Workers) -> None:
    workers()
    task = bench.submit("2=sleep:20")
    wait_for(lambda: any(what == "call" for _, _, what in log_of(bench.client)), what="the step to be at work")
    bench.manager.cancel(task, OWNER)
    time.sleep(0.3)
    calls = len(log_of(bench.client))
    time.sleep(0.5)
    assert len(log_of(bench.client)) == calls
    assert steps_begun(bench.client) == [0, 1, 2]
    assert bench.endings() == [(task, State.CANCELLED)]


def test_time_limit_ends_a_step_that_hangs(bench: Bench, workers: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given a run with a deadline of three seconds: what remains caps the limit of the second step
    monkeypatch.setenv("DEADLINES__MATCH_ANALYSIS", "3")
    monkeypatch.setenv("WORKERS__RECONCILE_SECONDS", "1")
    workers()
    task = bench.submit("1=hang:30")
    wait_for(lambda: steps_begun(bench.client) == [0, 1], BEGUN_S, "the step to begin")
    started = time.monotonic()
    view = bench.ended(task, 20)
    assert view.state is State.FAILED
    assert view.error is not None and view.error.code in {"time-limit", "deadline"}
    assert time.monotonic() - started < 15
    assert bench.endings() == [(task, State.FAILED)]


def test_an_unknown_actor_ends_the_run(bench: Bench, workers: Workers) -> None:
    # Given a queued message whose actor no worker knows
    task = bench.submit("plain")
    rename_queued_actor(bench.client, "match_analysis.of_a_later_release")
    # When a worker takes it
    workers()
    view = bench.ended(task)
    # Then the run has failed with that reason
    assert view.error is not None and view.error.code == "unknown-actor"
    assert bench.endings() == [(task, State.FAILED)]


def test_a_killed_worker_loses_nothing(bench: Bench, workers: Workers) -> None:
    # Given a step that kills its worker the first time
    first = workers()
    task = bench.submit("2=kill:1")
    wait_for(partial(died, first), BEGUN_S, "the worker to die")
    # When another worker is there
    workers()
    view = bench.ended(task, 40)
    # Then only that step ran twice
    assert view.state is State.COMPLETED
    assert steps_begun(bench.client) == [0, 1, 2, 2, 3, 4, 5]
    assert bench.endings() == [(task, State.COMPLETED)]


@pytest.mark.timeout(360)
def test_poison_fails_after_three_deliveries(bench: Bench, workers: Workers) -> None:
    task = bench.submit("1=kill")
    for _ in range(3):
        wait_for(partial(died, workers()), BEGUN_S, "the worker to die")
    workers()
    view = bench.ended(task, 40)
    assert view.error is not None and view.error.code == "poison"
    assert steps_begun(bench.client) == [0, 1, 1, 1]
    assert bench.endings() == [(task, State.FAILED)]


def test_a_frozen_worker_that_wakes_changes_nothing(bench: Bench, workers: Workers) -> None:
    # Given a worker frozen in mid-step for longer than its heartbeat
    frozen = workers()
    task = bench.submit("2=freeze")
    wait_for(lambda: (2, "begin") in {(step, what) for _, step, what in log_of(bench.client)}, what="step 2")
    time.sleep(2.5)
    # When another worker has done the work and the first one wakes
    workers()
    view = bench.ended(task, 40)
    assert view.state is State.COMPLETED
    for process in frozen.tree():
        os.kill(process.pid, signal.SIGCONT)
    wait_for(lambda: log_of(bench.client).count((view.run, 2, "end")) == 2, what="the zombie to finish its step")
    time.sleep(1)
    # Then its late end moved nothing
    assert steps_begun(bench.client) == [0, 1, 2, 2, 3, 4, 5]
    assert bench.endings() == [(task, State.COMPLETED)]


def test_a_lost_message_is_queued_anew(bench: Bench, workers: Workers, manager: TaskManager) -> None:
    from pipelines.reconciler import build_reconciler
    from settings import load

    # Given a run whose message is gone while its id still stands in line
    task = bench.submit("plain")
    queue = f"{BROKER_NAMESPACE}:faceit_bot_high"
    bench.client.delete(f"{queue}.msgs")
    # When the reconciler looks
    time.sleep(0.05)
    assert build_reconciler(load(), quiet_ms=1).sweep() == 1
    # Then the run goes its way
    workers()
    assert bench.ended(task).state is State.COMPLETED


def rename_queued_actor(client: redis.Redis, name: str) -> None:
    """Give the one queued message another actor's name."""
    from dramatiq import Message

    queue = f"{BROKER_NAMESPACE}:faceit_bot_high"
    messages = cast(dict[bytes, bytes], client.hgetall(f"{queue}.msgs"))
    [(rmid, data)] = messages.items()
    message = Message.decode(data)
    changed = {**message.asdict(), "actor_name": name, "options": {"redis_message_id": rmid.decode()}}
    renamed: Message[None] = Message(**changed)
    assert pack(renamed).queue == "faceit_bot_high"
    client.hset(f"{queue}.msgs", rmid, renamed.encode())
