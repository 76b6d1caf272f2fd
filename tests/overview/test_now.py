"""The snapshot: queues, Redis, workers that live and die, and what is found wrong."""

import signal
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
import redis

from connections import BROKER_NAMESPACE, PREFIX, redis_client
from errors import RedisUnavailableError
from measures.places import MOMENTS
from pipelines.manager import TaskManager
from pipelines.overview.findings import find, verdict_of
from pipelines.overview.looking import Look, Recent, look
from pipelines.overview.model import Ended, Finding, Verdict, WorkerNow
from pipelines.overview.reader import Overview
from pipelines.overview.thresholds import Thresholds, thresholds
from pipelines.overview.workers import INDEX, Silent
from pipelines.plans import Queue
from pipelines.wishes import player_wish
from sandbox.valkey import EmbeddedValkey
from settings import Settings
from tasks.events import ENDINGS
from tests.core.conftest import Bench
from tests.processes import Child, wait_for
from texts import LANGUAGES, text


def codes(overview: Overview) -> dict[str, bool]:
    return {finding.code: finding.bad for finding in overview.now().findings}


def test_a_clean_server(overview: Overview) -> None:
    now = overview.now()
    assert codes(overview) == {"no-workers": True} and now.verdict is Verdict.BAD
    assert now.redis.memory > 0 and now.redis.memory_limit is None and now.redis.clients >= 1
    assert now.redis.version and now.redis.ping_ms > 0 and now.redis.clients_limit > 0
    assert [(queue.queue, queue.waiting, queue.oldest_s) for queue in now.queues] == [(one, 0, None) for one in Queue]
    assert (now.running, now.active_people, now.hour, now.day) == (0, 0, Ended(0, 0, 0), Ended(0, 0, 0))
    assert (now.matches_hour, now.matches_day) == (Ended(0, 0, 0), Ended(0, 0, 0))
    assert now.untold == 0 and now.stream_lag == {"endings": 0, "progress": 0} and now.jobs == {}


def test_a_redis_that_is_away_is_unavailable(settings: Settings) -> None:
    with EmbeddedValkey() as server:
        client = redis.Redis.from_url(server.url, socket_connect_timeout=0.5, socket_timeout=0.5)
        overview = Overview(client, settings)
        overview.now()
    calls: list[Callable[[], object]] = [
        overview.now, overview.figures, overview.tasks, overview.people, overview.series,
        lambda: overview.task("x"),
    ]  # fmt: skip
    for call in calls:
        with pytest.raises(RedisUnavailableError):
            call()


def test_depth_and_age_of_queues(
    manager: TaskManager, bench: Bench, overview: Overview, redis_tasks: redis.Redis
) -> None:
    # Given three matches of which the first has waited for 100 s, and a player
    first = bench.submit("m0", "tg:0")
    for number in (1, 2):
        bench.submit(f"m{number}", f"tg:{number}")
    manager.submit(player_wish("tg:9", "x"))
    redis_tasks.hincrby(f"{PREFIX}run:{bench.view(first).run}", "touched", -100_000)
    redis_tasks.hset(f"{BROKER_NAMESPACE}:faceit_bot_low.DQ.msgs", "later", "{}")
    queues = {queue.queue: queue for queue in overview.now().queues}
    high = queues[Queue.HIGH]
    assert (high.waiting, high.held, high.delayed) == (3, 0, 0)
    assert 99 < (high.oldest_s or 0) < 110
    assert queues[Queue.DEFAULT].waiting == 1 and (queues[Queue.DEFAULT].oldest_s or 99) < 5
    assert queues[Queue.LOW].delayed == 1 and queues[Queue.LOW].oldest_s is None
    old = next(one for one in overview.now().findings if one.code == "queue-old")
    assert old.bad and old.args["queue"] == "faceit_bot_high" and 99 <= int(old.args["seconds"]) <= 110


def test_a_message_that_is_no_runs_has_its_own_age(overview: Overview, redis_tasks: redis.Redis) -> None:
    at = int(redis_tasks.time()[0]) * 1000 - 30_000
    data = f'{{"queue_name":"faceit_bot_critical","args":[],"message_timestamp":{at}}}'
    redis_tasks.hset(f"{BROKER_NAMESPACE}:faceit_bot_critical.msgs", "x", data)
    redis_tasks.rpush(f"{BROKER_NAMESPACE}:faceit_bot_critical", "x", "gone")
    critical = overview.now().queues[0]
    assert 29 < (critical.oldest_s or 0) < 40 and critical.waiting == 2 and critical.held == 0


def test_the_look_does_not_grow_with_the_queue(bench: Bench, overview: Overview, redis_tasks: redis.Redis) -> None:
    for number in range(300):
        bench.submit(f"m{number}", f"tg:{number}")

    def commands() -> int:
        stats = redis_tasks.info("commandstats")
        return sum(value["calls"] for name, value in stats.items() if name in {"cmdstat_keys", "cmdstat_scan"})

    before = commands()
    began = time.perf_counter()
    now = overview.now()
    assert time.perf_counter() - began < 0.5 and commands() == before
    assert now.active_people == 300 and now.queues[1].waiting == 300 and now.running == 0


