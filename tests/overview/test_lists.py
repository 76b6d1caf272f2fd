"""Lists of tasks and people, and single tasks: whole, bounded, and nobody's name in them."""

from collections.abc import Callable
from dataclasses import asdict

import pytest
import redis

from connections import PREFIX
from pipelines.manager import TaskManager, match_wish
from pipelines.overview.reader import Overview
from pipelines.plans import PLANS
from pipelines.wishes import player_wish
from settings import Settings
from tasks.records import Requester
from tasks.states import State, TaskType
from tests.core.conftest import Bench
from tests.processes import Child, wait_for


def test_nothing_to_list(overview: Overview) -> None:
    for state in (None, *State):
        page = overview.tasks(state)
        assert (page.rows, page.page, page.pages, page.total) == ((), 1, 1, 0)
    assert overview.task("nothing") is None and overview.people() == ([], 0) and overview.series() == []


def test_pages_are_newest_first_and_within_bounds(bench: Bench, overview: Overview) -> None:
    tasks = [bench.submit(f"m{number}", f"tg:{number}") for number in range(25)]
    seen = [row.id for number in (1, 2, 3) for row in overview.tasks(page=number).rows]
    assert set(seen) == set(tasks) and len(seen) == 25
    created = [row.created_ms for number in (1, 2, 3) for row in overview.tasks(page=number).rows]
    assert created == sorted(created, reverse=True)
    assert overview.tasks(page=99).page == overview.tasks(page=3).pages == 3
    assert overview.tasks(page=-1).page == 1


def test_lists_by_state_and_type(manager: TaskManager, bench: Bench, overview: Overview) -> None:
    match = bench.submit("m", "tg:1")
    player = manager.submit(player_wish("tg:2", "somebody")).task.id
    gone = bench.submit("n", "tg:3")
    manager.cancel(gone, Requester(owner="tg:3"))

    def listed(state: State | None = None, kind: TaskType | None = None) -> set[str]:
        page = overview.tasks(state, kind)
        assert page.total == len(page.rows)
        return {row.id for row in page.rows}

    assert listed() == {match, player, gone}
    assert listed(State.QUEUED) == {match, player}
    assert listed(State.QUEUED, TaskType.PLAYER_PERFORMANCE) == {player}
    assert listed(State.CANCELLED) == listed(State.CANCELLED, TaskType.MATCH_ANALYSIS) == {gone}
    assert listed(kind=TaskType.MATCH_ANALYSIS) == {match, gone}
    assert listed(State.RUNNING) == listed(State.FAILED) == listed(kind=TaskType.BULK_ANALYSIS) == set()


@pytest.mark.processes
def test_a_failed_task_tells_where_and_why(
    bench: Bench, workers: Callable[..., Child], overview: Overview, redis_tasks: redis.Redis
) -> None:
    workers()
    task = bench.submit("1=crash", "tg:77")
    bench.ended(task, 60)
    found = overview.task(task)
    assert found is not None
    row = found.row
    assert (row.state, row.step, row.step_name) == (State.FAILED, 1, PLANS[TaskType.MATCH_ANALYSIS].steps[1].name)
    assert row.code == "internal" and "ZeroDivisionError" in row.last_line and found.lines[-1] == row.last_line
    assert found.steps[0].took_s is not None and found.steps[1].took_s is None
    assert row.attempts == len(found.retries) + 1 and all(one.step == 1 for one in found.retries)
    assert overview.tasks(State.FAILED).rows == (row,)


@pytest.mark.processes
def test_a_failure_is_readable_for_as_long_as_it_is_kept(
    bench: Bench, workers: Callable[..., Child], overview: Overview, redis_tasks: redis.Redis
) -> None:
    # Given a failed task
    workers()
    task = bench.submit("1=crash;2=x", "tg:77")
    run = bench.ended(task, 60).run
    before = overview.task(task)
    assert before is not None
    # When its record has gone, a day later
    day_ms = 24 * 3_600_000
    assert redis_tasks.pttl(f"{PREFIX}task:{task}") <= day_ms < 6 * day_ms < redis_tasks.pttl(f"{PREFIX}run:{run}")
    redis_tasks.delete(f"{PREFIX}task:{task}", f"{PREFIX}run:{run}:tasks", f"{PREFIX}run:{run}:work")
    assert overview.task(task) is None
    # Then the run tells the same, of nobody, and nothing can be done to it
    after = overview.failure(run)
    assert after is not None and after.only_record and (after.row.id, after.row.owner) == (run, "–")
    kept = ("lines", "retries", "steps", "deliveries", "run", "queue", "api_calls")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept] and after.lines
    assert (after.row.code, after.row.step, after.row.attempts) == ("internal", 1, before.row.attempts)


