"""A paused queue: real workers take nothing from it, what waits there does not grow late, and people are told."""

import threading
import time
from collections.abc import Callable
from typing import cast

import pytest
import redis

from actors.pausing import LOOK_S, PausedQueues
from bot import progress_text
from connections import PREFIX
from pipelines.manager import TaskManager
from pipelines.plans import Queue
from pipelines.reconciler import build_reconciler
from settings import Settings
from tasks.pausing import PAUSED, Pausing
from tasks.states import State
from tests.admin_chat.conftest import Hands
from tests.core.conftest import Bench, bench, workers
from tests.probe.script import log_of
from tests.processes import Child, wait_for

__all__ = ["bench", "workers"]
DEADLINES = PREFIX + "deadlines"


def passed(client: redis.Redis, run: str, seconds: float, queue: Queue = Queue.HIGH) -> None:
    """As if the queue were paused, and the run waited, for so long already."""
    client.hincrby(f"{PREFIX}paused:since", queue, -int(seconds * 1000))
    client.hset(f"{PREFIX}run:{run}", "touched", "1")


def due(client: redis.Redis, run: str) -> float:
    return float(client.zscore(DEADLINES, run) or 0)


def run_of(manager: TaskManager, task: str) -> str:
    return (manager.store.task(task) or {})["run"]


@pytest.fixture
def pausing(redis_tasks: redis.Redis, settings: Settings) -> Pausing:
    return Pausing(redis_tasks, settings.tasks)


def test_pausing_twice_and_resuming_twice(pausing: Pausing) -> None:
    assert (pausing.pause(Queue.LOW), pausing.pause(Queue.LOW)) == (True, False)
    assert pausing.paused() == {Queue.LOW.value}
    assert (pausing.resume(Queue.LOW), pausing.resume(Queue.LOW)) == (True, False)
    assert pausing.paused() == frozenset()


@pytest.mark.processes
def test_nothing_is_fetched_until_resumed(
    workers: Callable[..., Child], bench: Bench, pausing: Pausing, redis_tasks: redis.Redis
) -> None:
    # Given a worker at a step, and the queue paused
    child = workers()
    child.begun_with("ready for action")
    held = bench.submit("0=sleep:2", "tg:1")
    wait_for(lambda: bool(log_of(redis_tasks)), what="the first step")
    pausing.pause(Queue.HIGH)
    time.sleep(LOOK_S + 0.5)
    waiting = bench.submit("plain", "tg:2")
    wait_for(lambda: bench.view(held).step == 1, 10, "the step in hand to end")
    # Then that step ends and nothing else begins
    time.sleep(1.5)
    assert {(run, step) for run, step, _ in log_of(redis_tasks)} == {(run_of(bench.manager, held), 0)}
    assert bench.view(waiting).queue_paused and bench.view(held).queue_paused
    # And both go on within two seconds
    pausing.resume(Queue.HIGH)
    resumed = time.monotonic()
    wait_for(lambda: len({run for run, _, _ in log_of(redis_tasks)}) == 2, 5, "the other to begin")
    assert time.monotonic() - resumed < 2
    assert bench.ended(held).state is bench.ended(waiting).state is State.COMPLETED
    assert child.terminate() == 0


@pytest.mark.processes
def test_a_worker_started_in_a_pause_takes_nothing_and_stops_at_once(
    workers: Callable[..., Child], bench: Bench, pausing: Pausing, redis_tasks: redis.Redis
) -> None:
    pausing.pause(Queue.HIGH)
    bench.submit("plain")
    child = workers()
    child.begun_with("ready for action")
    time.sleep(1.5)
    assert log_of(redis_tasks) == []
    asked = time.monotonic()
    assert child.terminate() == 0 and time.monotonic() - asked < 8


def test_a_pause_fails_nobody(
    manager: TaskManager, hands: Hands, pausing: Pausing, redis_tasks: redis.Redis, settings: Settings
) -> None:
    # Given one that has waited for 14 of its 15 minutes when its queue is paused for an hour
    task = hands.submit(1)
    run = run_of(manager, task)
    redis_tasks.zincrby(DEADLINES, -14 * 60_000, run)
    left = due(redis_tasks, run) - time.time() * 1000
    pausing.pause(Queue.HIGH)
    passed(redis_tasks, run, 3600)
    reconciler = build_reconciler(settings)
    assert reconciler.sweep() == 0
    assert hands.state(task) == "queued"
    # Then it still has that minute, also after several looks
    redis_tasks.zincrby(DEADLINES, -3_600_000, run)
    assert due(redis_tasks, run) - time.time() * 1000 == pytest.approx(left, abs=5000)
    # And when it is not paused, it ends as before
    pausing.resume(Queue.HIGH)
    redis_tasks.zadd(DEADLINES, {run: 1})
    assert reconciler.sweep() == 1 and hands.state(task) == "failed"


