"""What admins do to tasks and queues: only they, bounded, noted, and told to those whose tasks they are."""

import time
from collections.abc import Callable
from typing import Any

import pytest
import redis

from connections import BROKER_NAMESPACE, PREFIX
from pipelines.plans import Queue
from pipelines.steering import PartOfBulkError, Steering, queue_named
from settings import Settings
from tasks.acts import ACTS, KEPT, ActLog
from tasks.errors import NotYoursError, TaskActiveError, TaskEndedError, UnknownTaskError
from tasks.events import ENDINGS, GROUP
from tasks.records import Requester
from tests.admin_chat.conftest import ADMIN, Hands

BOB = Requester(owner="tg:77")


def age(client: redis.Redis, hands: Hands, task: str, hours: float) -> None:
    """Make a task and its run have ended so long ago, and its person told."""
    moment = int((time.time() - hours * 3600) * 1000)
    run = (hands.manager.store.task(task) or {})["run"]
    client.hset(f"{PREFIX}task:{task}", "ended", moment)
    client.hset(f"{PREFIX}run:{run}", "ended", moment)


def told(client: redis.Redis) -> None:
    """Everybody was told of everything."""
    client.delete(ENDINGS)


ACTIONS: list[Callable[[Steering, str], Any]] = [
    lambda one, task: one.retry(task, BOB),
    lambda one, task: one.cancel(task, BOB),
    lambda one, _: one.retry_failed(24, BOB),
    lambda one, _: one.cancel_active(BOB),
    lambda one, _: one.pause(Queue.HIGH, BOB),
    lambda one, _: one.resume(Queue.HIGH, BOB),
    lambda one, _: one.clean_up(1, BOB),
]


@pytest.mark.parametrize("act", ACTIONS)
def test_only_admins_act_and_nothing_is_noted_of_others(
    steering: Steering, hands: Hands, act: Callable[[Steering, str], Any]
) -> None:
    task = hands.submit(1)
    with pytest.raises(NotYoursError):
        act(steering, task)
    assert hands.state(task) == "queued" and steering.acts() == [] and steering.paused() == frozenset()


def test_a_retry_is_its_persons_and_goes_to_his_chat(steering: Steering, hands: Hands) -> None:
    task = hands.fail(hands.submit(1))
    new = steering.retry(task, ADMIN).task
    assert (new.owner, new.chat, new.request_message, new.retry_of, new.lang) == ("tg:77", 77, 5, task, "ru")
    # Pressed again, even when that one has ended: the same.
    hands.fail(new.id)
    assert steering.retry(task, ADMIN).task.id == new.id


def test_what_can_not_be_retried_or_cancelled(steering: Steering, hands: Hands, redis_tasks: redis.Redis) -> None:
    running = hands.submit(1)
    with pytest.raises(TaskActiveError):
        steering.retry(running, ADMIN)
    with pytest.raises(UnknownTaskError):
        steering.retry("nothere1", ADMIN)
    with pytest.raises(TaskEndedError):
        steering.cancel(hands.fail(hands.submit(2)), ADMIN)
    child = hands.fail(hands.submit(3))
    redis_tasks.hset(f"{PREFIX}task:{child}", "owner", "bulk:somerun")
    with pytest.raises(PartOfBulkError):
        steering.retry(child, ADMIN)
    assert steering.acts() == []


def test_all_failed_are_retried_once(steering: Steering, hands: Hands, redis_tasks: redis.Redis) -> None:
    # Given two failed ones, one retried before, one of yesterday, a part of a bulk, and somebody with three under way
    failed = [hands.fail(hands.submit(number, f"tg:{number}")) for number in range(1, 6)]
    steering.retry(failed[2], ADMIN)
    age(redis_tasks, hands, failed[3], 30)
    redis_tasks.hset(f"{PREFIX}task:{failed[4]}", mapping={"parent": "r", "owner": "bulk:r"})
    busy = hands.fail(hands.submit(20, "tg:20"))
    for number in range(21, 24):
        hands.submit(number, "tg:20")
    # Then the first two are started, and on a second press nothing is
    assert set(steering.failed(24)) == {*failed[:2], busy}
    assert steering.retry_failed(24, ADMIN) == 2
    assert steering.retry_failed(24, ADMIN) == 0
    assert [act.detail for act in steering.acts()][:2] == ["hours=24 tasks=0", "hours=24 tasks=2"]


