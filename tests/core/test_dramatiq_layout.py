"""The scripts write Dramatiq's Redis layout themselves: this fails when a new Dramatiq changes it."""

from collections.abc import Iterator
from typing import Any

import dramatiq
import pytest
import redis
from dramatiq import Message
from dramatiq.brokers.redis import RedisBroker
from dramatiq.results import Results
from dramatiq.results.backends import RedisBackend

from connections import BROKER_NAMESPACE, RESULTS_NAMESPACE
from pipelines.dispatch import chain, first, successor
from pipelines.manager import TaskManager, match_wish
from pipelines.plans import MATCH_ANALYSIS
from tasks.messages import pack
from tasks.ownership import Delivery, RunKeeper
from tasks.scripts import words

QUEUE = "faceit_bot_high"


@pytest.fixture
def broker(redis_tasks: redis.Redis) -> Iterator[RedisBroker]:
    result = RedisBroker(client=redis_tasks, namespace=BROKER_NAMESPACE, middleware=[])
    yield result
    result.close()


def layout(client: redis.Redis) -> dict[str, str]:
    return {key: words([client.type(key)])[0] for key in words(list(client.scan_iter(f"{BROKER_NAMESPACE}:*")))}


def test_our_enqueue_looks_like_dramatiqs(broker: RedisBroker, redis_tasks: redis.Redis, manager: TaskManager) -> None:
    # Given a message queued by Dramatiq itself
    broker.declare_queue(QUEUE)
    broker.enqueue(Message(QUEUE, "match_analysis.resolve_link", ("r", 0), {}, {}))
    theirs = layout(redis_tasks)
    heartbeat = f"{BROKER_NAMESPACE}:__heartbeats__"
    theirs.pop(heartbeat)
    redis_tasks.delete(*theirs)
    # When ours is queued by the script
    manager.submit(match_wish("tg:1", "m"))
    ours = layout(redis_tasks)
    ours.pop(heartbeat, None)
    # Then the keys and their types are the same, and Dramatiq's consumer reads it
    assert ours == theirs
    message: Any = next(broker.consume(QUEUE, prefetch=1, timeout=100))
    assert message is not None and message.actor_name == "match_analysis.resolve_link"


def test_acknowledging_in_a_script_leaves_nothing(
    broker: RedisBroker, redis_tasks: redis.Redis, manager: TaskManager
) -> None:
    # Given a step fetched by Dramatiq's consumer and owned
    run = manager.submit(match_wish("tg:1", "m")).task.run
    broker.declare_queue(QUEUE)
    message: Any = next(broker.consume(QUEUE, prefetch=1, timeout=100))
    keeper = RunKeeper(redis_tasks, manager.store.settings)
    delivery = Delivery(run, 0, message.options["redis_message_id"], 0, QUEUE, broker.broker_id)
    owned = keeper.begin(delivery, deadline_s=60)
    assert owned is not None
    # When the step advances
    keeper.advance(owned, successor(message, remaining_ms=60_000), {"a": b"1"}, 0)
    # Then only the successor is there, and nothing is unacknowledged
    assert redis_tasks.hlen(f"{BROKER_NAMESPACE}:{QUEUE}.msgs") == 1
    assert redis_tasks.smembers(f"{BROKER_NAMESPACE}:__acks__.{broker.broker_id}.{QUEUE}") == set()
    following: Any = next(broker.consume(QUEUE, prefetch=1, timeout=100))
    assert (following.actor_name, following.args) == ("match_analysis.fetch_match", (run, 1))


def test_the_result_backend_reads_what_the_script_stored(
    broker: RedisBroker, redis_tasks: redis.Redis, manager: TaskManager
) -> None:
    # Given a run at its last step
    message, key = first(MATCH_ANALYSIS, "r1")
    backend = RedisBackend(client=redis_tasks, namespace=RESULTS_NAMESPACE, use_namespace_prefix_keys=True)
    pipeline = chain(MATCH_ANALYSIS, "r2")
    last = pipeline.messages[-1]
    manager.store.submit(
        match_wish("tg:1", "m"), run="r2", steps=1, message=pack(last), result_key=backend.build_message_key(last)
    )
    keeper = RunKeeper(redis_tasks, manager.store.settings)
    owned = keeper.begin(Delivery("r2", 0, rmid_of(redis_tasks), 0, QUEUE, "w"), deadline_s=60)
    assert owned is not None
    # When it completes
    keeper.complete(owned, b'{"v":1}')
    # Then Dramatiq's own result backend gives the report
    broker.add_middleware(Results(backend=backend))
    dramatiq.set_broker(broker)
    assert last.get_result(backend=backend) == {"v": 1}
    assert key.startswith(f"{RESULTS_NAMESPACE}:{QUEUE}:match_analysis.assemble:")
    assert message.queue == QUEUE


def rmid_of(client: redis.Redis) -> str:
    [rmid] = words(client.hkeys(f"{BROKER_NAMESPACE}:{QUEUE}.msgs"))
    return rmid
