"""Somebody in a chat wants a match a bulk is working on: he waited on the bulk's lane, for its next hour if need be."""

from collections.abc import Iterator

import pytest
import redis

from connections import BROKER_NAMESPACE
from errors import RunEndedError
from pipelines.manager import TaskManager, build_manager, match_wish
from pipelines.plans import RANK, Queue
from pipelines.promoting import lift_wanted
from pipelines.reconciler import build_reconciler
from pipelines.views import view_of
from settings import Settings
from tasks.errors import RunServedError
from tasks.messages import Packed
from tasks.ownership import Ownership
from tasks.records import Requester, Submitted
from tasks.states import State
from tasks.store import Record
from tests.core.test_phases import Hand

STATE = "finished"
HOUR_MS = 2_400_000


@pytest.fixture
def door(settings: Settings) -> Iterator[TaskManager]:
    """The TaskManager faces use."""
    result = build_manager(settings)
    yield result
    result.store.client.close()


@pytest.fixture
def hand(door: TaskManager, redis_tasks: redis.Redis) -> Hand:
    return Hand(door, redis_tasks)


def ask(door: TaskManager, owner: str, *, urgent: bool = True) -> Submitted:
    return door.submit(match_wish(owner, "m", chat=1, urgent=urgent))


def record(door: TaskManager, submitted: Submitted) -> Record:
    found = door.store.run(submitted.task.run)
    assert found is not None
    return found


def queued(client: redis.Redis, queue: Queue) -> int:
    return int(client.llen(f"{BROKER_NAMESPACE}:{queue}"))


def of_a_bulk(door: TaskManager, hand: Hand) -> tuple[Submitted, Ownership]:
    """A run on the low queue that knows its match and stands in its second step."""
    child = ask(door, "tg:1", urgent=False)
    owned = hand.begin(child)
    hand.settle(owned, STATE)
    hand.keeper.advance(owned, Packed(Queue.LOW, "second", b"{}"), {}, 1)
    return child, hand.begin(child, step=1)


def merges(door: TaskManager, hand: Hand, child: Submitted) -> Submitted:
    """Somebody asks in a chat, and his run finds the other one."""
    asked = ask(door, "tg:2")
    assert asked.outcome == "created"
    with pytest.raises(RunServedError) as merged:
        hand.settle(hand.begin(asked), STATE)
    assert merged.value.into == child.task.run
    return asked


def test_a_settled_run_is_lifted_when_an_urgent_one_merges_into_it(
    door: TaskManager, hand: Hand, redis_tasks: redis.Redis
) -> None:
    child, slow = of_a_bulk(door, hand)
    before = queued(redis_tasks, Queue.HIGH)
    asked = merges(door, hand, child)
    assert door.status(asked.task.id, Requester(owner="tg:2")).run == child.task.run
    assert lift_wanted(door.store, child.task.run)
    # The step is queued anew for the fast workers, and the slow one loses it
    run = record(door, child)
    assert (run["queue"], run["rank"], run["step"]) == (Queue.HIGH, str(RANK[Queue.HIGH]), "1")
    assert "wanted_rank" not in run
    # (one more than before, and the merged run's own message, which nobody took from the list here)
    assert queued(redis_tasks, Queue.HIGH) == before + 2
    with pytest.raises(RunEndedError):
        hand.keeper.progress(slow, "players", 1, 10)
    assert hand.begin(child, step=1).delivery.queue == Queue.HIGH


def test_a_run_put_off_to_the_next_hour_is_queued_at_once(door: TaskManager, hand: Hand) -> None:
    child, slow = of_a_bulk(door, hand)
    hand.keeper.retrying(
        slow, seq=1, attempt=0, delay_ms=HOUR_MS, reason="hour", counted=False, hour_used=True, extend_to_s=21_600
    )
    merges(door, hand, child)
    assert lift_wanted(door.store, child.task.run)
    run = record(door, child)
    assert (run["queue"], run["retry_at"]) == (Queue.HIGH, "")
    # The copy that waits for its time is dropped when it comes, the new one goes on
    old = slow.delivery._replace(seq=1, rmid="delayed")
    fast = hand.begin(child, step=1)
    assert hand.keeper.begin(old, deadline_s=60) is None
    hand.keeper.advance(fast, Packed(Queue.HIGH, "third", b"{}"), {}, 0)


def test_the_sweep_lifts_what_a_dead_worker_left(door: TaskManager, hand: Hand, settings: Settings) -> None:
    child, _ = of_a_bulk(door, hand)
    merges(door, hand, child)
    # Whoever merged died before it could lift the other run
    assert record(door, child)["queue"] == Queue.LOW
    reconciler = build_reconciler(settings)
    assert reconciler.sweep() == 1
    assert record(door, child)["queue"] == Queue.HIGH
    assert reconciler.sweep() == 0


def test_nobody_is_lifted_by_an_equal(door: TaskManager, hand: Hand) -> None:
    child, _ = of_a_bulk(door, hand)
    other = ask(door, "tg:3", urgent=False)
    with pytest.raises(RunServedError):
        hand.settle(hand.begin(other), STATE)
    assert "wanted_rank" not in record(door, child)
    assert not lift_wanted(door.store, child.task.run)


def test_a_task_looked_at_while_it_is_handed_over_is_not_over(door: TaskManager, hand: Hand) -> None:
    # Given a record that was read just before the task moved to the other run
    child, _ = of_a_bulk(door, hand)
    asked = ask(door, "tg:2")
    before = door.store.task(asked.task.id)
    assert before is not None
    with pytest.raises(RunServedError):
        hand.settle(hand.begin(asked), STATE)
    # When the run it names is looked at, then its end is not taken for the task's
    view = view_of(door.store, asked.task.id, before)
    assert (view.state, view.run) == (State.RUNNING, child.task.run)
