"""Two things at once: cancel and every step, cancel and the end, submits side by side, a worker's late hand."""

import json
import os
import random
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
import redis

from connections import BROKER_NAMESPACE, PREFIX
from errors import RunEndedError
from pipelines.bulk import BulkSubject, bulk_wish
from pipelines.groups import group_of
from pipelines.manager import TaskManager, build_manager, match_wish
from pipelines.plans import PLANS, Queue
from settings import Settings
from tasks.errors import LimitReachedError, TaskActiveError, TaskEndedError
from tasks.groups import Groups
from tasks.messages import Packed
from tasks.ownership import Delivery, Ownership, RunKeeper
from tasks.records import Requester, Wish
from tasks.scripts import words
from tasks.states import State, TaskType
from tests.core.conftest import Bench
from tests.probe.script import CHILDREN, log_of
from tests.processes import Child, wait_for

EVERY_STEP = [(plan.type, step) for plan in PLANS.values() for step in range(len(plan.steps))]
NEXT = Packed(Queue.HIGH, "next", b"{}")
ADMIN = Requester(owner="tg:0", admin=True)
Workers = Callable[..., Child]


class Hand:
    """A worker's hand on the scripts, one step at a time."""

    def __init__(self, bench: Bench, settings: Settings) -> None:
        self.bench = bench
        self.keeper = RunKeeper(bench.client, settings.tasks)
        self.groups = Groups(self.keeper, settings.tasks, settings.bulk)

    def begin(self, run: str) -> Ownership | None:
        """Take the run's message as it stands in the record."""
        record = self.bench.manager.store.run(run)
        assert record is not None
        copy = Delivery(run, int(record["step"]), record["rmid"], int(record["seq"]), record["queue"], "worker")
        return self.keeper.begin(copy, deadline_s=60)

    def own(self, run: str) -> Ownership:
        """The same, where it must succeed."""
        owned = self.begin(run)
        assert owned is not None
        return owned

    def up_to(self, run: str, step: int) -> None:
        """Close the steps before `step`; nobody owns that one yet."""
        for _ in range(step):
            self.keeper.advance(self.own(run), NEXT, {}, 0)


@pytest.fixture
def hand(bench: Bench, settings: Settings) -> Hand:
    return Hand(bench, settings)


def ask(bench: Bench, kind: TaskType, subject: str, owner: str) -> str:
    """A task of any type."""
    return bench.manager.submit(Wish(owner=owner, type=kind, subject=subject, chat=1)).task.id


# Cancel and the steps


@pytest.mark.parametrize(("kind", "step"), EVERY_STEP)
def test_cancelled_between_steps_the_next_never_begins(bench: Bench, hand: Hand, kind: TaskType, step: int) -> None:
    # Given a run whose step has not begun, the ones before are done
    task = ask(bench, kind, "x", "tg:1")
    run = bench.view(task).run
    hand.up_to(run, step)
    # When its task is cancelled
    bench.manager.cancel(task, ADMIN)
    # Then its message is dropped, and it is told once
    assert hand.begin(run) is None
    assert bench.view(task).state is State.CANCELLED
    assert bench.endings() == [(task, State.CANCELLED)]
    assert left_of(bench.client) == []


@pytest.mark.parametrize(("kind", "step"), EVERY_STEP)
def test_cancelled_in_a_step_its_end_moves_nothing(bench: Bench, hand: Hand, kind: TaskType, step: int) -> None:
    task = ask(bench, kind, "x", "tg:1")
    run = bench.view(task).run
    hand.up_to(run, step)
    owned = hand.own(run)
    bench.manager.cancel(task, ADMIN)
    before = bench.manager.store.run(run)
    for late in late_writes(hand, owned):
        with pytest.raises(RunEndedError):
            late()
    assert not hand.keeper.fail(owned.delivery, owned.own, "{}")
    assert bench.manager.store.run(run) == before
    assert bench.endings() == [(task, State.CANCELLED)]


def late_writes(hand: Hand, owned: Ownership) -> list[Callable[[], object]]:
    """Everything a step may write, by one who has lost it."""
    keeper = hand.keeper
    children = group_of([Wish(owner="", type=TaskType.MATCH_ANALYSIS, subject="child", urgent=False)])
    return [
        lambda: keeper.check(owned),
        lambda: keeper.progress(owned, "players", 1, 10),
        lambda: keeper.settle(owned, "state", max_age_s=60, api_calls=1, title="late"),
        lambda: keeper.retrying(owned, seq=1, attempt=1, delay_ms=10, reason="transient", counted=True),
        lambda: keeper.advance(owned, NEXT, {"late": b"1"}, 1),
        lambda: hand.groups.spread(owned, children, NEXT, limit_s=60),
        lambda: keeper.complete(owned, b'{"late":1}'),
    ]


