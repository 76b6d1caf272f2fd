"""What is kept of a message that comes again or has failed: no traceback, and no rest of a chain that goes nowhere."""

import json
from collections.abc import Callable
from typing import Any, cast

import dramatiq
import pytest
import redis

from actors.consumer import RunBroker
from connections import BROKER_NAMESPACE
from settings import Settings
from tasks.states import State
from tests.core.conftest import Bench
from tests.processes import Child, wait_for

pytestmark = pytest.mark.processes
QUEUE = "faceit_bot_high"


def options_in(client: redis.Redis, place: str) -> list[dict[str, Any]]:
    """The options of the messages there."""
    found = cast(dict[bytes, bytes], client.hgetall(f"{BROKER_NAMESPACE}:{QUEUE}{place}.msgs"))
    return [json.loads(data)["options"] for data in found.values()]


def test_one_that_waits_for_its_next_try_carries_no_traceback(bench: Bench, workers: Callable[..., Child]) -> None:
    workers()
    bench.submit("1=hour:1:60;")
    wait_for(lambda: bool(options_in(bench.client, ".DQ")), 60, "the step to be put off")
    [options] = options_in(bench.client, ".DQ")
    assert "pipe_target" in options and "traceback" not in options and options["retries"] == 1


def test_a_dead_letter_is_one_message(bench: Bench, workers: Callable[..., Child]) -> None:
    workers()
    task = bench.submit("1=transient:1;2=permanent")
    assert bench.ended(task, 60).state is State.FAILED
    wait_for(lambda: bool(options_in(bench.client, ".XQ")), what="the dead letter")
    [options] = options_in(bench.client, ".XQ")
    assert not {"pipe_target", "traceback"} & options.keys() and options["redis_message_id"]
    record = bench.manager.store.run(bench.view(task).run)
    assert record is not None and "PermanentError" in record["traceback"]


def test_one_taken_out_by_hand_leaves_no_dead_letter(settings: Settings, redis_tasks: redis.Redis) -> None:
    broker = RunBroker(client=redis_tasks, middleware=[], namespace=BROKER_NAMESPACE)
    actor = dramatiq.actor(actor_name="probe", queue_name=QUEUE, broker=broker)(lambda: None)
    sent = [actor.send().options["redis_message_id"] for _ in range(2)]
    consumer = broker.consume(QUEUE, prefetch=2)
    held = [message for message in (next(consumer), next(consumer)) if message is not None]
    redis_tasks.hdel(f"{BROKER_NAMESPACE}:{QUEUE}.msgs", sent[0])
    for message in held:
        consumer.nack(message)
    assert [options["redis_message_id"] for options in options_in(redis_tasks, ".XQ")] == sent[1:]
    assert options_in(redis_tasks, "") == []