# Workers


@pytest.fixture
def impatient(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> float:
    """Workers count as dead sooner; gives the seconds."""
    monkeypatch.setenv("MONITORING__WORKER_SILENT_SECONDS", "8")
    settings.monitoring.worker_silent_seconds = 8
    return 8.0


@pytest.mark.processes
def test_a_killed_worker_is_found_out(
    workers: Callable[..., Child], overview: Overview, settings: Settings, redis_tasks: redis.Redis, impatient: float
) -> None:
    overview = Overview(redis_tasks, settings)
    worker = workers(threads=3)
    wait_for(lambda: len(overview.now().workers) == 1, 20, "the worker to beat")
    [one] = overview.now().workers
    assert one.threads == 3 and one.busy == 0 and set(one.queues) == set(Queue)
    assert one.pid in {process.pid for process in worker.tree()} and one.beat_age_s < 7
    assert all(queue.consumers == 1 for queue in overview.now().queues) and codes(overview) == {}
    assert overview.now().verdict is Verdict.GOOD
    wait_for(lambda: overview.now().workers[0].memory is not None, 7)
    # When it is killed
    worker.kill()
    killed = time.monotonic()
    wait_for(lambda: "no-workers" in codes(overview), impatient + 4, "nobody to be left")
    assert time.monotonic() - killed < impatient + 4
    assert codes(overview) == {"no-workers": True, "no-heartbeat": True}
    name = next(one for one in overview.now().findings if one.code == "no-heartbeat").args["worker"]
    assert name == f"{one.host}:{one.pid}"
    # And when another takes its place, it is only worth a look
    workers(threads=2)
    wait_for(lambda: len(overview.now().workers) == 1, 20, "the next to beat")
    assert codes(overview) == {"no-heartbeat": False}


@pytest.mark.processes
def test_an_orderly_end_leaves_nothing(
    workers: Callable[..., Child], overview: Overview, redis_tasks: redis.Redis
) -> None:
    worker = workers()
    wait_for(lambda: len(overview.now().workers) == 1, 20, "the worker to beat")
    worker.terminate()
    assert overview.now().workers == () and redis_tasks.zcard(INDEX) == 0
    assert list(redis_tasks.scan_iter(f"{PREFIX}worker:*")) == []
    assert codes(overview) == {"no-workers": True}


@pytest.mark.processes
def test_a_frozen_worker_falls_silent(
    workers: Callable[..., Child], settings: Settings, redis_tasks: redis.Redis, impatient: float
) -> None:
    overview = Overview(redis_tasks, settings)
    worker = workers()
    wait_for(lambda: len(overview.now().workers) == 1, 20, "the worker to beat")
    for process in worker.tree():
        process.send_signal(signal.SIGSTOP)
    wait_for(lambda: "no-heartbeat" in codes(overview), impatient + 4, "silence to be noticed")
    for process in worker.tree():
        process.send_signal(signal.SIGCONT)
    wait_for(lambda: codes(overview) == {}, 10, "it to be back")


# Findings


@pytest.fixture
def limits(settings: Settings) -> Thresholds:
    return thresholds(settings)


@pytest.fixture
def quiet(redis_tasks: redis.Redis, settings: Settings) -> Look:
    """A look in which all is well."""
    seen = look(redis_tasks, settings)
    return replace(seen, queues=tuple(replace(queue, consumers=1) for queue in seen.queues), workers=(_worker(seen),))


def _worker(seen: Look) -> WorkerNow:
    return WorkerNow("w", "h", 1, tuple(Queue), 8, 0, 0.0, 1, 1.0, seen.at_ms)


def found(seen: Look, limits: Thresholds) -> list[Finding]:
    return list(find(seen, limits))


def test_all_is_well(quiet: Look, limits: Thresholds) -> None:
    assert found(quiet, limits) == [] and verdict_of(()) is Verdict.GOOD


def test_limits_of_queues(quiet: Look, limits: Thresholds) -> None:
    for queue in Queue:
        index = list(Queue).index(queue)

        def with_queue(index: int = index, **changes: object) -> Look:
            queues = list(quiet.queues)
            queues[index] = replace(queues[index], **changes)  # type: ignore[arg-type]
            return replace(quiet, queues=tuple(queues))

        limit = limits.queue_age_s[queue]
        name = {"queue": str(queue)}
        assert found(with_queue(oldest_s=limit), limits) == []
        assert found(with_queue(oldest_s=limit + 1), limits)[0].code == "queue-old"
        assert found(with_queue(waiting=limits.queue_deep), limits) == []
        deep = Finding("queue-deep", bad=False, args=name | {"count": str(limits.queue_deep + 1)})
        assert found(with_queue(waiting=limits.queue_deep + 1), limits) == [deep]
        assert found(with_queue(consumers=0), limits) == [Finding("no-consumer", bad=True, args=name)]
        # Who paused it knows why it is old
        paused = with_queue(paused=True, oldest_s=9e9, consumers=0)
        assert found(paused, limits) == [Finding("paused", bad=False, args=name)]


def test_limits_of_memory(quiet: Look, limits: Thresholds) -> None:
    for used, expected in ((79, []), (80, [False]), (89, [False]), (90, [True]), (100, [True])):
        seen = replace(quiet, redis=replace(quiet.redis, memory=used, memory_limit=100))
        assert [one.bad for one in found(seen, limits)] == expected


def test_limits_of_failures(quiet: Look, limits: Thresholds) -> None:
    def codes_of(completed: int, faults: int) -> list[str]:
        return [one.code for one in found(replace(quiet, recent=Recent(completed, faults)), limits)]

    assert codes_of(6, 3) == [], "nine are too few to tell"
    assert codes_of(8, 2) == [] and codes_of(7, 3) == ["failures"] and codes_of(0, 10) == ["failures"]


def test_the_worst_comes_first(quiet: Look, limits: Thresholds) -> None:
    queues = tuple(replace(queue, paused=True) for queue in quiet.queues)
    silent = (Silent("h:1", ("elsewhere",), 70.0),)
    seen = replace(quiet, queues=queues, silent=silent, untold=4, untold_s=limits.untold_s + 1)
    order = [one.bad for one in found(seen, limits)]
    assert order == sorted(order, reverse=True) and len(order) == 6
    assert verdict_of(find(seen, limits)) is Verdict.BAD
    assert verdict_of(find(replace(seen, silent=(), untold_s=None), limits)) is Verdict.BUSY


def test_a_refused_key_until_faceit_answers(overview: Overview, redis_tasks: redis.Redis) -> None:
    now = int(redis_tasks.time()[0]) * 1000
    redis_tasks.hset(MOMENTS, mapping={"faceit-answered": now - 9000, "faceit-key-rejected": now - 5000})
    assert codes(overview)["faceit-key"]
    redis_tasks.hset(MOMENTS, "faceit-answered", now)
    assert "faceit-key" not in codes(overview)
    redis_tasks.hset(MOMENTS, mapping={"faceit-answered": 1, "faceit-key-rejected": now - 7_200_000})
    assert "faceit-key" not in codes(overview), "hours ago, and nobody asked since"


def test_a_pause_and_an_hour_of_faceit(overview: Overview, redis_tasks: redis.Redis, settings: Settings) -> None:
    seconds, _ = redis_tasks.time()
    line = {"until": (seconds + 20) * 1_000_000, "hour": seconds // 3600}
    line["hour_calls"] = int(settings.faceit.calls_per_hour * 0.9)
    for name, value in line.items():
        redis_tasks.hset(f"{PREFIX}budget:line", name, value)
    pause = next(one for one in overview.now().findings if one.code == "faceit-limited")
    assert not pause.bad and 18 <= int(pause.args["seconds"]) <= 21
    assert codes(overview)["hour-short"] is False
    redis_tasks.hset(f"{PREFIX}budget:line", "hour_calls", settings.faceit.calls_per_hour)
    assert "hour-last" in codes(overview)


def test_endings_nobody_tells(overview: Overview, redis_tasks: redis.Redis) -> None:
    old = int(redis_tasks.time()[0]) * 1000 - 121_000
    redis_tasks.xadd(ENDINGS, {"v": "1", "task": "t"}, id=f"{old}-0")
    assert codes(overview)["endings-untold"] and overview.now().untold == 1
    assert overview.now().stream_lag["endings"] == 1


def test_a_scheduler_that_sends_nothing(quiet: Look, limits: Thresholds) -> None:
    long_ago = replace(quiet.workers[0], started_ms=quiet.at_ms - 600_000)
    assert found(replace(quiet, workers=(long_ago,)), limits) == [Finding("scheduler-silent", bad=False)]
    fresh = replace(quiet, workers=(long_ago,), jobs={"sample": 61.0})
    assert found(fresh, limits) == []
    assert found(replace(fresh, jobs={"sample": 181.0}), limits) != []


def test_a_paused_queue_is_shown(overview: Overview, redis_tasks: redis.Redis) -> None:
    redis_tasks.sadd(f"{PREFIX}paused", str(Queue.LOW))
    assert [queue.queue for queue in overview.now().queues if queue.paused] == [Queue.LOW]
    assert codes(overview)["paused"] is False


ALL = {
    "no-consumer": ["queue"], "queue-old": ["queue", "seconds"], "queue-deep": ["queue", "count"],
    "no-heartbeat": ["worker"], "no-workers": [], "redis-memory": ["percent"], "failures": ["percent", "count"],
    "faceit-key": [], "faceit-limited": ["seconds"], "hour-short": [], "hour-last": [], "paused": ["queue"],
    "scheduler-silent": [], "endings-untold": ["count"],
}  # fmt: skip


@pytest.mark.parametrize("code", ALL)
def test_every_finding_has_its_words(code: str) -> None:
    for language in LANGUAGES:
        said = text(language, f"finding-{code}", dict.fromkeys(ALL[code], "17"))
        assert said.count("17") == len(ALL[code]), said


def test_two_clients_see_the_same(settings: Settings, overview: Overview) -> None:
    other = redis_client("command", "tasks", settings)
    assert Overview(other, settings).now().queues == overview.now().queues
    other.close()