def left_of(client: redis.Redis) -> list[str]:
    """What an ended run must not leave: its place in flight, a deadline, a place among the active."""
    keys = words([*client.scan_iter(f"{PREFIX}flight:*"), *client.scan_iter(f"{PREFIX}owner:*:active")])
    return keys + words(client.zrange(f"{PREFIX}deadlines", 0, -1))


@pytest.mark.processes
@pytest.mark.parametrize("kind", list(PLANS))
def test_cancel_at_work_ends_every_step_of_a_plan(bench: Bench, workers: Workers, kind: TaskType) -> None:
    # Given a run at work in each step of the plan
    steps = range(len(PLANS[kind].steps))
    workers(threads=len(steps))
    tasks = [ask(bench, kind, f"{step}=sleep:30", f"tg:{step + 1}") for step in steps]
    runs = {bench.view(task).run: step for step, task in enumerate(tasks)}
    wait_for(lambda: {run for run, _, what in log_of(bench.client) if what == "call"} == set(runs), 30, "all at work")
    # When all are cancelled
    for task in tasks:
        bench.manager.cancel(task, ADMIN)
    # Then within a moment nothing is called any more, and no step comes after
    time.sleep(0.3)
    calls = len(log_of(bench.client))
    time.sleep(0.5)
    log = log_of(bench.client)
    assert len(log) == calls
    for run, step in runs.items():
        assert [at for one, at, what in log if one == run and what == "begin"] == list(range(step + 1))
    assert sorted(bench.endings()) == sorted((task, State.CANCELLED) for task in tasks)
    assert left_of(bench.client) == []


@pytest.mark.processes
def test_a_cancelled_bulk_takes_its_children_along(bench: Bench, workers: Workers) -> None:
    # Given a bulk at its gate, one of its matches asked for by somebody else, too
    workers(threads=6)
    bench.client.set(CHILDREN, json.dumps([f"2=sleep:30;{name}" for name in "abcd"]))
    wish = replace(bulk_wish("tg:1", BulkSubject(matches=("1=group",)), "standard", chat=1), calls=0)
    bulk = bench.manager.submit(wish).task.id
    wait_for(lambda: len({run for run, _, what in log_of(bench.client) if what == "call"}) == 4, 30, "all at work")
    other = bench.submit("2=sleep:30;a", "tg:2")
    # When it is cancelled
    bench.manager.cancel(bulk, ADMIN)
    time.sleep(0.5)
    before = {run for run, _, what in log_of(bench.client)[-40:] if what == "call"}
    marked = len(log_of(bench.client))
    time.sleep(0.5)
    # Then only the other one's goes on
    after = {run for run, _, _ in log_of(bench.client)[marked:]}
    assert before and after == {bench.view(other).run}
    assert bench.endings() == [(bulk, State.CANCELLED)]
    bench.manager.cancel(other, ADMIN)
    assert bench.endings() == [(bulk, State.CANCELLED), (other, State.CANCELLED)]


# Cancel and the end


def together(*acts: Callable[[], Any]) -> list[Any]:
    """What each act gives, or its error, all begun at the same moment."""
    gate = threading.Barrier(len(acts))

    def start(act: Callable[[], Any]) -> Any:
        gate.wait(10)
        try:
            return act()
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(start, acts))


@pytest.mark.parametrize("end", ["complete", "fail", "settle", "retrying"])
def test_cancel_and_the_end_at_once_give_one_ending(bench: Bench, hand: Hand, settings: Settings, end: str) -> None:
    canceller = build_manager(settings)
    outcomes: Counter[State] = Counter()
    if end == "settle":
        # A report of this state is there: settling ends the run.
        task = bench.submit("seen", "tg:2")
        owned = hand.own(bench.view(task).run)
        hand.keeper.settle(owned, "state", max_age_s=60, api_calls=0)
        hand.keeper.complete(owned, b"{}")
    for number in range(60):
        task = bench.submit("seen" if end == "settle" else f"match-{number}")
        owned = hand.own(bench.view(task).run)
        keeper = hand.keeper
        acts: dict[str, Callable[[], object]] = {
            "complete": partial(keeper.complete, owned, b"{}"),
            "fail": partial(keeper.fail, owned.delivery, owned.own, '{"code":"internal"}'),
            "settle": partial(keeper.settle, owned, "state", max_age_s=60, api_calls=0),
            "retrying": partial(
                keeper.retrying, owned, seq=1, attempt=1, delay_ms=10, reason="transient", counted=True
            ),
        }
        cancelled, _ = together(partial(canceller.cancel, task, ADMIN), acts[end])
        view = bench.view(task)
        outcomes[view.state] += 1
        assert view.state.final
        assert isinstance(cancelled, TaskEndedError) == (view.state is not State.CANCELLED)
        run = bench.manager.store.run(view.run)
        assert run is not None and run["state"] == view.state
        assert [state for one, state in bench.endings() if one == task] == [view.state]
    assert left_of(bench.client) == []
    assert set(outcomes) <= {State.CANCELLED, State.COMPLETED, State.FAILED}
    canceller.store.client.close()


