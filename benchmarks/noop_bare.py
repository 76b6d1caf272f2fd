"""Bare Dramatiq: its Redis broker with the default middleware and six no-op actors."""

import dramatiq
import redis
from dramatiq.brokers.redis import RedisBroker

NAMESPACE = "faceit_bot:bench"
QUEUE = "bench"
DONE = "faceit_bot:bench-done"


def build_bare(client: redis.Redis) -> RedisBroker:
    """A broker of its own namespace; the last actor counts."""
    broker = RedisBroker(client=client, namespace=NAMESPACE)  # type: ignore[no-untyped-call]
    for index in range(6):

        def act(_run: str, step: int) -> None:
            if step == 5:
                client.incr(DONE)

        dramatiq.actor(actor_name=f"noop_{index}", queue_name=QUEUE, broker=broker)(act)
    return broker
