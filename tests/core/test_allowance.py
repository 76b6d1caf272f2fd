"""A day's allowance of FACEIT calls: who waits pays, what is shared is shared in cost, and a bulk pays once."""

import json
from dataclasses import replace

import pytest
import redis

from connections import PREFIX
from errors import RunEndedError
from pipelines.bulk import BulkSubject, bulk_wish
from pipelines.groups import group_of
from pipelines.manager import TaskManager, build_manager, match_wish
from settings import Settings
from tasks.errors import AllowanceError, RunServedError
from tasks.groups import Groups
from tasks.messages import Packed
from tasks.ownership import Delivery, Ownership, RunKeeper
from tasks.records import Requester, Wish
from tasks.states import State, TaskType
from tasks.store import calls_key, forgotten_key

LIMIT = 5000
WORKER = "worker"


@pytest.fixture
def keeper(redis_tasks: redis.Redis, manager: TaskManager) -> RunKeeper:
    return RunKeeper(redis_tasks, manager.store.settings)


def begin(manager: TaskManager, keeper: RunKeeper, run: str) -> Ownership:
    """Own the step at which a run stands."""
    record = manager.store.run(run)
    assert record is not None
    delivery = Delivery(run, int(record["step"]), record["rmid"], int(record["seq"]), record["queue"], WORKER)
    owned = keeper.begin(delivery, deadline_s=60)
    assert owned is not None
    return owned


def work(manager: TaskManager, keeper: RunKeeper, run: str, calls: int) -> None:
    """A run's first step makes `calls`, then the run is complete."""
    keeper.advance(begin(manager, keeper, run), Packed("faceit_bot_high", f"{run}-1", b"{}"), {}, calls)
    keeper.complete(begin(manager, keeper, run), b"{}")


def spend(client: redis.Redis, manager: TaskManager, owner: str, calls: int) -> None:
    client.hset(f"{PREFIX}calls:{manager.store.now() // 86_400_000}", owner, calls)


def test_a_run_is_paid_by_whoever_waited(manager: TaskManager, keeper: RunKeeper) -> None:
    run = manager.submit(match_wish("tg:1", "m")).task.run
    manager.submit(match_wish("tg:2", "m"))
    work(manager, keeper, run, 31)
    assert manager.calls_today("tg:1") == manager.calls_today("tg:2") == 16


def test_forgetting_is_no_new_allowance(redis_tasks: redis.Redis, settings: Settings) -> None:
    # Given somebody who has used up the day's calls, and asks to be forgotten
    manager = build_manager(settings)
    spend(redis_tasks, manager, "tg:1", LIMIT)
    spend(redis_tasks, manager, "tg:2", 7)
    manager.forget("tg:1")
    # Then they are used up still, and the number stands under no name
    with pytest.raises(AllowanceError) as caught:
        manager.submit(match_wish("tg:1", "m"))
    assert caught.value.used == LIMIT == manager.calls_today("tg:1")
    assert manager.calls_today("tg:2") == 7
    names = [key for key in redis_tasks.scan_iter(f"{PREFIX}*") if b"tg:1" in key]
    names += [name for name in redis_tasks.hkeys(forgotten_key(manager.store.now())) if b"tg:1" in name]
    assert names == [] and redis_tasks.hget(calls_key(manager.store.now()), "tg:1") is None
    # And forgotten again they are not counted twice, nor kept beyond the day
    manager.forget("tg:1")
    assert manager.calls_today("tg:1") == LIMIT
    assert 0 < redis_tasks.pttl(forgotten_key(manager.store.now())) <= 86_400_000
    # An owner who is a number of the same digits is nobody else
    assert manager.calls_today("tg:11") == 0


def test_a_cancelled_run_is_paid_too(manager: TaskManager, keeper: RunKeeper) -> None:
    task = manager.submit(match_wish("tg:1", "m")).task
    keeper.advance(begin(manager, keeper, task.run), Packed("faceit_bot_high", "x", b"{}"), {}, 7)
    manager.cancel(task.id, Requester(owner="tg:1"))
    assert manager.calls_today("tg:1") == 7


def test_whoever_left_before_does_not_pay(manager: TaskManager, keeper: RunKeeper) -> None:
    run = manager.submit(match_wish("tg:1", "m")).task.run
    other = manager.submit(match_wish("tg:2", "m")).task
    manager.cancel(other.id, Requester(owner="tg:2"))
    work(manager, keeper, run, 31)
    assert (manager.calls_today("tg:1"), manager.calls_today("tg:2")) == (31, 0)