@pytest.mark.processes
def test_cancels_at_any_moment_of_real_runs(bench: Bench, workers: Workers, settings: Settings) -> None:
    # Given eighty quick runs at two workers, each cancelled at some moment before, in or after it; some in any case
    # at once, some in any case afterwards
    workers(threads=4)
    workers(threads=4)
    draw = random.Random(7)
    canceller = build_manager(settings)
    moments = [draw.uniform(0, 0.3) for _ in range(80)]

    def one(number: int) -> str:
        task = bench.submit(f"match-{number}", f"tg:{number}")
        if number % 8 == 0:
            bench.ended(task)
        elif number % 8 > 1:
            time.sleep(moments[number])
        with suppress(TaskEndedError):
            canceller.cancel(task, ADMIN)
        return task

    with ThreadPoolExecutor(4) as pool:
        tasks = list(pool.map(one, range(80)))
    wait_for(lambda: len(bench.endings()) >= 80, 30, "every ending")
    time.sleep(0.5)
    # Then each has one ending, the one its record says
    assert sorted(bench.endings()) == sorted((task, bench.view(task).state) for task in tasks)
    states = Counter(bench.view(task).state for task in tasks)
    assert states[State.CANCELLED] and states[State.COMPLETED], states
    assert left_of(bench.client) == []
    canceller.store.client.close()


def test_of_twenty_cancels_at_once_one_counts(bench: Bench, settings: Settings) -> None:
    managers = [build_manager(settings) for _ in range(20)]
    task = bench.submit("m")
    answers = together(*(lambda manager=manager: manager.cancel(task, ADMIN) for manager in managers))
    refused = [answer for answer in answers if isinstance(answer, TaskEndedError)]
    assert (len(answers) - len(refused), len(refused)) == (1, 19)
    assert bench.endings() == [(task, State.CANCELLED)]
    close(managers)


def test_only_what_is_over_may_be_tried_again(bench: Bench, hand: Hand) -> None:
    task = bench.submit("m")
    run = bench.view(task).run

    def refused() -> None:
        with pytest.raises(TaskActiveError):
            bench.manager.retry(task, Requester(owner="tg:1"))

    refused()
    owned = hand.own(run)
    assert bench.view(task).state is State.RUNNING
    refused()
    hand.keeper.retrying(owned, seq=1, attempt=1, delay_ms=10, reason="transient", counted=True)
    assert bench.view(task).state is State.RETRYING
    refused()
    bench.manager.cancel(task, ADMIN)
    assert bench.manager.retry(task, Requester(owner="tg:1")).outcome == "created"


# Submits


def test_submits_and_ends_at_once_never_give_a_fourth(bench: Bench, settings: Settings) -> None:
    # Given fifty who submit as one person, of all types, and end what they got at once to make room
    managers = [build_manager(settings) for _ in range(10)]
    most, done = 0, threading.Event()

    def watch() -> None:
        nonlocal most
        client = build_manager(settings).store.client
        while not done.is_set():
            most = max(most, int(client.scard(f"{PREFIX}owner:tg:1:active")))
        client.close()

    def one(number: int) -> int:
        manager, kind = managers[number % 10], list(PLANS)[number % len(PLANS)]
        got = 0
        for turn in range(8):
            try:
                task = manager.submit(Wish(owner="tg:1", type=kind, subject=f"{number}-{turn}", chat=1)).task.id
            except LimitReachedError as error:
                assert len(error.active) == 3
                continue
            got += 1
            manager.cancel(task, ADMIN)
        return got

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        accepted = sum(together(*(lambda number=number: one(number) for number in range(50))))
    finally:
        done.set()
        watcher.join(10)
    # Then there were never four
    assert most == 3
    assert accepted > 3
    assert left_of(bench.client) == []
    close(managers)


def test_the_same_update_at_once_is_one_task(bench: Bench, settings: Settings) -> None:
    managers = [build_manager(settings) for _ in range(20)]
    wish = match_wish("tg:1", "m", idempotency="upd:1:2:m", chat=1)
    answers = together(*(lambda manager=manager: manager.submit(wish) for manager in managers))
    assert Counter(answer.outcome for answer in answers) == {"created": 1, "repeated": 19}
    assert len({answer.task.id for answer in answers}) == 1
    assert bench.client.llen(f"{BROKER_NAMESPACE}:{Queue.HIGH}") == 1
    close(managers)


