"""Which queues an admin has paused, as a worker process knows it."""

import threading
import time
from typing import cast

import redis

from tasks.pausing import PAUSED

LOOK_S = 1.0
"""How old the knowledge may be: what is resumed is picked up within two seconds."""

SLEEP_S = 0.2
"""How long the consumer of a paused queue sleeps at a time, so that a worker told to stop does stop."""


class PausedQueues:
    """One for all consumers of a process: one of them reads, the others go on with what is known meanwhile."""

    def __init__(self, client: redis.Redis) -> None:
        self._client = client
        self._reading = threading.Lock()
        self._names: frozenset[bytes] | None = None
        self._at = 0.0

    def hold(self, queue: str) -> bool:
        """Whether nothing may be fetched from this queue now. Raises redis.RedisError."""
        # Before the first answer everybody waits for it: a process that has just begun must fetch nothing either.
        if time.monotonic() - self._at >= LOOK_S and self._reading.acquire(blocking=self._names is None):
            try:
                self._look()
            finally:
                self._reading.release()
        return queue.encode() in (self._names or ())

    def _look(self) -> None:
        if time.monotonic() - self._at >= LOOK_S or self._names is None:
            self._names = frozenset(cast(set[bytes], self._client.smembers(PAUSED)))
            self._at = time.monotonic()
