"""Starts, endings, retries and steps as the scripts count them: exactly, whoever ends a task and how."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
import redis

from measures import reading
from measures.catalogue import BULK_MATCHES_ENDED, STEP_SECONDS, TASK_SECONDS, TASKS_ENDED, TASKS_RETRIED, TASKS_STARTED
from pipelines.bulk import BRIEF, BulkSubject, bulk_wish
from pipelines.manager import TaskManager
from pipelines.overview.model import Ended
from pipelines.overview.reader import Overview
from pipelines.plans import PLANS
from settings import Settings
from tasks.errors import TaskEndedError
from tasks.records import Requester
from tasks.states import TaskType
from tests.core.conftest import Bench
from tests.probe.script import CHILDREN
from tests.processes import Child, wait_for

MATCH = TaskType.MATCH_ANALYSIS


def counted(client: redis.Redis) -> dict[tuple[str, ...], float]:
    """Endings by type and state since ever, which the window must agree with."""
    since_ever = reading.counters(reading.totals(client), TASKS_ENDED)
    assert reading.counters(reading.window(client, 10), TASKS_ENDED) == since_ever
    return since_ever


def test_each_way_to_end_counts_once(bench: Bench, redis_tasks: redis.Redis, overview: Overview) -> None:
    # Given one cancelled twice, and two people who share a run that ends with them
    first, second = bench.submit("a", "tg:1"), bench.submit("a", "tg:2")
    for task, owner in ((first, "tg:1"), (first, "tg:1"), (second, "tg:2")):
        with suppress(TaskEndedError):
            bench.manager.cancel(task, Requester(owner=owner))
    # Then two tasks ended
    assert counted(redis_tasks) == {(MATCH, "cancelled"): 2}
    values = reading.totals(redis_tasks)
    assert reading.counters(values, TASKS_STARTED) == {(MATCH,): 2}
    assert reading.histograms(values, TASK_SECONDS)[MATCH,].count == 2
    assert overview.now().hour == Ended(0, 0, 2) == overview.now().day


def test_races_to_end_count_exactly(manager: TaskManager, bench: Bench, redis_tasks: redis.Redis) -> None:
    # Given sixty tasks, each cancelled by four at once
    tasks = [(bench.submit(f"m{number}", f"tg:{number}"), f"tg:{number}") for number in range(60)]

    def cancel(task: tuple[str, str]) -> None:
        with suppress(TaskEndedError):
            manager.cancel(task[0], Requester(owner=task[1]))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(cancel, [task for task in tasks for _ in range(4)]))
    assert counted(redis_tasks) == {(MATCH, "cancelled"): 60}


@pytest.mark.processes
def test_what_workers_do_is_counted_exactly(
    bench: Bench, workers: Callable[..., Child], redis_tasks: redis.Redis, overview: Overview
) -> None:
    # Given two processes, and tasks that pass, fail, and fail once before they pass
    workers(threads=4)
    workers(threads=4)
    orders = ["5=x"] * 12 + ["0=permanent"] * 5 + ["1=transient:1"] * 3
    tasks = [bench.submit(f"{order};{number}", f"tg:{number}") for number, order in enumerate(orders)]
    for task in tasks:
        bench.ended(task, 60)
    assert counted(redis_tasks) == {(MATCH, "completed"): 15, (MATCH, "failed"): 5}
    values = reading.totals(redis_tasks)
    assert reading.counters(values, TASKS_RETRIED) == {(MATCH, "1"): 3}
    # Then each step of a completed task is timed once, and the failed first steps are not
    steps = reading.histograms(values, STEP_SECONDS)
    assert {step: timed.count for (_, step), timed in steps.items()} == {
        str(index): 15 for index in range(len(PLANS[MATCH].steps))
    }
    figures, now = overview.figures(), overview.now()
    assert figures.types[MATCH].count == 20 and (figures.types[MATCH].p50 or 0) > 0
    assert figures.ended == {MATCH: Ended(15, 5, 0)} and figures.per_minute == pytest.approx(20 / 60)
    assert [step.name for step in figures.steps] == [step.name for step in PLANS[MATCH].steps]
    assert now.hour == Ended(15, 5, 0) and now.hour.success == 0.75
    assert [finding.code for finding in now.findings] == [] or now.findings[0].code == "endings-untold"
    assert overview.tasks().total == 20


@pytest.mark.processes
def test_a_bulks_matches_are_no_tasks_and_counted_apart(
    manager: TaskManager, bench: Bench, workers: Callable[..., Child], redis_tasks: redis.Redis, overview: Overview
) -> None:
    # Given a bulk of four matches, one of which fails
    redis_tasks.set(CHILDREN, '["a", "b", "c", "0=permanent"]')
    workers(threads=4)
    wish = bulk_wish("tg:1", BulkSubject(matches=("0=group",)), BRIEF)
    task = manager.submit(wish).task.id
    wait_for(lambda: bench.view(task).state.final, 40, "the bulk to end")
    assert counted(redis_tasks) == {(TaskType.BULK_ANALYSIS, "completed"): 1}
    totals = reading.totals(redis_tasks)
    assert reading.counters(totals, BULK_MATCHES_ENDED) == {("completed",): 3, ("failed",): 1}
    assert reading.counters(totals, TASKS_STARTED) == {(TaskType.BULK_ANALYSIS,): 1}
    assert list(reading.histograms(totals, TASK_SECONDS)) == [(TaskType.BULK_ANALYSIS,)]
    now = overview.now()
    assert now.hour == now.day == Ended(1, 0, 0) and now.matches_hour == now.matches_day == Ended(3, 1, 0)
    assert [row.id for row in overview.tasks().rows] == [task]
    rows, total = overview.people()
    assert total == 1 and (rows[0].tasks, rows[0].failed) == (1, 0)


def test_lists_end_with_the_records(bench: Bench, settings: Settings, redis_tasks: redis.Redis) -> None:
    # Given endings of a day ago in the lists
    old = int(redis_tasks.time()[0]) * 1000 - 25 * 3_600_000
    for key in ("tasks:cancelled", "tasks:recent"):
        redis_tasks.zadd(f"faceit_bot:{key}", {"old": old})
    task = bench.submit("new")
    bench.manager.cancel(task, Requester(owner="tg:1"))
    # Then the next write has taken them out
    for key in ("tasks:cancelled", "tasks:recent"):
        assert redis_tasks.zrange(f"faceit_bot:{key}", 0, -1) == [task.encode()]
    assert redis_tasks.zcard("faceit_bot:tasks:active") == 0


def test_who_asks_to_be_forgotten_is_in_no_list(manager: TaskManager, bench: Bench, overview: Overview) -> None:
    bench.submit("a", "tg:1")
    bench.submit("b", "tg:2")
    manager.forget("tg:1")
    assert overview.people()[1] == 1
    assert overview.tasks().total == 1 and overview.now().active_people == 1
    assert Counter(row.state for row in overview.tasks().rows) == {"queued": 1}
