"""Once the subject is known a run has its full key: reports are given again, runs merge, a new state is new work."""

import time

import pytest
import redis

from connections import BROKER_NAMESPACE, PREFIX
from errors import RunEndedError
from pipelines.manager import TaskManager, match_wish
from tasks.messages import Packed
from tasks.ownership import Delivery, Ownership, RunKeeper
from tasks.records import Submitted
from tasks.states import State
from tests.core.conftest import Bench

QUEUE = "faceit_bot_high"
WORKER = "worker"


class Hand:
    """A worker's hand: takes steps of runs one at a time."""

    def __init__(self, manager: TaskManager, client: redis.Redis) -> None:
        self.keeper = RunKeeper(client, manager.store.settings)
        self.manager = manager

    def begin(self, submitted: Submitted, step: int = 0) -> Ownership:
        """Own a step of the task's run."""
        record = self.manager.store.run(submitted.task.run)
        assert record is not None
        delivery = Delivery(submitted.task.run, step, record["rmid"], int(record["seq"]), record["queue"], WORKER)
        owned = self.keeper.begin(delivery, deadline_s=60)
        assert owned is not None
        return owned

    def settle(self, owned: Ownership, fingerprint: str, max_age_s: float = 300) -> None:
        """The state of the subject is known."""
        self.keeper.settle(owned, fingerprint, max_age_s=max_age_s, api_calls=1)

    def complete(self, submitted: Submitted, fingerprint: str, result: bytes) -> None:
        """All of a run in one go."""
        owned = self.begin(submitted)
        self.settle(owned, fingerprint)
        self.keeper.complete(owned, result)


@pytest.fixture
def hand(manager: TaskManager, redis_tasks: redis.Redis) -> Hand:
    return Hand(manager, redis_tasks)


def ask(manager: TaskManager, owner: str, **more: object) -> Submitted:
    return manager.submit(match_wish(owner, "m", chat=1, **more))


def test_a_report_on_the_same_state_is_given_again(bench: Bench, manager: TaskManager, hand: Hand) -> None:
    # Given a finished run on a state
    hand.complete(ask(manager, "tg:1"), "veto_done.de_nuke", b'{"n":1}')
    # When another person asks, then the match is looked at and the report is there
    second = ask(manager, "tg:2")
    assert second.outcome == "created"
    with pytest.raises(RunEndedError):
        hand.settle(hand.begin(second), "veto_done.de_nuke")
    assert bench.view(second.task.id).state is State.COMPLETED
    assert manager.report(second.task.id) == {"n": 1}
    assert len(bench.endings()) == 2


def test_another_state_wants_another_report(bench: Bench, manager: TaskManager, hand: Hand) -> None:
    hand.complete(ask(manager, "tg:1"), "before_veto", b'{"n":1}')
    second = ask(manager, "tg:1")
    hand.settle(hand.begin(second), "veto_done.de_nuke")
    assert bench.view(second.task.id).state is State.RUNNING


def test_too_old_a_report_is_not_given_again(bench: Bench, manager: TaskManager, hand: Hand) -> None:
    hand.complete(ask(manager, "tg:1"), "before_veto", b'{"n":1}')
    second = ask(manager, "tg:2")
    hand.settle(hand.begin(second), "before_veto", max_age_s=-1)
    assert bench.view(second.task.id).state is State.RUNNING


def test_a_run_that_finds_another_at_work_hands_its_tasks_over(bench: Bench, manager: TaskManager, hand: Hand) -> None:
    # Given a run that knows its state and is at work
    first = ask(manager, "tg:1")
    owned = hand.begin(first)
    hand.settle(owned, "before_veto")
    # When somebody asks later, a second run looks at the match and finds the same state
    second = ask(manager, "tg:2")
    assert second.outcome == "created"
    with pytest.raises(RunEndedError):
        hand.settle(hand.begin(second), "before_veto")
    # Then both tasks wait for the first run, and end with it
    assert bench.view(second.task.id).run == first.task.run
    assert bench.view(second.task.id).state is State.RUNNING
    hand.keeper.complete(owned, b'{"n":1}')
    assert sorted(bench.endings()) == sorted([(first.task.id, State.COMPLETED), (second.task.id, State.COMPLETED)])
    assert manager.report(second.task.id) == {"n": 1}


def test_promotion_moves_the_step_and_the_slower_copy_is_dropped(
    bench: Bench, manager: TaskManager, hand: Hand, redis_tasks: redis.Redis
) -> None:
    # Given a run of a bulk whose first step is at work on the low queue
    child = ask(manager, "tg:1", urgent=False)
    slow = hand.begin(child)
    assert slow.delivery.queue == "faceit_bot_low"
    # When somebody asks for it in a chat
    joined = ask(manager, "tg:2")
    assert joined.outcome == "joined"
    # Then its step stands on the high queue, owned by the new copy, and the slower one may write nothing
    record = manager.store.run(child.task.run)
    assert record is not None and (record["queue"], record["rank"]) == (QUEUE, "1")
    assert redis_tasks.llen(f"{BROKER_NAMESPACE}:{QUEUE}") == 1
    with pytest.raises(RunEndedError):
        hand.keeper.advance(slow, Packed("faceit_bot_low", "x", b"{}"), {}, 0)
    fast = hand.begin(child)
    hand.keeper.advance(fast, Packed(QUEUE, "y", b"{}"), {}, 0)
    assert bench.view(joined.task.id).step == 1


def test_an_urgent_run_is_never_moved_down(bench: Bench, manager: TaskManager) -> None:
    first = ask(manager, "tg:1")
    ask(manager, "tg:2", urgent=False)
    record = manager.store.run(first.task.run)
    assert record is not None and record["queue"] == QUEUE


def test_what_nobody_waits_for_may_wait_longer_until_somebody_does(
    manager: TaskManager, redis_tasks: redis.Redis
) -> None:
    # Given a run of a bulk in the queue
    child = ask(manager, "tg:1", urgent=False)
    minutes = manager.store.settings

    def waits_for() -> float:
        score = redis_tasks.zscore(f"{PREFIX}deadlines", child.task.run)
        assert score is not None
        return (score - manager.store.now()) / 60_000

    assert minutes.queue_timeout_low_minutes - 1 < waits_for() <= minutes.queue_timeout_low_minutes
    # When somebody asks for it in a chat, then it may wait as long as any match
    ask(manager, "tg:2")
    assert minutes.queue_timeout_minutes - 1 < waits_for() <= minutes.queue_timeout_minutes


def test_a_report_may_be_reusable_for_a_shorter_time(bench: Bench, manager: TaskManager, hand: Hand) -> None:
    # Given a report that is good for a moment only
    first = ask(manager, "tg:1")
    owned = hand.begin(first)
    hand.settle(owned, "before_veto")
    hand.keeper.complete(owned, b'{"n":1}', reusable_s=0.2)
    # When somebody asks after it, then it is work anew
    time.sleep(0.3)
    second = ask(manager, "tg:2")
    hand.settle(hand.begin(second), "before_veto")
    assert not bench.view(second.task.id).state.final
    # But the first one keeps his
    assert manager.report(first.task.id) == {"n": 1}
