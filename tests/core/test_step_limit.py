"""The limit of a step, and what a process says whose threads have ended."""

import threading
import time
from typing import Any

import dramatiq
import pytest
import redis
from dramatiq import Message, Worker
from dramatiq.middleware import TimeLimitExceeded

from actors.consumer import RunBroker
from actors.middleware import vitals
from actors.middleware.step_limit import StepLimit
from connections import BROKER_NAMESPACE, redis_client
from pipelines.overview.workers import worker_key
from settings import Settings
from tests.processes import wait_for

QUEUE = "faceit_bot_high"
ROUNDS = 300


def message_of(limit_ms: int) -> Any:
    return Message("q", "probe", (), {}, {"time_limit": limit_ms})


@pytest.fixture
def limit() -> StepLimit:
    return StepLimit()


@pytest.fixture
def broker(limit: StepLimit) -> RunBroker:
    made = RunBroker(middleware=[limit])
    dramatiq.actor(actor_name="probe", queue_name="q", broker=made)(lambda: time.sleep(0))
    return made


def test_a_step_over_its_time_is_struck(limit: StepLimit, broker: RunBroker) -> None:
    limit.before_process_message(broker, message_of(1000))
    limit._strike(time.monotonic() + 0.9)
    with pytest.raises(TimeLimitExceeded):
        strike_and_wait(limit)
    strike_and_wait(limit)


def strike_and_wait(limit: StepLimit) -> None:
    """Whatever is due an hour from now is struck; then a moment to feel it."""
    limit._strike(time.monotonic() + 3600)
    for _ in range(1000):
        time.sleep(0)


def test_nothing_strikes_who_is_through(limit: StepLimit, broker: RunBroker) -> None:
    # Given somebody who strikes without end
    over = threading.Event()

    def strike() -> None:
        while not over.is_set():
            limit._strike(time.monotonic() + 3600)

    striker = threading.Thread(target=strike, daemon=True)
    striker.start()
    struck = 0
    try:
        # When steps begin and end, then none is struck after its end
        for _ in range(ROUNDS):
            try:
                limit.before_process_message(broker, message_of(1000))
                broker.actors["probe"]()
            except TimeLimitExceeded:
                struck += 1
            limit.disarm()
            sum(range(100))
    finally:
        over.set()
        striker.join(10)
    assert 0 < struck <= ROUNDS


def test_the_actors_end_is_the_limits_end(limit: StepLimit, broker: RunBroker) -> None:
    limit.before_process_message(broker, message_of(1000))
    broker.actors["probe"]()
    strike_and_wait(limit)


def test_a_process_whose_threads_have_ended_is_silent(
    settings: Settings, redis_tasks: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a worker of two threads that says so
    monkeypatch.setattr(vitals, "BEAT_S", 0.05)
    client = redis_client("consumer", "tasks", settings)
    broker = RunBroker(client=client, middleware=[vitals.Vitals(settings)], namespace=BROKER_NAMESPACE)
    broker.declare_queue(QUEUE)
    worker = Worker(broker, worker_threads=2, worker_timeout=50)
    worker.start()
    key = worker_key(broker.broker_id)
    wait_for(lambda: redis_tasks.hget(key, "threads") == b"2", what="the first heartbeat")
    # When one has ended, then it says so
    worker.workers[0].stop()
    wait_for(lambda: redis_tasks.hget(key, "threads") == b"1", what="one thread")
    # And without any it says nothing
    worker.workers[1].stop()
    worker.workers[1].join(10)
    time.sleep(0.3)
    redis_tasks.delete(key)
    time.sleep(0.5)
    assert not redis_tasks.exists(key)
    worker.stop()
    client.close()
