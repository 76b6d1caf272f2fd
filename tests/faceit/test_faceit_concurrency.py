"""The cap on calls under way."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable

import pytest
import redis

from errors import RunEndedError
from faceit.budget import Lane
from faceit.concurrency import RedisSlots, WaitingSlots
from faceit.errors import BudgetDeferredError
from faceit.local import LocalSlots
from faceit.waiting import never_cancelled
from settings import Settings
from tests.faceit.callers import hold_for_ever

SPAWN = multiprocessing.get_context("spawn")
Make = Callable[[int], WaitingSlots]


@pytest.fixture(params=["redis", "local"])
def make(request: pytest.FixtureRequest, redis_tasks: redis.Redis) -> Make:
    if request.param == "redis":
        return lambda limit: RedisSlots(redis_tasks, limit=limit, lease_s=30)
    return lambda limit: LocalSlots(limit=limit)


def test_never_more_than_the_limit(make: Make) -> None:
    slots = make(3)
    lock = threading.Lock()
    held = most = waited = 0

    def work() -> None:
        nonlocal held, most, waited
        with slots.hold(Lane.INTERACTIVE, 10.0, never_cancelled) as lease:
            with lock:
                held += 1
                most = max(most, held)
                waited += lease.waited
            time.sleep(0.05)
            with lock:
                held -= 1

    threads = [threading.Thread(target=work) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 3
    assert waited >= 9


def test_slot_is_given_back_after_an_error(make: Make) -> None:
    slots = make(1)
    with pytest.raises(RuntimeError), slots.hold(Lane.INTERACTIVE, 1.0, never_cancelled):
        raise RuntimeError
    with slots.hold(Lane.INTERACTIVE, 0.1, never_cancelled) as lease:
        assert not lease.waited


def test_full_defers(make: Make) -> None:
    slots = make(1)
    hold = slots.hold
    with (
        hold(Lane.INTERACTIVE, 1.0, never_cancelled),
        pytest.raises(BudgetDeferredError),
        hold(Lane.INTERACTIVE, 0.1, never_cancelled),
    ):
        pass


def test_bulk_leaves_room(make: Make) -> None:
    slots = make(2)
    with slots.hold(Lane.BULK, 1.0, never_cancelled):
        with pytest.raises(BudgetDeferredError), slots.hold(Lane.BULK, 0.1, never_cancelled):
            pass
        with slots.hold(Lane.INTERACTIVE, 0.1, never_cancelled) as lease:
            assert not lease.waited


def test_cancel_while_waiting(make: Make) -> None:
    slots = make(1)

    def check() -> None:
        raise RunEndedError("r", "cancelled")

    hold = slots.hold
    with (
        hold(Lane.INTERACTIVE, 1.0, never_cancelled),
        pytest.raises(RunEndedError),
        hold(Lane.INTERACTIVE, 10.0, check),
    ):
        pass


@pytest.mark.processes
def test_slots_of_a_killed_holder_come_back(settings: Settings, redis_tasks: redis.Redis) -> None:
    # Given a process that holds both slots
    held = SPAWN.Queue()
    child = SPAWN.Process(target=hold_for_ever, args=(2, 1.5, held))
    child.start()
    assert len({held.get(timeout=20) for _ in range(2)}) == 2
    slots = RedisSlots(redis_tasks, limit=2, lease_s=1.5)
    # When it is killed
    assert child.pid
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    # Then they are free after the lease
    began = time.monotonic()
    with slots.hold(Lane.INTERACTIVE, 5.0, never_cancelled) as lease:
        assert lease.waited
    assert time.monotonic() - began < 2.0
