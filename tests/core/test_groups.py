"""Groups: one task with many runs. The summary comes once, whatever became of the children, and never too early."""

import json
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import redis

from connections import PREFIX
from pipelines.bulk import BulkSubject, bulk_wish
from pipelines.manager import TaskManager, match_wish
from pipelines.reconciler import build_reconciler
from settings import Settings
from tasks.errors import NotYoursError
from tasks.records import Requester, TaskView
from tasks.scripts import words
from tasks.states import State
from tests.core.conftest import Bench
from tests.probe.script import CHILDREN, log_of
from tests.processes import Child, wait_for

ANNA, BORIS = Requester(owner="tg:1"), Requester(owner="tg:2")
GROUP = "1=group"


class Bulk:
    """Bulks whose children are probes."""

    def __init__(self, bench: Bench, client: redis.Redis) -> None:
        self.bench = bench
        self.client = client

    def submit(self, children: list[str], owner: str = "tg:1", name: str = "") -> str:
        """A bulk of these children; gives its task."""
        self.client.set(CHILDREN, json.dumps(children))
        wish = replace(bulk_wish(owner, BulkSubject(matches=(f"{GROUP};{name}",)), "standard", chat=1), calls=0)
        return self.bench.manager.submit(wish).task.id

    def spread(self, task: str) -> list[str]:
        """The children's tasks, once they are there."""
        run = self.bench.view(task).run
        wait_for(lambda: bool(self.client.exists(f"{PREFIX}run:{run}:children")), 20, "the group")
        return words(self.client.lrange(f"{PREFIX}run:{run}:children", 0, -1))

    def ends(self, task: str) -> list[tuple[str, str]]:
        """What the summary saw of each child."""
        report = self.bench.manager.report(task)
        assert report is not None
        return [(subject, state) for subject, state in report["ends"]]

    def summaries(self, task: str) -> int:
        """How often the summary ran to its end."""
        run = self.bench.view(task).run
        return sum(1 for one, step, what in log_of(self.client) if (one, step, what) == (run, 2, "end"))


@pytest.fixture
def bulk(bench: Bench, redis_tasks: redis.Redis) -> Bulk:
    return Bulk(bench, redis_tasks)


