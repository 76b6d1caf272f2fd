"""Sizes, bounds, hold-down and the words for them."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faceit.supply import Supply
from monitoring.autoscale import Autoscaler, Scaler
from monitoring.autoscaling.faceit_limit import FaceitLimit
from monitoring.autoscaling.groups import Group, groups
from monitoring.autoscaling.holding import Hold, Reason
from monitoring.autoscaling.looks import look_at
from monitoring.autoscaling.service import service_seconds, steps_in
from monitoring.autoscaling.sizing import Load, need, workers_for
from monitoring.autoscaling.targets import DryRun
from pipelines.plans import Queue
from settings import AutoscaleSettings, load
from tasks.states import TaskType
from tests.monitoring.snapshots import queue, snapshot, supply, worker

BULK = Group("bulk", (Queue.LOW,))


def tuned(**more: object) -> AutoscaleSettings:
    return load().autoscale.model_copy(update=more)


def test_groups_are_the_procfiles() -> None:
    assert {group.name: group.queues for group in groups()} == {
        "worker": (Queue.CRITICAL, Queue.HIGH),
        "background": (Queue.DEFAULT,),
        "bulk": (Queue.LOW,),
    }
    assert BULK.types == {TaskType.BULK_ANALYSIS, TaskType.MATCH_ANALYSIS}


def test_littles_law() -> None:
    # Two busy threads and nothing piling up, at 10 s each: one task in five seconds
    steady = Load(waiting=0, oldest_s=None, busy=2, growth=0, service_s=10, threads=8)
    assert steady.arrivals == pytest.approx(0.2) and need(steady, utilisation=0.5, drain_s=60).threads == 4
    # Busy with a heap that shrinks as fast as they work: nothing comes in
    draining = Load(waiting=30, oldest_s=5, busy=8, growth=-0.8, service_s=10, threads=8)
    assert draining.offered == 0 and need(draining, utilisation=0.7, drain_s=60).backlog == 5


def test_a_little_over_is_left_alone() -> None:
    def asked(busy: float, workers: int) -> int:
        one = Load(waiting=0, oldest_s=None, busy=busy, growth=0, service_s=10, threads=8)
        return workers_for(need(one, utilisation=0.7, drain_s=60), one, workers)

    assert asked(5.9, 1) == 1 and asked(6.5, 1) == 2 and asked(11.5, 2) == 2 and asked(0, 2) == 0


def test_what_is_late_while_threads_are_busy_asks_for_one_more() -> None:
    def asked(oldest_s: float, busy: float) -> int:
        one = Load(waiting=1, oldest_s=oldest_s, busy=busy, growth=0, service_s=1, threads=8)
        return workers_for(need(one, utilisation=0.7, drain_s=120), one, 1)

    assert asked(100, 5) == 1 and asked(130, 5) == 2
    assert asked(130, 2) == 1, "threads are free: more of them would not help"


LOOKS = st.lists(
    st.tuples(
        st.integers(0, 50),
        st.booleans(),
        st.booleans(),
        st.floats(1, 400),
    ),
    min_size=1,
    max_size=60,
)


@settings(max_examples=200, deadline=None)
@given(LOOKS, st.integers(0, 5), st.integers(0, 5), st.integers(0, 12))
def test_bounds_steps_and_limits_hold_whatever_is_asked(
    looks: list[tuple[int, bool, bool, float]], low: int, more: int, workers: int
) -> None:
    own = tuned()
    hold = Hold(own, low, low + more)
    now = 0.0
    changed: list[tuple[float, int]] = []
    for asked, limited, paused, passed in looks:
        now += passed
        decision = hold.decide(now, workers, asked, limited=limited, paused=paused)
        inside = low <= workers <= low + more
        assert low <= decision.target <= low + more
        step = decision.target - workers
        if inside:
            assert -own.step_down <= step <= own.step_up
            assert not (limited or paused) or step <= 0
            assert step >= 0 or asked < workers
            assert step <= 0 or asked > workers
        if step and inside:
            changed.append((now, step))
        workers = decision.target
    for (before, _), (after, step) in pairwise(changed):
        assert after - before >= (own.settle_seconds if step > 0 else own.hold_seconds)


def test_one_look_is_not_enough_for_more_and_a_hold_of_looks_is_for_fewer() -> None:
    hold = Hold(tuned(), 1, 5)
    assert hold.decide(0, 1, 4).reason is Reason.HELD
    assert hold.decide(30, 1, 1).reason is Reason.ENOUGH
    assert hold.decide(60, 1, 4).reason is Reason.HELD
    more = hold.decide(90, 1, 4)
    assert (more.target, more.reason) == (3, Reason.MORE)
    assert hold.decide(120, 3, 5).reason is Reason.HELD, "the new ones are still on their way"
    assert hold.decide(180, 3, 2).reason is Reason.HELD
    fewer = [hold.decide(180 + 30 * n, 3, 2).target for n in range(1, 15)]
    first = fewer.index(2)
    assert fewer[:first] == [3] * first and 180 + 30 * (first + 1) - 120 >= 300


def lines_of(*looks: tuple[float, object], **more: object) -> list[str]:
    said: list[str] = []
    scaler = Autoscaler(tuned(**more), DryRun(), [BULK], said.append)
    for now, seen in looks:
        scaler.look(now, seen, {("match_analysis", "0"): (400.0, 10.0)})  # type: ignore[arg-type]
    return said


def busy_bulk(**more: object) -> object:
    return snapshot([queue(Queue.LOW, 12, 8, 50)], [worker(1, Queue.LOW, busy=8)], **more)  # type: ignore[arg-type]


def test_what_is_said() -> None:
    first, second = lines_of((0, busy_bulk()), (30, busy_bulk()))
    assert first.startswith("bulk: 12 waiting, 40 s each, 1 worker → 1, not changed yet to 2: ")
    assert second.startswith(
        "bulk: 12 waiting, 40 s each, 1 worker → 2, because it takes 11.4 threads for what comes in"
    )
    # And nothing twice
    assert len(lines_of(*((30.0 * n, snapshot()) for n in range(5)))) == 1


@pytest.mark.parametrize(
    ("looks", "words"),
    [
        ([(0, 9_000), (30, 9_000)], "9000 of the hour's 10000 calls are made (short)"),
        ([(0, 1_000), (30, 1_290)], "9.7 of 10 calls a second are used"),
    ],
)
def test_faceits_budget_is_said_instead_of_scaling(looks: list[tuple[float, int]], words: str) -> None:
    said = lines_of(
        *(
            (now, busy_bulk(faceit=supply(calls, level=Supply.SHORT if calls == 9_000 else Supply.PLENTY)))
            for now, calls in looks
        )
    )
    assert f"1 worker → 1, not more, because FACEIT is the limit: {words}" in said[-1]


def test_rate_is_not_taken_across_the_hour_or_from_one_look() -> None:
    limit = FaceitLimit(0.95)
    assert limit.look(0, supply(9_000, limit=10**6)) == ""
    assert limit.look(30, supply(100, limit=10**6)) == "", "a new hour"
    assert limit.look(60, supply(300, limit=10**6)) == ""
    assert "are used" in limit.look(90, supply(950, limit=10**6))


def test_paused_queues_ask_for_nobody() -> None:
    paused = snapshot([queue(Queue.LOW, 50, 0, 900, paused=True)], [worker(1, Queue.LOW)])
    look = look_at(BULK, paused)
    assert look.paused and look.waiting == 0 and look.oldest_s is None
    assert all("→ 1" in line for line in lines_of((0, paused), (30, paused)))


def test_messages_taken_in_advance_wait_and_strangers_do_not_count() -> None:
    seen = snapshot(
        [queue(Queue.LOW, 3, 10, 50)],
        [worker(1, Queue.LOW, busy=4), worker(2, Queue.HIGH, busy=8), worker(3, *Queue, busy=8)],
    )
    look = look_at(BULK, seen)
    assert (look.waiting, look.busy, look.workers) == (9, 4, 1)


def test_service_time_is_the_sum_of_a_chains_steps() -> None:
    window = {
        "faceit_bot_step_seconds|match_analysis|0|sum": 10.0,
        "faceit_bot_step_seconds|match_analysis|0|le=1": 10.0,
        "faceit_bot_step_seconds|match_analysis|1|sum": 120.0,
        "faceit_bot_step_seconds|match_analysis|1|le=30": 3.0,
        "faceit_bot_step_seconds|match_analysis|1|le=60": 1.0,
        "faceit_bot_task_seconds|match_analysis|sum": 9999.0,
        "nonsense": 1.0,
    }
    steps = steps_in(window)
    assert service_seconds(steps, [TaskType.MATCH_ANALYSIS]) == pytest.approx(31.0)
    assert service_seconds(steps, [TaskType.USER_ANALYTICS]) is None


def test_unmeasured_is_said_to_be_assumed() -> None:
    said: list[str] = []
    scaler = Scaler(BULK, tuned())
    _, line = scaler.decide(0, snapshot(), {}, None, "")
    said.append(line)
    assert "15 s each (assumed)" in line and "0 workers → 1, because it must lie between min and max" in line
