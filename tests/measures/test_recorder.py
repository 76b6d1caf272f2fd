"""Counting: exact over processes, restarts and a Redis that comes and goes; nobody waits for it."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from connections import redis_client
from measures import reading
from measures.catalogue import CACHE_LOOKUPS, FACEIT_CALLS, METRICS, TASK_SECONDS, TELEGRAM_CALLS
from measures.places import MOMENTS, TOTALS, WINDOW_MS, WINDOW_TERM_MS, window_key
from measures.recorder import MOST_FIELDS, Recorder
from sandbox.valkey import EmbeddedValkey
from settings import Settings
from tests.processes import ROOT


def now_ms() -> int:
    return int(time.time() * 1000)


@pytest.fixture
def recorder(settings: Settings) -> Iterator[Recorder]:
    made = Recorder()
    made.start(lambda: redis_client("command", "tasks", settings))
    yield made
    made.stop()


def hits(client: redis.Redis) -> float:
    return reading.counters(reading.totals(client), CACHE_LOOKUPS).get(("hit",), 0)


def test_names_are_the_plan_of_prometheus() -> None:
    assert all(metric.name.startswith("faceit_bot_") for metric in METRICS)
    assert all(metric.name.endswith("_total") == (metric.kind == "counter") for metric in METRICS)
    assert len({metric.key for metric in METRICS}) == len(METRICS)


def test_nothing_is_lost_between_threads(recorder: Recorder, redis_tasks: redis.Redis) -> None:
    def work() -> None:
        for _ in range(500):
            recorder.add("faceit_cache_total|hit", 1, now_ms())

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for _ in range(20):
        recorder.flush()
    for thread in threads:
        thread.join()
    assert recorder.flush()
    assert hits(redis_tasks) == 4000
    assert reading.counters(reading.window(redis_tasks, 10), CACHE_LOOKUPS) == {("hit",): 4000}


CHILD = """
import sys
from connections import redis_client
from measures import recorder
from measures.catalogue import FACEIT_CALLS, TASK_SECONDS
recorder.start(lambda: redis_client("command", "tasks"))
for number in range(int(sys.argv[1])):
    recorder.count(FACEIT_CALLS, "/players/{player_id}", "200")
    recorder.observe(TASK_SECONDS, 0.2, "match_analysis")
