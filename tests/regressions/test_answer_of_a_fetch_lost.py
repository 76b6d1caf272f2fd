"""Dramatiq marks messages as held while it hands them out: when that answer was lost, nobody ever worked on them."""

from collections.abc import Iterator

import dramatiq
import pytest
import redis
from dramatiq import Worker
from dramatiq.errors import ConnectionClosed

from actors.consumer import RunBroker
from connections import BROKER_NAMESPACE, redis_client
from settings import Settings
from tests.faults.proxy import Proxy
from tests.processes import wait_for

QUEUE = "faceit_bot_high"


@pytest.fixture
def broker(settings: Settings, redis_tasks: redis.Redis) -> Iterator[RunBroker]:
    """A broker whose client goes past nothing; its queue is empty."""
    client = redis_client("consumer", "tasks", settings)
    made = RunBroker(client=client, middleware=[], namespace=BROKER_NAMESPACE)
    made.declare_queue(QUEUE)
    yield made
    client.close()


def _send(broker: RunBroker, count: int) -> list[str]:
    actor = dramatiq.actor(actor_name="probe", queue_name=QUEUE, broker=broker)(lambda: None)
    return [actor.send().options["redis_message_id"] for _ in range(count)]


def test_what_redis_handed_out_and_nobody_got_comes_back_with_the_next_consumer(broker: RunBroker) -> None:
    ids = _send(broker, 4)
    consumer = broker.consume(QUEUE, prefetch=2)
    held = next(consumer)
    assert held is not None and held.options["redis_message_id"] == ids[0]
    # The answer of this one is lost
    assert len(broker.do_fetch(QUEUE, 1)) == 1
    again = broker.consume(QUEUE, prefetch=4)
    got = [message.options["redis_message_id"] for message in iter(again.__next__, None)]
    assert sorted(got) == sorted(ids[1:]), "everything but the one that is still held, each once"
    again.ack(held)
    assert broker.held[QUEUE] == set(got)


def test_what_waited_for_its_time_is_taken_up_again(broker: RunBroker, redis_tasks: redis.Redis) -> None:
    actor = dramatiq.actor(actor_name="later", queue_name=QUEUE, broker=broker)(lambda: None)
    actor.send_with_options(delay=60_000)
    consumer = broker.consume(f"{QUEUE}.DQ", prefetch=10)
    assert next(consumer) is not None
    assert next(broker.consume(f"{QUEUE}.DQ", prefetch=10)) is not None, "dramatiq dropped its copy with the consumer"


def test_whatever_redis_answers_is_an_error_of_the_connection(broker: RunBroker, redis_tasks: redis.Redis) -> None:
    _send(broker, 1)
    consumer = broker.consume(QUEUE, prefetch=1)
    message = next(consumer)
    assert message is not None
    redis_tasks.config_set("maxmemory", "1")
    try:
        for act in (lambda: consumer.ack(message), lambda: consumer.requeue([message]), lambda: next(consumer)):
            with pytest.raises(ConnectionClosed):
                act()
    finally:
        redis_tasks.config_set("maxmemory", "0")
    consumer.ack(message)
    assert not broker.held[QUEUE]


def test_a_worker_does_what_it_was_handed_on_a_wire_that_was_cut(settings: Settings, redis_tasks: redis.Redis) -> None:
    done: list[int] = []
    with Proxy(redis_tasks.connection_pool.connection_kwargs["port"]) as proxy:
        client = redis.Redis(port=proxy.port, db=settings.redis.db_tasks)
        broker = RunBroker(client=client, middleware=[], namespace=BROKER_NAMESPACE)
        actor = dramatiq.actor(actor_name="count", queue_name=QUEUE, broker=broker)(done.append)
        worker = Worker(broker, worker_threads=2, worker_timeout=20)
        worker.start()
        acks = f"{BROKER_NAMESPACE}:__acks__.{broker.broker_id}.{QUEUE}"
        sender = RunBroker(client=redis_tasks, middleware=[], namespace=BROKER_NAMESPACE)
        for number in range(2):
            proxy.delay(0.4)
            sender.enqueue(actor.message(number))
            # Redis has handed it out, and its answer is on the way
            wait_for(lambda: redis_tasks.scard(acks) == 1, 10, "the fetch")
            proxy.cut()
            proxy.delay(0)
            wait_for(lambda number=number: number in done, 10, "the work")  # type: ignore[misc]
        worker.stop()
        client.close()
    assert done == [0, 1]
