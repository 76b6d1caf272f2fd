"""Which copy of a run's message waits for its time: one that vanishes from the delay queue was taken out by hand."""

from typing import Any

import redis
from dramatiq import Broker, Middleware
from dramatiq.broker import MessageProxy

from actors.middleware.run_events import delivery_of
from actors.waiting import until_redis_answers
from tasks.reconcile import note_delayed


class DelayedCopies(Middleware):
    """Notes the copy that Retries has put on the delay queue, before the message it stands for is acknowledged."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client

    def after_enqueue(self, broker: Broker, message: Any, delay: int | None) -> None:
        """Note the copy's id under the attempt it is for."""
        if delay is None:
            return
        copy = delivery_of(broker, MessageProxy(message))
        if copy is not None:
            until_redis_answers(lambda: note_delayed(self._client, copy.run, copy.step, copy.seq, copy.rmid))
