"""Bare Dramatiq: its Redis broker as it comes, with the default middleware, and six no-op actors."""

import dramatiq
import redis
from dramatiq.brokers.redis import RedisBroker

NAMESPACE = "faceit_bot:bench"
QUEUE = "bench"
MESSAGES = f"{NAMESPACE}:{QUEUE}.msgs"
"""What is queued or under way: empty when all chains are through."""


def build_bare(client: redis.Redis) -> RedisBroker:
    """A broker of its own namespace."""
    broker = RedisBroker(client=client, namespace=NAMESPACE)  # type: ignore[no-untyped-call]
    for index in range(6):

        def act(_run: str, _step: int) -> None:
            """Do nothing."""

        dramatiq.actor(actor_name=f"noop_{index}", queue_name=QUEUE, broker=broker)(act)
    return broker
