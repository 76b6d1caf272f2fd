"""Periodic jobs: every schedule fires, nothing is done twice for a minute, what is left behind goes."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pendulum
import pytest
import redis
from dramatiq import Message
from dramatiq.middleware import SkipMessage
from periodiq import Scheduler

from actors.maintenance import CLEAN_UP_LATE_S, RECONCILE_LATE_S, SAMPLE_LATE_S, SETTLE_LATE_S, Maintenance
from actors.middleware.periodic import Periodic
from actors.sender import SenderBroker, build_sender
from bot.remembered import open_database, remember
from bot.retention import keep_to_terms
from connections import BROKER_NAMESPACE, PREFIX, open_async
from pipelines.manager import TaskManager
from pipelines.plans import Queue
from settings import Settings
from tasks.errors import TaskEndedError
from tasks.events import ENDINGS, GROUP, PROGRESS
from tasks.keeping import HOUR
from tasks.leftovers import Leftovers
from tasks.records import Requester
from tasks.scripts import words
from tasks.states import State
from tasks.turns import TERMS, done_key
from tests.core.conftest import Bench
from tests.processes import Child, wait_for

DAY_MS = 86_400_000
PERIODS = {
    "maintenance.clean_up": timedelta(hours=1),
    "maintenance.reconcile": timedelta(minutes=1),
    "maintenance.sample": timedelta(minutes=1),
    "maintenance.settle": timedelta(hours=1),
}


@pytest.fixture
def sender(settings: Settings) -> SenderBroker:
    return build_sender(settings)


@pytest.fixture
def leftovers(settings: Settings, redis_tasks: redis.Redis) -> Leftovers:
    return Leftovers(redis_tasks, settings.tasks)


def now_ms(client: redis.Redis) -> int:
    return int(client.time()[0]) * 1000


# Schedules


def test_every_schedule_fires_in_each_of_its_periods(sender: SenderBroker) -> None:
    # Given a week of Periodiq's own clockwork: what is valid now is sent, then it sleeps until the nearest next date.
    # In UTC, as the scheduler sets it: with summer time its last hour would be missed.
    scheduler = Scheduler(actors=list(sender.actors.values()))
    assert {actor.actor_name for actor in scheduler.actors} == set(PERIODS)
    start = moment = pendulum.datetime(2026, 12, 28, 22, 58, 3)
    fired: dict[str, list[Any]] = {name: [] for name in PERIODS}
    while moment < start.add(days=8):
        for actor in scheduler.actors:
            if actor.options["periodic"].validate(moment):
                fired[actor.actor_name].append(moment)
        moment = min(actor.options["periodic"].next_valid_date(moment) for actor in scheduler.actors)
    # Then no gap is longer than the job's period
    for name, period in PERIODS.items():
        points = [start, *fired[name], moment]
        gaps = [later - earlier for earlier, later in zip(points, points[1:], strict=False)]
        assert max(gaps) <= period, (name, max(gaps))
        assert len(fired[name]) >= 8 * timedelta(days=1) / period - 1


def test_jobs_are_sent_to_the_critical_queue_with_their_patience(sender: SenderBroker) -> None:
    assert {actor.queue_name for actor in sender.actors.values()} == {Queue.CRITICAL}
    delays = {name: actor.options["skip_delay"] for name, actor in sender.actors.items()}
    assert delays == {
        "maintenance.clean_up": CLEAN_UP_LATE_S,
        "maintenance.reconcile": RECONCILE_LATE_S,
        "maintenance.sample": SAMPLE_LATE_S,
        "maintenance.settle": SETTLE_LATE_S,
    }


# Twice for one minute


def scheduled(at: datetime, job: str = "maintenance.clean_up") -> Message[None]:
    return Message(Queue.CRITICAL, job, (), {}, {"scheduled_at": str(at)})


def passes(sender: SenderBroker, message: Message[None]) -> bool:
    [middleware] = [one for one in sender.middleware if isinstance(one, Periodic)]
    try:
        middleware.before_process_message(sender, message)
    except SkipMessage:
        return False
    return True


def test_the_second_of_a_minute_is_dropped_and_a_redelivery_is_not(sender: SenderBroker) -> None:
    moment = datetime.now(UTC).replace(second=3)
    # Two schedulers in different time zones, a second apart
    first, second = scheduled(moment), scheduled((moment + timedelta(seconds=1)).astimezone())
    other = scheduled(moment, "maintenance.reconcile")
    assert passes(sender, first) and not passes(sender, second)
    assert passes(sender, first), "its worker may have died"
    assert passes(sender, other)
    assert passes(sender, scheduled(moment - timedelta(minutes=1)))


def test_what_comes_too_late_is_dropped(sender: SenderBroker) -> None:
    now = datetime.now(UTC)
    assert not passes(sender, scheduled(now - timedelta(seconds=RECONCILE_LATE_S + 1), "maintenance.reconcile"))
    assert passes(sender, scheduled(now - timedelta(seconds=CLEAN_UP_LATE_S - 60)))
    assert not passes(sender, scheduled(now - timedelta(seconds=CLEAN_UP_LATE_S + 1)))


def test_by_hand_it_always_goes_through(sender: SenderBroker) -> None:
    message: Message[None] = Message(Queue.CRITICAL, "maintenance.clean_up", (), {}, {})
    assert passes(sender, message) and passes(sender, message)


def test_without_redis_the_scheduler_goes_on(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    away = settings.model_copy(update={"redis_url": type(settings.redis_url)("redis://127.0.0.1:9/0")})
    sender = build_sender(away)
    for actor in sender.actors.values():
        actor.send_with_options(scheduled_at=str(datetime.now(UTC)))


def test_a_claim_is_forgotten_after_the_jobs_patience(sender: SenderBroker, redis_tasks: redis.Redis) -> None:
    assert passes(sender, scheduled(datetime.now(UTC)))
    [key] = redis_tasks.scan_iter(f"{PREFIX}turn:*")
    assert CLEAN_UP_LATE_S < redis_tasks.ttl(key) <= CLEAN_UP_LATE_S + 600


# The database


async def test_the_bot_keeps_the_terms_only_when_no_scheduler_did(settings: Settings, redis_tasks: redis.Redis) -> None:
    def mark(hours_ago: float) -> int:
        redis_tasks.set(done_key(TERMS), now_ms(redis_tasks) - int(hours_ago * HOUR))
        return int(redis_tasks.get(done_key(TERMS)) or 0)

    async def marked(changed_from: int) -> bool:
        for _ in range(60):
            await asyncio.sleep(0.01)
            if int(redis_tasks.get(done_key(TERMS)) or 0) != changed_from:
                return True
        return False

    database = await open_database(settings)
    client = await open_async("command", "tasks", settings)
    # Given a clean-up six hours ago
    six = mark(6)
    cleaning = asyncio.create_task(keep_to_terms(settings, remember(database), client, every_s=0.05))
    # Then the bot leaves it to the scheduler, and does it when the next one is an hour overdue
    assert not await marked(six)
    assert await marked(mark(7.1))
    cleaning.cancel()
    await client.aclose()
    await database.close()


# What is left behind


def test_the_clean_up_leaves_its_mark_and_may_be_repeated(settings: Settings, redis_tasks: redis.Redis) -> None:
    jobs = Maintenance(settings)
    before = now_ms(redis_tasks)
    jobs.clean_up()
    jobs.clean_up()
    assert int(redis_tasks.get(done_key(TERMS)) or 0) >= before
    jobs.reconcile()


def test_stale_members_of_owners_go(bench: Bench, leftovers: Leftovers, redis_tasks: redis.Redis) -> None:
    live = bench.submit("live")
    old = now_ms(redis_tasks) - 25 * HOUR
    ended = bench.submit("ended")
    bench.manager.cancel(ended, Requester(owner="tg:1"))
    redis_tasks.zadd(f"{PREFIX}owner:tg:1:recent", {"old": old})
    redis_tasks.sadd(f"{PREFIX}owner:tg:1:active", "gone", ended)
    assert leftovers.clear()["owners"] == 3
    assert redis_tasks.smembers(f"{PREFIX}owner:tg:1:active") == {live.encode()}
    assert set(words(redis_tasks.zrange(f"{PREFIX}owner:tg:1:recent", 0, -1))) == {live, ended}


def content(client: redis.Redis, key: bytes) -> Any:
    """What a key holds; DUMP differs for the same content between servers and moments."""
    read: dict[bytes, Callable[[], Any]] = {
        b"string": lambda: client.get(key),
        b"hash": lambda: client.hgetall(key),
        b"set": lambda: client.smembers(key),
        b"list": lambda: client.lrange(key, 0, -1),
        b"zset": lambda: client.zrange(key, 0, -1, withscores=True),
        b"stream": lambda: client.xrange(key),
    }
    return read[cast(bytes, client.type(key))]()


def test_orphans_go_and_the_living_stay(bench: Bench, leftovers: Leftovers, redis_tasks: redis.Redis) -> None:
    live = bench.submit("live")
    run = bench.view(live).run
    old = now_ms(redis_tasks) - 25 * HOUR
    before = {key: content(redis_tasks, key) for key in redis_tasks.scan_iter(f"{PREFIX}*")}
    redis_tasks.set(f"{PREFIX}idem:update", "gone")
    redis_tasks.hset(f"{PREFIX}run:gone:work", "x", "1")
    redis_tasks.sadd(f"{PREFIX}run:gone:tasks", "orphan")
    redis_tasks.hset(f"{PREFIX}task:unsung:delivery", "1", "5")
    orphan = {"v": 1, "state": "running", "owner": "tg:7", "run": "gone", "created": old}
    redis_tasks.hset(f"{PREFIX}task:orphan", mapping=orphan)  # type: ignore[arg-type]
    redis_tasks.sadd(f"{PREFIX}owner:tg:7:active", "orphan")
    cleared = leftovers.clear()
    assert (cleared["updates"], cleared["runs"], cleared["tasks"]) == (1, 2, 2)
    after = {key: content(redis_tasks, key) for key in redis_tasks.scan_iter(f"{PREFIX}*")}
    assert after == before and bench.view(live).run == run
    assert sum(leftovers.clear().values()) == 0


def test_a_young_task_without_a_run_is_let_be(leftovers: Leftovers, redis_tasks: redis.Redis) -> None:
    young = {"state": "queued", "owner": "tg:7", "run": "r", "created": now_ms(redis_tasks) - 23 * HOUR}
    redis_tasks.hset(f"{PREFIX}task:young", mapping=young)  # type: ignore[arg-type]
    assert leftovers.clear()["tasks"] == 0 and redis_tasks.exists(f"{PREFIX}task:young")


def test_an_ended_record_without_a_term_gets_one(bench: Bench, leftovers: Leftovers, redis_tasks: redis.Redis) -> None:
    task = bench.submit("plain")
    run = bench.view(task).run
    bench.manager.cancel(task, Requester(owner="tg:1"))
    for key in (f"{PREFIX}task:{task}", f"{PREFIX}run:{run}"):
        redis_tasks.persist(key)
    leftovers.clear()
    assert 0 < redis_tasks.pttl(f"{PREFIX}task:{task}") <= 24 * HOUR
    assert 0 < redis_tasks.pttl(f"{PREFIX}run:{run}") <= 7 * 24 * HOUR


def test_a_run_whose_deadline_nobody_watches_ends(
    bench: Bench, settings: Settings, leftovers: Leftovers, redis_tasks: redis.Redis
) -> None:
    task = bench.submit("plain")
    run = bench.view(task).run
    redis_tasks.zrem(f"{PREFIX}deadlines", run)
    redis_tasks.hset(f"{PREFIX}run:{run}", "created", now_ms(redis_tasks) - 25 * HOUR)
    assert leftovers.clear()["runs"] == 1
    Maintenance(settings).reconcile()
    assert bench.view(task).state is State.FAILED


def test_only_told_endings_go(leftovers: Leftovers, redis_tasks: redis.Redis) -> None:
    # Given old endings: told but still there, in somebody's hands, never read; and a told one of today
    old, now = now_ms(redis_tasks) - 25 * HOUR, now_ms(redis_tasks)
    fields = {"v": "1", "task": "t", "run": "r", "state": "failed"}
    ids = [f"{old}-{number}" for number in range(3)]
    for one in ids[:2]:
        redis_tasks.xadd(ENDINGS, fields, id=one)  # type: ignore[arg-type]
    redis_tasks.xgroup_create(ENDINGS, GROUP, id="0")
    redis_tasks.xreadgroup(GROUP, "bot", {ENDINGS: ">"})
    redis_tasks.xack(ENDINGS, GROUP, ids[0])
    redis_tasks.xadd(ENDINGS, fields, id=ids[2])  # type: ignore[arg-type]
    redis_tasks.xadd(ENDINGS, fields, id=f"{now}-0")  # type: ignore[arg-type]
    # When it is cleared
    assert leftovers.clear()["endings"] == 1
    # Then what nobody was told of is there
    entries: Any = redis_tasks.xrange(ENDINGS)
    assert words([entry for entry, _ in entries]) == [*ids[1:], f"{now}-0"]


def test_streams_and_counters_are_cut(leftovers: Leftovers, redis_tasks: redis.Redis) -> None:
    now = now_ms(redis_tasks)
    for at in (now - 26 * HOUR, now - 25 * HOUR, now - HOUR):
        redis_tasks.xadd(PROGRESS, {"v": "1", "run": "r", "kind": "step"}, id=f"{at}-0")
    today = now // DAY_MS
    for day in (today - 9, today - 3, today - 1, today):
        redis_tasks.hset(f"{PREFIX}calls:{day}", "tg:1", 5)
    redis_tasks.hset(f"{PREFIX}stats:supply:2026-01-01", "short", 1)
    cleared = leftovers.clear()
    assert (cleared["progress"], cleared["counters"]) == (2, 2)
    assert {int(key.rsplit(b":", 1)[1]) for key in redis_tasks.scan_iter(f"{PREFIX}calls:*")} == {today - 1, today}
    assert 0 < redis_tasks.ttl(f"{PREFIX}stats:supply:2026-01-01") <= 8 * 86_400


# A thousand tasks


def weight(client: redis.Redis) -> tuple[int, int, Counter[str]]:
    """Keys, bytes, and keys by kind of everything the project keeps, Dramatiq's dead letters among it."""
    keys = list(client.scan_iter(f"{PREFIX}*", count=1000))
    pipe = client.pipeline(transaction=False)
    for key in keys:
        pipe.memory_usage(key)
    kinds = Counter(key.decode().split(":")[1] for key in keys)
    return len(keys), sum(size or 0 for size in pipe.execute()), kinds