def test_a_failed_task_is_deleted_with_all_that_is_kept(
    steering: Steering, hands: Hands, redis_tasks: redis.Redis
) -> None:
    # Given two people whose run failed, one of a run of his own, and a match of the first one's as a bulk's part
    shared = [hands.submit(1, "tg:1"), hands.submit(1, "tg:2")]
    hands.fail(shared[0])
    alone, child = hands.fail(hands.submit(2, "tg:3")), hands.fail(hands.submit(3, "tg:4"))
    runs = {task: (hands.manager.store.task(task) or {})["run"] for task in (*shared, alone, child)}
    redis_tasks.hset(f"{PREFIX}task:{child}", mapping={"parent": runs[alone], "owner": f"bulk:{runs[alone]}"})
    # Nobody was told yet
    assert not steering.delete(alone, ADMIN) and hands.state(alone) == "failed"
    told(redis_tasks)
    # Then the run goes with its last task, and a group's parts with the group
    assert steering.delete(shared[0], ADMIN) and redis_tasks.exists(f"{PREFIX}run:{runs[shared[1]]}")
    assert steering.delete(shared[1], ADMIN) and not redis_tasks.exists(f"{PREFIX}run:{runs[shared[1]]}")
    assert steering.delete(alone, ADMIN) and hands.state(child) == "gone"
    for name in ("failed", "recent"):
        assert not redis_tasks.zrange(f"{PREFIX}tasks:{name}", 0, -1)
    assert [key for run in runs.values() for key in redis_tasks.scan_iter(f"{PREFIX}run:{run}*")] == []
    with pytest.raises(UnknownTaskError):
        steering.delete(alone, ADMIN)
    with pytest.raises(NotYoursError):
        steering.delete(alone, Requester(owner="tg:3"))


def test_all_under_way_are_cancelled(steering: Steering, hands: Hands) -> None:
    tasks = [hands.submit(1, "tg:1"), hands.submit(1, "tg:2"), hands.submit(2, "tg:3")]
    hands.begin(tasks[2])
    ended = hands.fail(hands.submit(3, "tg:4"))
    assert steering.cancel_active(ADMIN) == 3
    assert [hands.state(task) for task in tasks] == ["cancelled"] * 3 and hands.state(ended) == "failed"
    assert steering.cancel_active(ADMIN) == 0


def test_an_act_names_nobody(steering: Steering, hands: Hands, redis_tasks: redis.Redis) -> None:
    task = hands.submit(1, "tg:4242")
    steering.cancel(task, Requester(owner="tg:987654", admin=True))
    steering.pause(Queue.LOW, Requester(owner="tg:987654", admin=True))
    newest, before = steering.acts()
    assert (newest.what, newest.target) == ("pause", "faceit_bot_low")
    assert (before.what, before.target) == ("cancel", task)
    assert newest.who == before.who and newest.who and abs(newest.at_ms - time.time() * 1000) < 60_000
    kept = str(redis_tasks.xrange(ACTS))
    assert "987654" not in kept and "4242" not in kept


def test_acts_are_paged_and_bounded(redis_tasks: redis.Redis) -> None:
    log = ActLog(redis_tasks)
    for number in range(KEPT + 7):
        log.note("w", "pause", str(number))
    assert log.count() == KEPT
    assert [act.target for act in log.page(2, 3)] == [str(KEPT + 7 - number) for number in (4, 5, 6)]
    assert log.page(500, 10) == []
    assert redis_tasks.pttl(ACTS) > 0


def test_acts_of_long_ago_go_with_the_next(redis_tasks: redis.Redis) -> None:
    old = int((time.time() - 91 * 86400) * 1000)
    redis_tasks.xadd(ACTS, {"v": "1", "who": "w", "what": "pause", "target": "x", "detail": ""}, id=f"{old}-0")
    ActLog(redis_tasks).note("w", "resume")
    assert [act.what for act in ActLog(redis_tasks).page()] == ["resume"]