recorder.stop()
"""


@pytest.mark.processes
def test_processes_add_up_and_a_restart_takes_nothing_away(settings: Settings, redis_tasks: redis.Redis) -> None:
    # Given two processes at once, and a third after they have ended
    for numbers in ((30, 12), (8,)):
        running = [subprocess.Popen([sys.executable, "-c", CHILD, str(many)], cwd=ROOT) for many in numbers]
        assert [one.wait(30) for one in running] == [0] * len(numbers)
    # Then the totals are those of all three
    values = reading.totals(redis_tasks)
    assert reading.counters(values, FACEIT_CALLS) == {("/players/{player_id}", "200"): 50}
    timed = reading.histograms(values, TASK_SECONDS)["match_analysis",]
    assert timed.count == 50 and timed.sum == pytest.approx(10)
    assert values["faceit_bot_task_seconds|match_analysis|count"] == 50
    assert dict(timed.cumulative())["0.1"] == 0 and dict(timed.cumulative())["0.25"] == 50


def test_a_redis_that_is_away_delays_nobody_and_loses_nothing() -> None:
    with EmbeddedValkey() as server:
        client = redis.Redis.from_url(server.url, socket_timeout=0.3, retry=Retry(NoBackoff(), 0))
        recorder = Recorder()
        recorder.start(lambda: client)
        server.signal(signal.SIGSTOP)
        began = time.monotonic()
        for _ in range(1000):
            recorder.add("faceit_cache_total|hit", 1, now_ms())
        assert time.monotonic() - began < 0.5
        assert not recorder.flush()
        recorder.add("faceit_cache_total|hit", 5, now_ms())
        server.signal(signal.SIGCONT)
        # The paused server has taken the first batch in when it goes on: its repetition adds nothing
        assert recorder.flush()
        assert hits(client) == 1005
        recorder.stop()


def test_what_a_stopped_redis_missed_is_written_when_it_is_back(settings: Settings) -> None:
    clients: list[redis.Redis] = []

    def connect() -> redis.Redis:
        if not clients:
            raise redis.ConnectionError("nobody there")
        return clients[0]

    recorder = Recorder()
    recorder.start(connect)
    recorder.add("faceit_cache_total|hit", 3, now_ms())
    assert not recorder.flush()
    clients.append(redis_client("command", "tasks", settings))
    assert recorder.flush() and hits(clients[0]) == 3
    recorder.stop()


def test_the_buffer_is_bounded(redis_tasks: redis.Redis) -> None:
    recorder = Recorder()
    for number in range(MOST_FIELDS + 100):
        recorder.add(f"alerts_total|{number}", 1, now_ms())
    recorder.add("alerts_total|0", 1, now_ms())
    recorder.start(lambda: redis_tasks)
    assert recorder.flush()
    assert redis_tasks.hlen(TOTALS) == MOST_FIELDS
    assert redis_tasks.hget(TOTALS, "alerts_total|0") == b"2"
    recorder.stop()


def test_an_hour_leaves_out_what_is_older(recorder: Recorder, redis_tasks: redis.Redis) -> None:
    now = reading.server_ms(redis_tasks)
    for minutes, many in ((0, 1), (45, 10), (61, 100), (75, 1000), (1400, 10_000)):
        recorder.add("faceit_cache_total|hit", many, now - minutes * 60_000)
    recorder.flush()
    assert reading.counters(reading.window(redis_tasks, 60), CACHE_LOOKUPS)["hit",] == 11
    assert reading.counters(reading.window(redis_tasks, 1440), CACHE_LOOKUPS)["hit",] == 11_111
    assert hits(redis_tasks) == 11_111


def test_windows_go_after_a_day_and_totals_stay(recorder: Recorder, redis_tasks: redis.Redis) -> None:
    now = now_ms()
    for _ in range(3):
        recorder.add("faceit_cache_total|hit", 1, now)
        recorder.flush()
    assert 0 < redis_tasks.pttl(window_key(now)) <= WINDOW_TERM_MS
    assert redis_tasks.ttl(TOTALS) == -1


@pytest.mark.parametrize("minutes", [1, 10, 59, 60, 1440])
@pytest.mark.parametrize("offset", [0, 1, 599_999])
def test_a_window_never_reaches_back_too_far(minutes: int, offset: int) -> None:
    now = 1_000_000 * WINDOW_MS + offset
    keys = reading.window_keys(now, minutes)
    first = int(keys[0].rsplit(":", 1)[1]) * WINDOW_MS
    assert first >= now - minutes * 60_000 or len(keys) == 1
    assert keys[-1] == window_key(now) and len(keys) >= max(1, minutes // 10)


def test_a_bar_in_a_label_makes_no_new_label(recorder: Recorder, redis_tasks: redis.Redis) -> None:
    from measures.catalogue import field

    recorder.add(field(TELEGRAM_CALLS, ("send|Message", "200")), 1, now_ms())
    recorder.flush()
    assert reading.counters(reading.totals(redis_tasks), TELEGRAM_CALLS) == {("send/Message", "200"): 1}


def test_moments_keep_the_last_one(recorder: Recorder, redis_tasks: redis.Redis) -> None:
    for moment in (5, 9):
        recorder.seen("faceit-answered", moment)
        recorder.flush()
    found: Any = redis_tasks.hgetall(MOMENTS)
    assert found == {b"faceit-answered": b"9"}


def test_what_another_release_counts_is_no_error(redis_tasks: redis.Redis) -> None:
    redis_tasks.hset(TOTALS, mapping={"other_total|x": 4, "faceit_cache_total|hit": 2})
    assert reading.totals(redis_tasks) == {"faceit_bot_faceit_cache_total|hit": 2.0}