def test_resuming_gives_back_what_no_sweep_has(manager: TaskManager, hands: Hands, pausing: Pausing,
                                               redis_tasks: redis.Redis) -> None:  # fmt: skip
    run = run_of(manager, hands.submit(1))
    before = due(redis_tasks, run)
    pausing.pause(Queue.HIGH)
    passed(redis_tasks, run, 1200)
    pausing.resume(Queue.HIGH)
    assert due(redis_tasks, run) - before == pytest.approx(1_200_000, abs=3000)
    # Nothing more afterwards
    assert pausing.give_back() == 0


def test_no_more_than_six_hours(manager: TaskManager, hands: Hands, pausing: Pausing, redis_tasks: redis.Redis) -> None:
    task = hands.submit(1)
    run = run_of(manager, task)
    before = due(redis_tasks, run)
    pausing.pause(Queue.HIGH)
    passed(redis_tasks, run, 20 * 3600)
    assert pausing.give_back() == 1 and pausing.give_back() == 0
    assert due(redis_tasks, run) - before == pytest.approx(6 * 3_600_000, abs=1000)


def test_between_two_steps_too_and_not_while_a_worker_has_it(
    manager: TaskManager, hands: Hands, pausing: Pausing, redis_tasks: redis.Redis
) -> None:
    owned = hands.begin(hands.submit(1))
    run = owned.delivery.run
    pausing.pause(Queue.HIGH)
    passed(redis_tasks, run, 600)
    assert pausing.give_back() == 0
    # The step is done; the next one waits in the paused queue, since now
    redis_tasks.hset(f"{PREFIX}run:{run}", "own", "")
    deadline = int((manager.store.run(run) or {})["deadline"])
    assert pausing.give_back() == 1
    moved = int((manager.store.run(run) or {})["deadline"])
    assert moved - deadline == pytest.approx(600_000, abs=3000)
    assert due(redis_tasks, run) == moved


def test_other_queues_are_left_alone(
    hands: Hands, pausing: Pausing, redis_tasks: redis.Redis, manager: TaskManager
) -> None:
    run = run_of(manager, hands.submit(1))
    before = due(redis_tasks, run)
    pausing.pause(Queue.LOW)
    passed(redis_tasks, run, 600, Queue.LOW)
    assert pausing.give_back() == 0 and due(redis_tasks, run) == before


def test_the_waiting_person_reads_it(manager: TaskManager, hands: Hands, pausing: Pausing) -> None:
    pausing.pause(Queue.HIGH)
    view = manager.view(hands.submit(1))
    assert view is not None and view.eta_s is None
    assert "⚙️ Операция: ⏸ очередь на паузе" in progress_text.progress(view)
    assert "⏸ Очередь на паузе" in progress_text.accepted(view)
    pausing.resume(Queue.HIGH)
    after = manager.view(view.id)
    assert after is not None and "пауз" not in progress_text.progress(after) + progress_text.accepted(after)


def test_one_look_a_second_for_all_threads(redis_tasks: redis.Redis) -> None:
    redis_tasks.sadd(PAUSED, Queue.LOW)
    asked: list[float] = []

    class Counting:
        def smembers(self, name: str) -> set[bytes]:
            asked.append(time.monotonic())
            return cast(set[bytes], redis_tasks.smembers(name))

    known = PausedQueues(Counting())  # type: ignore[arg-type]
    wrong: list[bool] = []

    def ask() -> None:
        until = time.monotonic() + 1.5 * LOOK_S
        while time.monotonic() < until:
            wrong.extend(not held for held in [known.hold(Queue.LOW), not known.hold(Queue.HIGH)] if not held)
            time.sleep(0.005)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(asked) == 2 and wrong == []


def test_before_the_first_answer_nothing_may_be_fetched() -> None:
    class Away:
        def smembers(self, _: str) -> set[bytes]:
            raise redis.ConnectionError

    known = PausedQueues(Away())  # type: ignore[arg-type]
    for _ in range(2):
        with pytest.raises(redis.ConnectionError):
            known.hold(Queue.HIGH)