@pytest.fixture
def small(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three children at a time."""
    monkeypatch.setenv("BULK__WINDOW", "3")
    yield


def test_the_summary_comes_once_and_knows_every_child(bulk: Bulk, workers: Callable[..., Child]) -> None:
    workers()
    children = [f"good-{n}" for n in range(12)] + ["3=permanent;bad"]
    task = bulk.submit(children)
    view = bulk.bench.ended(task)
    assert view.state is State.COMPLETED
    assert bulk.ends(task) == [(name, "failed" if "bad" in name else "completed") for name in children]
    assert bulk.summaries(task) == 1
    # One message to one person, and nothing of the children
    assert bulk.bench.endings() == [(task, State.COMPLETED)]


def test_an_empty_group_goes_on_at_once(bulk: Bulk, workers: Callable[..., Child]) -> None:
    workers()
    task = bulk.submit([])
    assert bulk.bench.ended(task).state is State.COMPLETED
    assert bulk.ends(task) == []


def test_progress_counts_children_and_failures(bulk: Bulk, workers: Callable[..., Child]) -> None:
    workers()
    task = bulk.submit(["2=sleep:20;slow", "0=permanent;bad", "good"])

    def counted() -> bool:
        view = bulk.bench.view(task)
        return (view.done, view.total, view.failures) == (2, 3, 1)

    wait_for(counted, 20, "two of three")
    view = bulk.bench.view(task)
    assert view.state is State.RUNNING
    assert view.eta_s is not None and view.eta_s > 0


def test_children_do_not_count_towards_the_limit(bulk: Bulk, workers: Callable[..., Child]) -> None:
    workers()
    task = bulk.submit([f"2=sleep:20;{n}" for n in range(6)])
    bulk.spread(task)
    # Two more fit beside the bulk
    bulk.bench.submit("one")
    bulk.bench.submit("two")


def test_cancelling_leaves_what_others_wait_for(
    bulk: Bulk, workers: Callable[..., Child], redis_tasks: redis.Redis
) -> None:
    workers(threads=6)
    task = bulk.submit(["3=sleep:3;shared", *(f"3=sleep:60;{n}" for n in range(5))])
    bulk.spread(task)
    other = bulk.bench.submit("3=sleep:3;shared", owner="tg:2")
    wait_for(lambda: sum(1 for _, step, _ in log_of(redis_tasks) if step == 3) >= 6, 20, "all at work")
    bulk.bench.manager.cancel(task, ANNA)
    at = len(log_of(redis_tasks))
    assert bulk.bench.view(task).state is State.CANCELLED
    assert bulk.bench.ended(other).state is State.COMPLETED
    # Within a look or two nothing but the shared one went on
    run = bulk.bench.view(other).run
    later = [(one, what) for one, _, what in log_of(redis_tasks)[at + 10 :]]
    assert {one for one, _ in later} <= {run}
    assert bulk.summaries(task) == 0
    assert sorted(bulk.bench.endings()) == sorted([(task, State.CANCELLED), (other, State.COMPLETED)])


def test_a_bulk_joins_a_run_under_way_and_a_person_joins_a_bulks(
    bulk: Bulk, manager: TaskManager, workers: Callable[..., Child], redis_tasks: redis.Redis
) -> None:
    # Given somebody's run, when a bulk contains its match, then it is not run twice
    first = bulk.bench.submit("shared", owner="tg:2")
    task = bulk.submit(["shared", "own"])
    workers()
    bulk.bench.ended(first)
    assert bulk.bench.ended(task).state is State.COMPLETED
    begun = [one for one, step, what in log_of(redis_tasks) if what == "begin" and step == 5]
    assert len(begun) == 2
    assert manager.view(first)


def test_a_child_asked_for_in_chat_is_promoted(bulk: Bulk, workers: Callable[..., Child], bench: Bench) -> None:
    # Given a bulk whose children wait on the low queue, with nobody working there
    workers(queues=("faceit_bot_low",), threads=1)
    task = bulk.submit(["2=sleep:20;first", "asked", "third"])
    children = bulk.spread(task)
    wait_for(lambda: bench.view(children[1]).run != "", 10, "the child's run")
    # When one of its matches is asked for in a chat
    workers(queues=("faceit_bot_high",))
    asked = bench.submit("asked", owner="tg:2")
    # Then it is done while the low queue's only thread still sleeps, and the bulk has it too
    assert bench.ended(asked, 10).state is State.COMPLETED
    assert bench.view(asked).run == bench.view(children[1]).run
    assert bench.view(children[1]).state is State.COMPLETED
    assert not bench.view(task).state.final


def test_a_worker_killed_in_the_middle_costs_nothing(bulk: Bulk, workers: Callable[..., Child]) -> None:
    children = [f"2=sleep:{random.uniform(0.05, 0.4):.2f};{n}" for n in range(30)]
    task = None
    for _ in range(3):
        child = workers()
        task = task or bulk.submit(children)
        bulk.spread(task)
        time.sleep(0.8)
        child.kill()
    workers(threads=8)
    assert task is not None
    view = bulk.bench.ended(task, 60)
    assert view.state is State.COMPLETED
    assert bulk.ends(task) == [(name, "completed") for name in children]
    assert bulk.summaries(task) == 1


def test_a_killed_worker_at_the_spreading_step_spreads_once(bulk: Bulk, workers: Callable[..., Child]) -> None:
    workers()
    bulk.client.set(CHILDREN, json.dumps(["a", "b"]))
    wish = bulk_wish("tg:1", BulkSubject(matches=("0=kill:1;1=group",)), "standard", chat=1)
    task = bulk.bench.manager.submit(wish).task.id
    workers()
    assert bulk.bench.ended(task, 60).state is State.COMPLETED
    assert bulk.ends(task) == [("a", "completed"), ("b", "completed")]


@pytest.mark.usefixtures("small")
def test_two_bulks_advance_together(bulk: Bulk, workers: Callable[..., Child], redis_tasks: redis.Redis) -> None:
    # Given a big bulk that was there first
    workers(threads=2)
    big = bulk.submit([f"2=sleep:0.1;big-{n}" for n in range(40)], name="big")
    bulk.spread(big)
    # When a small one comes
    little = bulk.submit([f"2=sleep:0.1;little-{n}" for n in range(5)], owner="tg:2", name="little")
    bulk.bench.ended(little, 30)
    # Then it is done when the big one has had about as many turns, window included, not when it is through
    view = bulk.bench.view(big)
    assert not view.state.final
    assert view.done < 25


@pytest.mark.usefixtures("small")
def test_only_a_window_of_children_has_runs(bulk: Bulk, workers: Callable[..., Child]) -> None:
    workers(threads=1)
    task = bulk.submit([f"2=sleep:30;{n}" for n in range(10)])
    children = bulk.spread(task)
    assert sum(1 for child in children if bulk.bench.view(child).run) == 3


def test_a_child_belongs_to_the_bulks_owner_alone(
    bulk: Bulk, manager: TaskManager, workers: Callable[..., Child]
) -> None:
    workers()
    task = bulk.submit(["a", "b"])
    bulk.bench.ended(task)
    child = bulk.spread(task)[0]
    assert manager.status(child, ANNA).state is State.COMPLETED
    with pytest.raises(NotYoursError):
        manager.status(child, BORIS)
    # Asked for anew, it is the person's own
    assert manager.retry(child, ANNA).task.owner == "tg:1"


def test_what_is_not_ready_in_time_is_a_failure_of_the_summary(
    bulk: Bulk, settings: Settings, workers: Callable[..., Child], redis_tasks: redis.Redis
) -> None:
    workers()
    task = bulk.submit(["good", "2=sleep:60;never"])
    run = bulk.bench.view(task).run
    wait_for(lambda: bulk.bench.view(task).done == 1, 20, "the good one")
    redis_tasks.zadd(f"{PREFIX}deadlines", {run: 1})
    build_reconciler(settings).sweep()
    assert bulk.bench.ended(task).state is State.COMPLETED
    assert bulk.ends(task) == [("good", "completed"), ("2=sleep:60;never", "failed")]


def test_a_waiting_group_has_not_lost_its_message(
    bulk: Bulk, settings: Settings, workers: Callable[..., Child], redis_tasks: redis.Redis
) -> None:
    workers()
    task = bulk.submit(["2=sleep:3;slow"])
    bulk.spread(task)
    time.sleep(0.2)
    build_reconciler(settings, quiet_ms=1).sweep()
    assert bulk.bench.ended(task).state is State.COMPLETED
    assert bulk.summaries(task) == 1
    assert bulk.ends(task) == [("2=sleep:3;slow", "completed")]


def test_waiting_for_the_hour_pauses_and_extends(
    bulk: Bulk, workers: Callable[..., Child], redis_tasks: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given time limits shorter than the pause
    monkeypatch.setenv("DEADLINES__MATCH_ANALYSIS", "4")
    monkeypatch.setenv("DEADLINES__BULK_ANALYSIS", "4")
    workers()
    task = bulk.submit(["2=hour:1:6;paused", "good"])
    wait_for(lambda: bulk.bench.view(task).paused_until is not None, 20, "the pause")
    view: TaskView = bulk.bench.view(task)
    assert view.paused_until is not None and view.paused_until > view.now
    # Then both go on after it
    assert bulk.bench.ended(task, 30).state is State.COMPLETED
    assert bulk.ends(task) == [("2=hour:1:6;paused", "completed"), ("good", "completed")]


def test_failures_cancels_and_kills_give_one_summary(
    bulk: Bulk, manager: TaskManager, workers: Callable[..., Child]
) -> None:
    """A hundred children, a fifth of them failing, some joined and left by others, the worker killed four times."""
    task = bulk.submit([("2=permanent;" if n % 5 == 0 else "2=sleep:0.02;") + str(n) for n in range(100)])
    for round_ in range(4):
        child = workers(threads=8)
        joined = manager.submit(match_wish("tg:9", f"2=sleep:0.02;{round_ * 20 + 7}", chat=2)).task
        time.sleep(0.6)
        if not bulk.bench.view(joined.id).state.final:
            manager.cancel(joined.id, Requester(owner="tg:9"))
        child.kill()
    workers(threads=8)
    assert bulk.bench.ended(task, 90).state is State.COMPLETED
    ends = bulk.ends(task)
    assert [state for _, state in ends] == ["failed" if n % 5 == 0 else "completed" for n in range(100)]
    assert bulk.summaries(task) == 1
    assert [one for one, _ in bulk.bench.endings()].count(task) == 1


def test_somebody_who_waits_does_not_wait_for_the_hour(bulk: Bulk, workers: Callable[..., Child], bench: Bench) -> None:
    # Given a child put off to the next hour
    workers()
    task = bulk.submit(["2=hour:1:120;paused"])
    wait_for(lambda: bench.view(task).paused_until is not None, 20, "the pause")
    # When somebody asks for its match in a chat, then it goes on at once, and the bulk has it too
    asked = bench.submit("2=hour:1:120;paused", owner="tg:2")
    assert bench.ended(asked, 15).state is State.COMPLETED
    assert bench.ended(task, 15).state is State.COMPLETED
    assert bulk.ends(task) == [("2=hour:1:120;paused", "completed")]