def test_only_a_failed_run_is_told_by_itself(bench: Bench, overview: Overview) -> None:
    task = bench.submit("m")
    assert overview.failure(bench.view(task).run) is None and overview.failure(task) is None


@pytest.mark.processes
def test_a_running_task_names_its_worker(bench: Bench, workers: Callable[..., Child], overview: Overview) -> None:
    workers()
    task = bench.submit("0=sleep:12", "tg:1")
    other = bench.submit("0=sleep:12", "tg:2")

    def worker() -> str:
        found = overview.task(task)
        return found.worker if found else ""

    wait_for(lambda: bool(worker()), 20, "a worker to have it")
    wait_for(lambda: overview.now().running == 2, 5, "both to run")
    now, found = overview.now(), overview.task(task)
    assert found is not None and [one.id for one in now.workers] == [worker()]
    assert found.shared_with == 1 and found.queue == "faceit_bot_high" and found.deadline_ms is not None
    assert now.active_people == 2 and sum(queue.held for queue in now.queues) == 1
    assert {row.id for row in overview.tasks(State.RUNNING).rows} == {task, other}
    wait_for(lambda: overview.now().workers[0].busy == 1, 8, "the heartbeat to tell of the step")


def test_nobody_is_named(manager: TaskManager, bench: Bench, overview: Overview) -> None:
    # Given people, and a player asked for by name
    bench.submit("somewhere/1-0d3f0f4e-0000-4000-8000-000000000001", "tg:123456789")
    player = manager.submit(player_wish("tg:123456789", "NickOfSomebody")).task.id
    said = repr([overview.tasks(), overview.task(player), overview.people()[0]])
    assert "123456789" not in said and "nickofsomebody" not in said.lower()
    owners = {row.owner for row in overview.tasks().rows} | {row.who for row in overview.people()[0]}
    assert len(owners) == 1, "the same person is the same everywhere"


def test_without_a_key_people_are_nobody_in_particular(
    bench: Bench, settings: Settings, redis_tasks: redis.Redis
) -> None:
    bench.submit("m", "tg:5")
    keyless = settings.model_copy(update={"bot_token": type(settings.bot_token)("")})
    assert [row.owner for row in Overview(redis_tasks, keyless).tasks().rows] == ["–"]


def test_people_by_use(bench: Bench, overview: Overview, redis_tasks: redis.Redis, manager: TaskManager) -> None:
    for owner, many in (("tg:1", 1), ("tg:2", 3)):
        for number in range(many):
            bench.submit(f"{owner}-{number}", owner)
    from tasks.store import calls_key

    redis_tasks.hset(calls_key(manager.store.now()), "tg:1", 400)
    rows, total = overview.people()
    assert total == 2 and [(row.calls, row.tasks, row.active) for row in rows] == [(400, 1, 1), (0, 3, 3)]
    assert overview.people(page=2, size=1)[0] == rows[1:]


def test_a_record_that_is_gone_is_left_out(bench: Bench, overview: Overview, redis_tasks: redis.Redis) -> None:
    task = bench.submit("m")
    redis_tasks.delete(f"{PREFIX}task:{task}")
    assert overview.tasks().rows == () and overview.tasks(State.QUEUED).total == 0
    assert overview.now().running == 0


def test_a_shared_subject_is_a_match_or_nothing(manager: TaskManager, overview: Overview) -> None:
    manager.submit(match_wish("tg:1", "not a match at all", chat=1))
    [row] = overview.tasks().rows
    assert row.subject == "–" and asdict(row)["owner"] != "tg:1"