def test_calls_of_failed_attempts_count(manager: TaskManager, keeper: RunKeeper) -> None:
    run = manager.submit(match_wish("tg:1", "m")).task.run
    owned = begin(manager, keeper, run)
    keeper.retrying(owned, seq=1, attempt=1, delay_ms=0, reason="internal", counted=True, api_calls=4)
    delivery = replace_seq(owned.delivery, 1)
    owned = keeper.begin(delivery, deadline_s=60) or pytest.fail("not owned")
    keeper.fail(delivery, owned.own, '{"code":"internal"}', api_calls=3)
    assert manager.calls_today("tg:1") == 7


def replace_seq(delivery: Delivery, seq: int) -> Delivery:
    return delivery._replace(seq=seq, rmid="again")


def test_a_bulk_pays_for_its_children_once(manager: TaskManager, keeper: RunKeeper, settings: Settings) -> None:
    # Given a bulk of two, one of whose matches another person waits for as well
    task = manager.submit(bulk_wish("tg:1", BulkSubject(matches=("a", "b")), "standard")).task
    keeper.advance(begin(manager, keeper, task.run), Packed("faceit_bot_low", "s", b"{}"), {}, 1)
    wishes = [Wish(owner="", type=TaskType.MATCH_ANALYSIS, subject=one, urgent=False) for one in ("a", "b")]
    children = group_of(wishes)
    groups = Groups(keeper, settings.tasks, settings.bulk)
    groups.spread(begin(manager, keeper, task.run), children, Packed("faceit_bot_low", "t", b"{}"), limit_s=60)
    manager.submit(match_wish("tg:2", "b"))
    # When both are through
    work(manager, keeper, children[0].run, 32)
    work(manager, keeper, children[1].run, 32)
    keeper.complete(begin(manager, keeper, task.run), json.dumps({}).encode())
    # Then the bulk's owner has paid one whole, half of the other, and the step before them
    assert manager.calls_today("tg:1") == 1 + 32 + 16
    assert manager.calls_today("tg:2") == 16


def test_used_up_is_refused_until_tomorrow(manager: TaskManager, redis_tasks: redis.Redis) -> None:
    spend(redis_tasks, manager, "tg:1", LIMIT)
    with pytest.raises(AllowanceError) as caught:
        manager.submit(match_wish("tg:1", "m"))
    error = caught.value
    assert (error.limit, error.used) == (LIMIT, LIMIT)
    assert 0 < error.resets_ms <= 86_400_000
    assert manager.list(Requester(owner="tg:1")) == []
    # Others, and admins, are not held up
    manager.submit(match_wish("tg:2", "m"))
    manager.submit(replace(match_wish("tg:1", "m"), unlimited=True))


def test_a_bulk_must_fit_in_what_is_left(manager: TaskManager, redis_tasks: redis.Redis) -> None:
    spend(redis_tasks, manager, "tg:1", LIMIT - 100)
    with pytest.raises(AllowanceError) as caught:
        manager.submit(bulk_wish("tg:1", BulkSubject(matches=tuple(f"m{n}" for n in range(51))), "brief"))
    assert caught.value.args_for_text()["left"] == 100
    fits = manager.submit(bulk_wish("tg:1", BulkSubject(matches=tuple(f"m{n}" for n in range(50))), "brief"))
    assert fits.task.state is State.QUEUED


def deep(count: int, name: str) -> BulkSubject:
    return BulkSubject(matches=tuple(f"{name}{number}" for number in range(count)))


def test_bulks_side_by_side_share_one_allowance(manager: TaskManager) -> None:
    # Given a deep bulk of a hundred, that has not made a call yet
    first = manager.submit(bulk_wish("tg:1", deep(100, "a"), "standard")).task
    assert (manager.calls_today("tg:1"), manager.calls_reserved("tg:1")) == (0, 3200)
    # When a second one is asked for, then both together are too much
    with pytest.raises(AllowanceError) as caught:
        manager.submit(bulk_wish("tg:1", deep(100, "b"), "standard"))
    assert (caught.value.used, caught.value.reserved, caught.value.args_for_text()["left"]) == (0, 3200, 1800)
    manager.submit(bulk_wish("tg:1", deep(50, "c"), "standard"))
    # What somebody waits for takes what is left, and others have their own
    manager.submit(match_wish("tg:1", "m"))
    manager.submit(bulk_wish("tg:2", deep(100, "b"), "standard"))
    # What was reserved comes free with the task
    manager.cancel(first.id, Requester(owner="tg:1"))
    assert manager.calls_reserved("tg:1") == 1600
    manager.submit(bulk_wish("tg:1", deep(100, "b"), "standard"))