@pytest.mark.processes
def test_a_thousand_ended_tasks_leave_little(
    manager: TaskManager,
    bench: Bench,
    workers: Callable[..., Child],
    redis_tasks: redis.Redis,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Given terms of seconds, and a thousand tasks: done, failed and cancelled
    term_s = 20.0
    for name in ("TASKS__CLEANUP_HOURS", "TASKS__WORK_HOURS"):
        monkeypatch.setenv(name, str(term_s / 3600))
    monkeypatch.setenv("TASKS__FAILURE_DAYS", str(term_s / 86_400))
    settings.tasks.cleanup_hours = settings.tasks.work_hours = term_s / 3600
    settings.tasks.failure_days = term_s / 86_400
    short = type(bench)(type(manager)(type(manager.store)(redis_tasks, settings.tasks)), redis_tasks)
    workers(threads=8)
    empty = weight(redis_tasks)
    for number in range(1000):
        owner = f"tg:{number}"
        task = short.submit("0=permanent;" + str(number) if number % 4 else f"5=x;{number}", owner)
        if number % 10 == 1:
            with suppress(TaskEndedError):
                short.manager.cancel(task, Requester(owner=owner))
        if number == 400:
            middle = weight(redis_tasks)
    wait_for(lambda: not redis_tasks.zcard(f"{PREFIX}deadlines"), 120, "all of them to end")
    redis_tasks.delete(*list(redis_tasks.scan_iter(f"{PREFIX}probe:*")))
    full = max(middle[0], weight(redis_tasks)[0])
    assert full > 1000, full
    # Dead letters are small: each as much as one message
    dead = f"{BROKER_NAMESPACE}:faceit_bot_high.XQ.msgs"
    letters, heavy = redis_tasks.hlen(dead), redis_tasks.memory_usage(dead, samples=0) or 0
    assert letters > 100 and heavy <= 700 * letters, (letters, heavy)
    # When everybody was told and the terms are over
    redis_tasks.xtrim(ENDINGS, maxlen=0)
    time.sleep(term_s + 1)
    cleared = Leftovers(redis_tasks, settings.tasks).clear()
    # Then what is left does not grow with their number
    keys, size, kinds = weight(redis_tasks)
    assert keys <= empty[0] + 20, (kinds, cleared)
    assert size <= empty[1] + 64 * 1024, (size, kinds, cleared)
    assert not {"task", "run", "idem", "owner", "results", "flight", "ready"} & set(kinds), kinds
    assert redis_tasks.hlen(f"{BROKER_NAMESPACE}:faceit_bot_high.msgs") == redis_tasks.hlen(dead) == 0
