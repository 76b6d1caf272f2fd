"""Redis away for longer than a step may take: the limit struck whoever waited for Redis to put a step off.

The message was acknowledged, the thread ended, the task was "removed".
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import redis

from connections import PREFIX
from pipelines.plans import PLANS
from sandbox.valkey import EmbeddedValkey
from tasks.scripts import words
from tasks.states import State, TaskType
from tests.core.conftest import Bench, bench, manager
from tests.faults.proxy import Proxy
from tests.probe.script import log_of
from tests.processes import Child, wait_for, worker

pytestmark = pytest.mark.processes
__all__ = ["bench", "manager"]

LIMIT_S = 2.0
AWAY_S = 6.0
"""The limit and what watches it, which looks once a second, and much to spare."""
THREADS = 4

Outage = tuple[Callable[[], object], Callable[[], object]]


@pytest.fixture
def proxy(valkey: EmbeddedValkey, bench: Bench) -> Iterator[Proxy]:
    """Between the worker and Valkey; the tests look past it."""
    with Proxy(valkey.port) as between:
        yield between


@pytest.fixture
def probes(proxy: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Child]:
    """One worker process; its steps may take two seconds each."""
    plan = PLANS[TaskType.MATCH_ANALYSIS]
    steps = tuple(replace(step, limit_s=LIMIT_S) for step in plan.steps)
    monkeypatch.setitem(PLANS, TaskType.MATCH_ANALYSIS, replace(plan, steps=steps))
    monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{proxy.port}")
    child = worker(tmp_path, threads=THREADS)
    yield child
    child.kill()


def outage(how: str, proxy: Proxy, client: redis.Redis) -> Outage:
    """What begins and what ends it."""
    if how == "full":
        return lambda: client.config_set("maxmemory", 1), lambda: client.config_set("maxmemory", 0)
    if how == "away":
        return proxy.refuse, proxy.allow
    return proxy.stall, proxy.flow


def threads_of(client: redis.Redis) -> list[str]:
    """How many threads each worker process says it has."""
    return words([client.hget(key, "threads") or b"" for key in client.scan_iter(f"{PREFIX}worker:*")])


def begun(client: redis.Redis, step: int) -> int:
    return sum(1 for _, at, what in log_of(client) if at == step and what == "begin")


@pytest.mark.parametrize("how", ["full", "away", "stalled"])
def test_every_step_in_hand_is_done_afterwards_by_the_same_threads(
    bench: Bench, proxy: Proxy, probes: Child, how: str
) -> None:
    begin, end = outage(how, proxy, bench.client)
    wait_for(lambda: threads_of(bench.client) == [str(THREADS)], 90, "the worker")
    # Given steps that find Redis gone, and steps that come to their end meanwhile
    orders = ["1=lose:1", "1=lose:1.5", "1=hang:1", "1=hang:1.5"]
    tasks = [bench.submit(f"{order};{number}", f"tg:{number}") for number, order in enumerate(orders)]
    wait_for(lambda: begun(bench.client, 1) == len(tasks), what="all to be at work")
    # When it is away for longer than a step may take
    begin()
    time.sleep(AWAY_S)
    end()
    # Then each is completed, once
    assert [bench.ended(task, 60).state for task in tasks] == [State.COMPLETED] * len(tasks)
    assert sorted(bench.endings()) == sorted((task, State.COMPLETED) for task in tasks)
    # And as many threads as before take what comes
    held = [bench.submit(f"0=sleep:1.5;{number}", f"tg:1{number}") for number in range(THREADS)]
    wait_for(lambda: all(bench.view(one).state is State.RUNNING for one in held), what="all threads to be at work")
    assert [bench.ended(task, 60).state for task in held] == [State.COMPLETED] * THREADS
    assert threads_of(bench.client) == [str(THREADS)]
