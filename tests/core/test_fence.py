"""The fence before a step: who may own it, and what late writes may do."""

import time

import pytest
import redis

from connections import PREFIX
from errors import RunEndedError
from pipelines.manager import TaskManager, match_wish
from tasks.messages import Packed
from tasks.ownership import Delivery, RunKeeper
from tasks.records import Requester
from tasks.states import State

QUEUE = "faceit_bot_high"
NEXT = Packed(QUEUE, "next", b"{}")


@pytest.fixture
def keeper(redis_tasks: redis.Redis, manager: TaskManager) -> RunKeeper:
    return RunKeeper(redis_tasks, manager.store.settings)


@pytest.fixture
def run(manager: TaskManager) -> str:
    return manager.submit(match_wish("tg:1", "m")).task.run


def copy(run: str, rmid: str, *, step: int = 0, seq: int = 0) -> Delivery:
    return Delivery(run, step, rmid, seq, QUEUE, "worker")


def test_another_copy_of_the_same_attempt_is_dropped(keeper: RunKeeper, run: str) -> None:
    assert keeper.begin(copy(run, "a"), deadline_s=60) is not None
    assert keeper.begin(copy(run, "b"), deadline_s=60) is None


def test_the_same_copy_again_is_a_redelivery_and_takes_over(keeper: RunKeeper, run: str) -> None:
    zombie = keeper.begin(copy(run, "a"), deadline_s=60)
    owner = keeper.begin(copy(run, "a"), deadline_s=60)
    assert zombie is not None and owner is not None
    assert owner.deliveries == 2
    with pytest.raises(RunEndedError):
        keeper.advance(zombie, NEXT, {}, 0)
    with pytest.raises(RunEndedError):
        keeper.progress(zombie, "players", 1, 10)
    with pytest.raises(RunEndedError):
        keeper.check(zombie)
    keeper.advance(owner, NEXT, {}, 0)


def test_behind_the_cursor_is_dropped(keeper: RunKeeper, run: str) -> None:
    owner = keeper.begin(copy(run, "a"), deadline_s=60)
    assert owner is not None
    keeper.advance(owner, NEXT, {}, 0)
    assert keeper.begin(copy(run, "a"), deadline_s=60) is None
    assert keeper.begin(copy(run, "c", step=2), deadline_s=60) is None
    assert keeper.begin(copy(run, "next", step=1), deadline_s=60) is not None


def test_an_older_attempt_is_dropped(keeper: RunKeeper, run: str) -> None:
    owner = keeper.begin(copy(run, "a"), deadline_s=60)
    assert owner is not None
    keeper.retrying(owner, seq=1, attempt=1, delay_ms=10, reason="transient", counted=True)
    assert keeper.begin(copy(run, "a"), deadline_s=60) is None
    assert keeper.begin(copy(run, "b", seq=1), deadline_s=60) is not None


def test_a_fourth_delivery_is_poison(keeper: RunKeeper, manager: TaskManager, run: str) -> None:
    for _ in range(3):
        assert keeper.begin(copy(run, "a"), deadline_s=60) is not None
    assert keeper.begin(copy(run, "a"), deadline_s=60) is None
    record = manager.store.run(run)
    assert record is not None and record["state"] == "failed" and "poison" in record["failure"]


def test_past_the_deadline_nothing_begins(keeper: RunKeeper, manager: TaskManager, run: str) -> None:
    owner = keeper.begin(copy(run, "a"), deadline_s=0.01)
    assert owner is not None
    keeper.advance(owner, NEXT, {}, 0)
    time.sleep(0.02)
    assert keeper.begin(copy(run, "next", step=1), deadline_s=0.01) is None
    record = manager.store.run(run)
    assert record is not None and "deadline" in record["failure"]


def test_a_failure_that_never_passed_the_fence_cannot_end_anothers_step(
    keeper: RunKeeper, manager: TaskManager, run: str
) -> None:
    assert keeper.begin(copy(run, "a"), deadline_s=60) is not None
    assert not keeper.fail(copy(run, "b"), None, '{"code":"expired"}')
    assert keeper.fail(copy(run, "a"), None, '{"code":"expired"}')


def test_ended_is_ended(keeper: RunKeeper, manager: TaskManager, run: str, redis_tasks: redis.Redis) -> None:
    owner = keeper.begin(copy(run, "a"), deadline_s=60)
    assert owner is not None
    [view] = manager.list(Requester(owner="tg:1"))
    manager.cancel(view.id, Requester(owner="tg:1"))
    with pytest.raises(RunEndedError):
        keeper.complete(owner, b"{}")
    assert not keeper.fail(copy(run, "a"), owner.own, '{"code":"internal"}')
    after = manager.view(view.id)
    assert after is not None and after.state is State.CANCELLED
    assert 0 < redis_tasks.pttl(f"{PREFIX}run:{run}") <= 24 * 3_600_000


def test_records_expire(keeper: RunKeeper, run: str, redis_tasks: redis.Redis) -> None:
    owner = keeper.begin(copy(run, "a"), deadline_s=60)
    assert owner is not None
    keeper.advance(owner, NEXT, {"big": b"x"}, 3)
    assert keeper.fail(copy(run, "next", step=1), None, '{"code":"expired"}')
    day = 24 * 3_600_000
    assert 6 * day < redis_tasks.pttl(f"{PREFIX}run:{run}") <= 7 * day
    assert 0 < redis_tasks.pttl(f"{PREFIX}run:{run}:work") <= 3_600_000


def test_the_next_step_begins_with_a_clean_record(keeper: RunKeeper, manager: TaskManager, run: str) -> None:
    # Given a step that was deferred, failed once and told what it was doing
    owner = keeper.begin(copy(run, "a"), deadline_s=60)
    assert owner is not None
    keeper.retrying(owner, seq=1, attempt=0, delay_ms=10, reason="busy", counted=False)
    owner = keeper.begin(copy(run, "b", seq=1), deadline_s=60)
    assert owner is not None
    keeper.retrying(owner, seq=2, attempt=1, delay_ms=10, reason="transient", counted=True)
    owner = keeper.begin(copy(run, "c", seq=2), deadline_s=60)
    assert owner is not None and owner.attempt == 1
    keeper.progress(owner, "players", 3, 10)
    # When it advances and the next one begins
    keeper.advance(owner, NEXT, {"x": b"1", "y": b"2"}, 7)
    owner = keeper.begin(copy(run, "next", step=1), deadline_s=60)
    # Then nothing of the attempts before is left but the calls
    assert owner is not None and (owner.attempt, owner.deliveries, owner.subject.api_calls) == (0, 1, 7)
    record = manager.store.run(run)
    assert record is not None
    wanted = {"state": "running", "step": "1", "seq": "0", "rmid": "next", "retry_at": "", "operation": "", "done": "0"}
    assert {name: record[name] for name in wanted} == wanted
    assert (keeper.work(run, "x"), keeper.work(run, "y")) == (b"1", b"2")


def test_a_subject_may_be_any_text(keeper: RunKeeper, manager: TaskManager) -> None:
    subject = "two\nlines\n\n⚔️"
    run = manager.submit(match_wish("tg:2", subject)).task.run
    owner = keeper.begin(copy(run, "a"), deadline_s=60)
    assert owner is not None and owner.subject.subject == subject