def test_clean_up_takes_what_ended_long_ago(steering: Steering, hands: Hands, redis_tasks: redis.Redis) -> None:
    # Given old ones, a new one, one under way, and an old one whose person was not told yet
    old, failed = hands.complete(hands.submit(1)), hands.fail(hands.submit(2))
    told(redis_tasks)
    untold = hands.fail(hands.submit(3, "tg:3"))
    new, running = hands.complete(hands.submit(4, "tg:4")), hands.submit(5, "tg:5")
    for task in (old, failed, untold):
        age(redis_tasks, hands, task, 10)
    redis_tasks.zadd(f"{BROKER_NAMESPACE}:{Queue.HIGH}.XQ", {"dead": 1000, "fresh": time.time() * 1000})
    redis_tasks.hset(f"{BROKER_NAMESPACE}:{Queue.HIGH}.XQ.msgs", mapping={"dead": "x", "fresh": "y"})
    runs = {task: (hands.manager.store.task(task) or {})["run"] for task in (old, failed, untold, new, running)}
    # Then as much goes as was said
    counts = steering.clean_up_counts(5)
    assert counts == {"tasks": 2, "runs": 2, "results": 1, "dead": 1}
    assert steering.clean_up(5, ADMIN) == counts
    assert [hands.state(task) for task in (old, failed)] == ["gone", "gone"]
    assert [hands.state(task) for task in (untold, new, running)] == ["failed", "completed", "queued"]
    assert hands.manager.report(new) == {}
    for task, run in runs.items():
        assert bool(redis_tasks.exists(f"{PREFIX}run:{run}")) == (task not in {old, failed})
    assert redis_tasks.hkeys(f"{BROKER_NAMESPACE}:{Queue.HIGH}.XQ.msgs") == [b"fresh"]
    # And again there is nothing
    assert not any(steering.clean_up(5, ADMIN).values())
    assert steering.acts()[0].what == "clean-up"


def test_an_ending_in_the_bots_hands_stays_too(steering: Steering, hands: Hands, redis_tasks: redis.Redis) -> None:
    task = hands.fail(hands.submit(1))
    redis_tasks.xgroup_create(ENDINGS, GROUP, id="0", mkstream=True)
    redis_tasks.xreadgroup(GROUP, "bot", {ENDINGS: ">"})
    age(redis_tasks, hands, task, 10)
    assert steering.clean_up_counts(5)["tasks"] == 0


def test_a_run_somebody_else_still_needs_stays(steering: Steering, hands: Hands, redis_tasks: redis.Redis) -> None:
    first, second = hands.submit(1, "tg:1"), hands.submit(1, "tg:2")
    hands.complete(first)
    told(redis_tasks)
    age(redis_tasks, hands, first, 10)
    redis_tasks.hset(f"{PREFIX}task:{second}", "ended", int(time.time() * 1000))
    assert steering.clean_up(5, ADMIN)["runs"] == 0
    assert hands.state(first) == "gone" and hands.manager.report(second) == {}


@pytest.mark.parametrize(
    ("name", "queue"),
    [("high", Queue.HIGH), (" LOW ", Queue.LOW), ("faceit_bot_default", Queue.DEFAULT), ("critical", Queue.CRITICAL),
     ("", None), ("hgh", None), ("high low", None), ("faceit_bot:paused", None)],
)  # fmt: skip
def test_names_of_queues(name: str, queue: Queue | None) -> None:
    assert queue_named(name) == queue


def test_settings_without_any_key_name_nobody(settings: Settings, hands: Hands, redis_tasks: redis.Redis) -> None:
    bare = settings.model_copy(update={"bot_token": type(settings.bot_token)("")})
    Steering(hands.manager, redis_tasks, bare).pause(Queue.LOW, ADMIN)
    assert "tg:1" not in str(redis_tasks.xrange(ACTS))
