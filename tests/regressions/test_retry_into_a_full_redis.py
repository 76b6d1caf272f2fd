"""A step to be done again met a full Redis: its copy was refused, its message acknowledged, the task was "removed"."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import dramatiq
import pytest
import redis

from actors.consumer import RunBroker
from connections import BROKER_NAMESPACE, redis_client
from errors import RedisUnavailableError
from pipelines.manager import TaskManager, build_manager, match_wish
from settings import Settings

QUEUE = "faceit_bot_high"
WAITING = f"{BROKER_NAMESPACE}:{QUEUE}.DQ.msgs"
LATER_MS = 60_000


@contextmanager
def full(client: redis.Redis) -> Iterator[None]:
    """Every write that needs memory is refused inside."""
    client.config_set("maxmemory", 1)
    try:
        yield
    finally:
        client.config_set("maxmemory", 0)


@pytest.fixture
def manager(settings: Settings) -> Iterator[TaskManager]:
    result = build_manager(settings)
    yield result
    result.store.client.close()


def test_a_copy_for_later_waits_for_room(settings: Settings, redis_tasks: redis.Redis) -> None:
    broker = RunBroker(client=redis_client("consumer", "tasks", settings), middleware=[], namespace=BROKER_NAMESPACE)
    actor = dramatiq.actor(actor_name="probe", queue_name=QUEUE, broker=broker)(lambda: None)
    sender = threading.Thread(target=lambda: broker.enqueue(actor.message(), delay=LATER_MS), daemon=True)
    with full(redis_tasks):
        sender.start()
        sender.join(1)
        assert sender.is_alive() and redis_tasks.hlen(WAITING) == 0
    sender.join(10)
    assert not sender.is_alive() and redis_tasks.hlen(WAITING) == 1


def test_a_script_that_finds_no_room_says_so_like_one_that_finds_nobody(
    manager: TaskManager, redis_tasks: redis.Redis
) -> None:
    with full(redis_tasks), pytest.raises(RedisUnavailableError):
        manager.submit(match_wish("tg:1", "1-00000000-0000-4000-8000-000000000001", chat=1))