def test_many_people_at_once_share_one_run(bench: Bench, settings: Settings) -> None:
    managers = [build_manager(settings) for _ in range(20)]
    answers = together(
        *(
            lambda number=number, manager=manager: manager.submit(match_wish(f"tg:{number}", "m", chat=1))
            for number, manager in enumerate(managers)
        )
    )
    assert Counter(answer.outcome for answer in answers) == {"created": 1, "joined": 19}
    assert len({answer.task.run for answer in answers}) == 1
    assert bench.client.llen(f"{BROKER_NAMESPACE}:{Queue.HIGH}") == 1
    close(managers)


def close(managers: list[TaskManager]) -> None:
    """Let go of their connections."""
    for manager in managers:
        manager.store.client.close()


# Two hands on one step


@pytest.mark.parametrize(("kind", "step"), [(TaskType.MATCH_ANALYSIS, 0), (TaskType.MATCH_ANALYSIS, 5)])
def test_whoever_was_replaced_may_write_nothing(bench: Bench, hand: Hand, kind: TaskType, step: int) -> None:
    # Given a step whose message was given to a second worker while the first one slept
    task = ask(bench, kind, "x", "tg:1")
    run = bench.view(task).run
    hand.up_to(run, step)
    slept = hand.own(run)
    owner = hand.own(run)
    assert (slept.deliveries, owner.deliveries) == (1, 2)
    before = bench.manager.store.run(run)
    # When the first one wakes, then none of its writes is taken
    for late in late_writes(hand, slept):
        with pytest.raises(RunEndedError):
            late()
    assert not hand.keeper.fail(slept.delivery, slept.own, "{}")
    assert bench.manager.store.run(run) == before
    assert bench.endings() == []
    # And the second one's are
    hand.keeper.check(owner)


@pytest.fixture
def awake() -> Iterator[list[Child]]:
    """Workers that a step has frozen; woken before they are ended."""
    frozen: list[Child] = []
    yield frozen
    for child in frozen:
        wake(child)


def freeze(child: Child) -> None:
    """Stop a worker where it is, for longer than its heartbeat."""
    for process in child.tree():
        os.kill(process.pid, signal.SIGSTOP)
    time.sleep(2.5)


def wake(child: Child) -> None:
    """Let a frozen worker go on."""
    for process in child.tree():
        os.kill(process.pid, signal.SIGCONT)


@pytest.mark.processes
@pytest.mark.parametrize("step", [0, 5])
def test_a_worker_frozen_in_the_first_or_last_step(
    bench: Bench, workers: Workers, awake: list[Child], step: int
) -> None:
    # Given a worker frozen in mid-step
    awake.append(workers())
    task = bench.submit(f"{step}=hang:2")
    wait_for(lambda: (step, "begin") in {(at, what) for _, at, what in log_of(bench.client)}, what="the step")
    freeze(awake[0])
    # When another worker has done the work and the first one wakes
    workers()
    view = bench.ended(task, 40)
    report = bench.manager.report(task)
    wake(awake[0])
    wait_for(lambda: log_of(bench.client).count((view.run, step, "end")) == 2, what="the late end of the step")
    time.sleep(0.5)
    # Then nothing moved
    begun = [at for _, at, what in log_of(bench.client) if what == "begin"]
    assert sorted(begun) == sorted([*range(6), step])
    assert bench.manager.report(task) == report
    assert replace(bench.view(task), now=view.now) == view
    assert bench.endings() == [(task, State.COMPLETED)]


@pytest.mark.processes
def test_a_worker_frozen_where_a_group_begins_opens_no_second_one(
    bench: Bench, workers: Workers, awake: list[Child]
) -> None:
    awake.append(workers())
    bench.client.set(CHILDREN, json.dumps(["a", "b", "c"]))
    wish = replace(bulk_wish("tg:1", BulkSubject(matches=("0=hang:2;1=group",)), "standard", chat=1), calls=0)
    task = bench.manager.submit(wish).task.id
    run = bench.view(task).run
    wait_for(lambda: (run, 0, "begin") in log_of(bench.client), what="the step")
    freeze(awake[0])
    workers()
    assert bench.ended(task, 40).state is State.COMPLETED
    wake(awake[0])
    wait_for(lambda: log_of(bench.client).count((run, 0, "end")) == 2, what="the late end of the step")
    time.sleep(0.5)
    assert bench.client.llen(f"{PREFIX}run:{run}:children") == 3
    assert log_of(bench.client).count((run, 1, "begin")) == 1
    assert bench.endings() == [(task, State.COMPLETED)]
