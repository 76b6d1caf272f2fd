"""A broker that only sends: for the scheduler, which must outlive a Redis that is away."""

from typing import Any

import redis
import structlog
from dramatiq import Message
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import Retries, TimeLimit

from actors.maintenance import declare
from actors.middleware.periodic import Periodic
from connections import BROKER_NAMESPACE, redis_client
from settings import Settings
from tasks.turns import Turns

log = structlog.get_logger(__name__)


class SenderBroker(RedisBroker):
    """Dramatiq's, but a message that can't be sent is logged and left: the next minute brings another."""

    def enqueue(self, message: "Message[Any]", *, delay: int | None = None) -> "Message[Any]":
        """Send, if Redis takes it."""
        try:
            return super().enqueue(message, delay=delay)
        except redis.RedisError as error:
            log.warning("scheduler.not_sent", actor=message.actor_name, error=type(error).__name__)
            return message


def build_sender(settings: Settings) -> SenderBroker:
    """The broker with the periodic actors declared, and no worker code beside them."""
    client = redis_client("command", "tasks", settings)
    broker = SenderBroker(  # type: ignore[no-untyped-call]
        client=client, namespace=BROKER_NAMESPACE, middleware=[Retries(), TimeLimit(), Periodic(Turns(client))]
    )
    declare(broker, settings)
    return broker
