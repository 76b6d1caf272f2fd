"""What a release can't read: it stops nothing else, and waits for one that can."""

import time
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
import redis
import redis.asyncio

from actors.middleware.reconcile import Reconcile
from connections import BROKER_NAMESPACE, PREFIX, async_redis_client
from pipelines.manager import TaskManager, match_wish
from pipelines.reconciler import Reconciler, build_reconciler
from settings import Settings
from tasks.errors import UnreadableRecordError
from tasks.events import ASIDE, ENDINGS, EndingsReader
from tasks.messages import Packed
from tasks.ownership import Delivery, RunKeeper
from tasks.records import Requester
from tasks.states import State
from tests.core.conftest import Bench
from tests.processes import wait_for

QUEUE = "faceit_bot_high"
NEWER = "2"


@pytest.fixture
def keeper(redis_tasks: redis.Redis, manager: TaskManager) -> RunKeeper:
    return RunKeeper(redis_tasks, manager.store.settings)


@pytest.fixture
def reconciler(settings: Settings) -> Reconciler:
    return build_reconciler(settings, quiet_ms=1)


@pytest.fixture
def lost(bench: Bench) -> Iterator[tuple[str, str]]:
    """Two tasks whose messages are gone while their ids still stand in line."""
    tasks = bench.submit("first", "tg:1"), bench.submit("second", "tg:2")
    bench.client.delete(f"{BROKER_NAMESPACE}:{QUEUE}.msgs")
    time.sleep(0.05)
    yield tasks


def record_of(bench: Bench, task: str) -> str:
    return f"{PREFIX}run:{bench.view(task).run}"


def queued(bench: Bench) -> int:
    return int(bench.client.hlen(f"{BROKER_NAMESPACE}:{QUEUE}.msgs"))


@pytest.mark.parametrize(
    ("field", "value"), [("v", NEWER), ("type", "of_a_later_release"), ("step", "?"), ("queue", None), ("touched", "?")]
)
def test_a_record_that_cannot_be_read_keeps_no_other_waiting(
    bench: Bench, reconciler: Reconciler, lost: tuple[str, str], field: str, value: str | None
) -> None:
    strange, other = (record_of(bench, task) for task in lost)
    if value is None:
        bench.client.hdel(strange, field)
    else:
        bench.client.hset(strange, field, value)
    reconciler.sweep()
    assert queued(bench) == 1
    assert bench.client.hget(other, "requeues") == b"1" and not bench.client.hget(strange, "requeues")


@pytest.mark.parametrize("field", ["key", "queue", "type", "steps"])
def test_it_ends_by_its_deadline(
    bench: Bench, reconciler: Reconciler, lost: tuple[str, str], redis_tasks: redis.Redis, field: str
) -> None:
    run = bench.view(lost[0]).run
    redis_tasks.hdel(f"{PREFIX}run:{run}", field)
    redis_tasks.zadd(f"{PREFIX}deadlines", {run: 1})
    reconciler.sweep()
    assert bench.endings() == [(lost[0], State.FAILED)]


def test_whatever_a_turn_meets_the_next_one_comes(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[int] = []

    def broken(self: Reconciler) -> int:
        turns.append(1)
        raise ValueError

    monkeypatch.setattr(Reconciler, "turn", broken)
    workers = settings.workers.model_copy(update={"reconcile_seconds": 0.1})
    middleware = Reconcile(settings.model_copy(update={"workers": workers}))
    middleware.after_worker_boot(None, None)  # type: ignore[arg-type]
    wait_for(lambda: len(turns) > 2, what="more turns")
    middleware.before_worker_shutdown(None, None)  # type: ignore[arg-type]


@pytest.mark.parametrize(("version", "read"), [(None, True), ("0", True), ("1", True), (NEWER, False)])
def test_records_of_this_version_and_the_one_before_are_read(
    manager: TaskManager, redis_tasks: redis.Redis, version: str | None, read: bool
) -> None:
    task = manager.submit(match_wish("tg:1", "m")).task
    other = manager.submit(match_wish("tg:1", "n")).task
    for key in (f"{PREFIX}task:{task.id}", f"{PREFIX}run:{task.run}"):
        assert redis_tasks.hget(key, "v") == b"1"
        redis_tasks.hdel(key, "v")
        if version:
            redis_tasks.hset(key, "v", version)
    listed = {view.id for view in manager.list(Requester(owner="tg:1"))}
    if read:
        assert manager.view(task.id) is not None and listed == {task.id, other.id}
    else:
        assert listed == {other.id}
        for look in (lambda: manager.store.task(task.id), lambda: manager.store.run(task.run)):
            with pytest.raises(UnreadableRecordError):
                look()


@pytest.mark.parametrize(("version", "read"), [(None, True), ("0", True), ("1", True), (NEWER, False)])
def test_the_work_store_says_its_version(
    keeper: RunKeeper, manager: TaskManager, redis_tasks: redis.Redis, version: str | None, read: bool
) -> None:
    run = manager.submit(match_wish("tg:1", "m")).task.run
    owned = keeper.begin(Delivery(run, 0, "a", 0, QUEUE, "worker"), deadline_s=60)
    assert owned is not None
    data = zlib.compress(b"1")
    keeper.advance(owned, Packed(QUEUE, "b", b"{}"), {"x": data}, 0)
    key = f"{PREFIX}run:{run}:work"
    assert redis_tasks.hget(key, "v") == b"1"
    redis_tasks.hdel(key, "v")
    if version:
        redis_tasks.hset(key, "v", version)
    if read:
        assert keeper.work(run, "x") == data
    else:
        with pytest.raises(UnreadableRecordError):
            keeper.work(run, "x")


async def test_endings_of_a_later_release_stay_for_it_and_what_says_nothing_is_set_aside(
    settings: Settings, redis_tasks: redis.Redis
) -> None:
    whole = {"task": "t", "run": "r", "state": "completed"}
    strange = [{**whole, "v": NEWER}, {"v": "1", "task": "t"}, {**whole, "v": "1", "state": "of a later release"}]
    for fields in [*strange, {**whole, "v": "1", "task": "now"}, {**whole, "task": "before"}]:
        redis_tasks.xadd(ENDINGS, fields)  # type: ignore[arg-type]
    client = async_redis_client("consumer", "tasks", settings)
    for _ in range(2):
        # Read, and read again by a bot that has been started anew
        reader = EndingsReader(client, "bot")
        got = []
        for _ in range(4):
            got += [ending.task for ending in await reader.read(block_ms=10)]
        assert got == ["now", "before"]
    left: Any = redis_tasks.xrange(ENDINGS)
    assert [fields.get(b"v") for _, fields in left] == [NEWER.encode(), b"1", None]
    assert redis_tasks.xlen(ASIDE) == 2
    await client.aclose()
