"""Health, readiness and metrics: what machines read."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
import redis
from prometheus_client.parser import text_string_to_metric_families

from measures import recorder
from measures.catalogue import CACHE_LOOKUPS, TASK_SECONDS
from monitoring.health import reasons
from monitoring.numbers import SNAPSHOT_S
from pipelines.manager import build_manager, match_wish
from pipelines.overview.reader import Overview
from pipelines.overview.thresholds import thresholds
from pipelines.plans import Queue
from settings import Settings
from tests.processes import Child, wait_for, worker
from tests.web.canned import Canned, snapshot
from tests.web.conftest import Open

Values = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@pytest.fixture
def start_worker(web_settings: Settings, tmp_path: Path) -> Iterator[Callable[..., Child]]:
    children: list[Child] = []

    def start(*queues: str) -> Child:
        children.append(worker(tmp_path, queues=queues))
        return children[-1]

    yield start
    for child in children:
        child.kill()


def parsed(text: str) -> Values:
    """Samples by name and labels."""
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def away(settings: Settings) -> Settings:
    return settings.model_copy(update={"redis_url": type(settings.redis_url)("redis://127.0.0.1:9")})


async def test_alive_whatever_happens(web_settings: Settings, browse: Open) -> None:
    for settings in (web_settings, away(web_settings)):
        answer = await browse(settings, auth=None).get("/healthz")
        assert answer.status_code == 200 and answer.json() == {"alive": True}


async def test_not_ready_without_redis(web_settings: Settings, browse: Open) -> None:
    answer = await browse(away(web_settings), auth=None).get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "reasons": [{"code": "redis-unavailable"}]}


@pytest.mark.processes
async def test_ready_once_each_queue_has_a_worker(
    web_settings: Settings, browse: Open, start_worker: Callable[..., Child], redis_tasks: redis.Redis
) -> None:
    # Given nobody
    client = browse(web_settings, auth=None)
    answer = await client.get("/readyz")
    assert answer.status_code == 503
    assert {(one["code"], one["queue"]) for one in answer.json()["reasons"]} == {("no-consumer", one) for one in Queue}
    # When a worker takes all but one queue
    child = start_worker("faceit_bot_critical", "faceit_bot_high", "faceit_bot_default")
    overview = Overview(redis_tasks, web_settings)
    wait_for(lambda: sum(one.consumers for one in overview.now().queues) == 3, 20, child.output)
    # Then only that one is named
    answer = await browse(web_settings, auth=None).get("/readyz")
    assert answer.json()["reasons"] == [{"code": "no-consumer", "queue": "faceit_bot_low"}]
    # And with a worker for it all is well
    start_worker("faceit_bot_low")
    wait_for(lambda: all(one.consumers for one in overview.now().queues), 20)
    answer = await browse(web_settings, auth=None).get("/readyz")
    assert answer.status_code == 200 and answer.json() == {"ready": True, "reasons": []}


def test_waiting_too_long_is_a_reason_unless_it_was_paused(web_settings: Settings) -> None:
    limits = thresholds(web_settings)
    queues = snapshot().queues
    old = [one.__class__(**{**vars(one), "oldest_s": limits.queue_age_s[one.queue] + 1}) for one in queues]
    found = reasons(snapshot(queues=tuple(old)), limits)
    assert {one["queue"] for one in found} == {one.queue for one in queues if not one.paused}
    assert all(one["code"] == "queue-old" and one["seconds"] > one["limit"] for one in found)


async def test_metrics_parse_and_say_what_the_pages_say(canned: Canned, http: httpx.AsyncClient) -> None:
    answer = await http.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    found, now = parsed(answer.text), canned.snapshot
    for one in now.queues:
        label = (("queue", str(one.queue)),)
        assert found["faceit_bot_queue_depth", label] == one.waiting
        assert found["faceit_bot_queue_in_flight", label] == one.held
        assert found["faceit_bot_queue_delayed", label] == one.delayed
        assert found["faceit_bot_queue_consumers", label] == one.consumers
        assert found["faceit_bot_queue_paused", label] == one.paused
        assert found.get(("faceit_bot_queue_oldest_seconds", label)) == one.oldest_s
    assert found["faceit_bot_workers", ()] == len(now.workers)
    assert found["faceit_bot_worker_busy_threads", ()] == sum(one.busy for one in now.workers)
    assert found["faceit_bot_redis_memory_bytes", ()] == now.redis.memory
    assert found["faceit_bot_redis_memory_limit_bytes", ()] == now.redis.memory_limit
    assert found["faceit_bot_faceit_hour_calls", ()] == now.faceit.calls
    assert found["faceit_bot_active_people", ()] == now.active_people
    assert found["faceit_bot_endings_untold", ()] == 2
    assert found["faceit_bot_stream_lag", (("stream", "progress"),)] == 7
    assert found["faceit_bot_scheduler_age_seconds", (("job", "sample"),)] == 31.5


async def test_what_was_counted_comes_out_again(http: httpx.AsyncClient, web_settings: Settings) -> None:
    # Given counts of another process, and a task accepted
    import connections

    recorder.start(lambda: connections.redis_client("command", "tasks", web_settings))
    recorder.count(CACHE_LOOKUPS, "hit", by=3)
    recorder.observe(TASK_SECONDS, 0.2, "match_analysis")
    recorder.observe(TASK_SECONDS, 7.0, "match_analysis")
    assert recorder.flush()
    recorder.stop()
    manager = build_manager(web_settings)
    manager.submit(match_wish("tg:1", "1-a", chat=1))
    # When Prometheus asks
    found = parsed((await http.get("/metrics")).text)
    # Then it hears the same, with cumulative buckets
    assert found["faceit_bot_faceit_cache_total", (("outcome", "hit"),)] == 3
    kind = ("type", "match_analysis")
    assert found["faceit_bot_task_seconds_count", (kind,)] == 2
    assert found["faceit_bot_task_seconds_sum", (kind,)] == pytest.approx(7.2)
    assert found["faceit_bot_task_seconds_bucket", (("le", "0.25"), kind)] == 1
    assert found["faceit_bot_task_seconds_bucket", (("le", "10"), kind)] == 2
    assert found["faceit_bot_task_seconds_bucket", (("le", "+Inf"), kind)] == 2
    assert found["faceit_bot_queue_depth", (("queue", "faceit_bot_high"),)] == 1
    assert found["faceit_bot_active_people", ()] == 1
    manager.store.client.close()


async def test_a_scrape_is_one_look(http: httpx.AsyncClient, redis_tasks: redis.Redis) -> None:
    def asked() -> Counter[str]:
        stats = redis_tasks.info("commandstats")
        return Counter({name.removeprefix("cmdstat_"): value["calls"] for name, value in stats.items()})

    await http.get("/metrics")
    await asyncio.sleep(SNAPSHOT_S + 0.1)
    before = asked()
    assert (await http.get("/metrics")).status_code == 200
    spent = asked() - before
    # The look is a script and INFO, beside it the counters; the other INFO is this test's.
    assert (spent["eval"], spent["info"], spent["ping"]) == (1, 2, 1)
    # And with the pages it shares the look
    before = asked()
    for path in ("/metrics", "/readyz", "/admin/"):
        await http.get(path)
    assert asked()["eval"] == before["eval"]


async def test_no_metrics_rather_than_zeros_without_redis(web_settings: Settings, browse: Open) -> None:
    answer = await browse(away(web_settings)).get("/metrics")
    assert answer.status_code == 503
    assert "faceit_bot" not in answer.text


async def test_a_stalled_redis_holds_up_nothing_else(
    web_settings: Settings, browse: Open, valkey: "object", monkeypatch: pytest.MonkeyPatch
) -> None:
    import signal

    from sandbox.valkey import EmbeddedValkey

    assert isinstance(valkey, EmbeddedValkey)
    client = browse(web_settings)
    await client.get("/healthz")
    valkey.signal(signal.SIGSTOP)
    try:
        slow = asyncio.gather(*(client.get("/admin/tasks") for _ in range(3)))
        await asyncio.sleep(0.1)
        began = time.monotonic()
        assert (await client.get("/healthz")).status_code == 200
        assert time.monotonic() - began < 0.5
        assert {answer.status_code for answer in await slow} == {503}
    finally:
        valkey.signal(signal.SIGCONT)
