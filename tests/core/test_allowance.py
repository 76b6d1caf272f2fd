"""A day's allowance of FACEIT calls: who waits pays, what is shared is shared in cost, and a bulk pays once."""

import json
from dataclasses import replace

import pytest
import redis

from connections import PREFIX
from pipelines.bulk import BulkSubject, bulk_wish
from pipelines.groups import group_of
from pipelines.manager import TaskManager, build_manager, match_wish
from settings import Settings
from tasks.errors import AllowanceError
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