def test_what_was_reserved_becomes_what_it_cost(manager: TaskManager, keeper: RunKeeper) -> None:
    task = manager.submit(bulk_wish("tg:1", deep(100, "a"), "standard")).task
    work(manager, keeper, task.run, 31)
    assert (manager.calls_today("tg:1"), manager.calls_reserved("tg:1")) == (31, 0)


def test_a_failed_bulk_reserves_nothing(manager: TaskManager, keeper: RunKeeper) -> None:
    task = manager.submit(bulk_wish("tg:1", deep(100, "a"), "standard")).task
    owned = begin(manager, keeper, task.run)
    keeper.fail(owned.delivery, owned.own, '{"code":"internal"}', api_calls=3)
    assert (manager.calls_today("tg:1"), manager.calls_reserved("tg:1")) == (3, 0)


def test_a_step_cut_off_by_a_cancel_is_paid(manager: TaskManager, keeper: RunKeeper) -> None:
    # Given a step that has made calls when the last task leaves
    task = manager.submit(match_wish("tg:1", "m")).task
    owned = begin(manager, keeper, task.run)
    manager.cancel(task.id, Requester(owner="tg:1"))
    with pytest.raises(RunEndedError):
        keeper.progress(owned, "players", 5, 10)
    keeper.charge(task.run, 15)
    assert manager.calls_today("tg:1") == 15


def test_a_step_that_lost_its_run_to_another_copy_is_paid_with_the_run(manager: TaskManager, keeper: RunKeeper) -> None:
    task = manager.submit(match_wish("tg:1", "m", urgent=False)).task
    begin(manager, keeper, task.run)
    manager.submit(match_wish("tg:2", "m"))
    keeper.charge(task.run, 10)
    assert manager.calls_today("tg:1") == 0
    work(manager, keeper, task.run, 30)
    assert manager.calls_today("tg:1") == manager.calls_today("tg:2") == 20


def test_calls_of_a_child_cut_off_by_the_bulks_cancel_are_the_owners(
    manager: TaskManager, keeper: RunKeeper, settings: Settings
) -> None:
    task = manager.submit(bulk_wish("tg:1", BulkSubject(matches=("a",)), "standard")).task
    keeper.advance(begin(manager, keeper, task.run), Packed("faceit_bot_low", "s", b"{}"), {}, 1)
    children = group_of([Wish(owner="", type=TaskType.MATCH_ANALYSIS, subject="a", urgent=False)])
    groups = Groups(keeper, settings.tasks, settings.bulk)
    groups.spread(begin(manager, keeper, task.run), children, Packed("faceit_bot_low", "t", b"{}"), limit_s=60)
    child = begin(manager, keeper, children[0].run)
    keeper.advance(child, Packed("faceit_bot_low", "u", b"{}"), {}, 2)
    manager.cancel(task.id, Requester(owner="tg:1"))
    assert manager.calls_today("tg:1") == 3
    keeper.charge(children[0].run, 7)
    assert manager.calls_today("tg:1") == 10


def test_a_run_that_hands_its_tasks_over_hands_its_calls_over(manager: TaskManager, keeper: RunKeeper) -> None:
    first = manager.submit(match_wish("tg:1", "m")).task
    owned = begin(manager, keeper, first.run)
    keeper.settle(owned, "finished", max_age_s=60, api_calls=1)
    second = manager.submit(match_wish("tg:2", "m")).task
    with pytest.raises(RunServedError):
        keeper.settle(begin(manager, keeper, second.run), "finished", max_age_s=60, api_calls=5)
    keeper.advance(owned, Packed("faceit_bot_high", "x", b"{}"), {}, 31)
    keeper.complete(begin(manager, keeper, first.run), b"{}")
    assert manager.calls_today("tg:1") == manager.calls_today("tg:2") == 18
