"""Paused queues: workers fetch nothing from them, and what waits there does not grow late. Blocking, thread-safe."""

from typing import cast

import redis

from connections import PREFIX, REDIS_AWAY
from errors import RedisUnavailableError
from settings import TaskSettings
from tasks.keeping import HOUR, keep
from tasks.scripts import Scripts, words

PAUSED = PREFIX + "paused"
"""A set of the names of paused queues."""

GIVEN_BACK_MS = 6 * HOUR
"""The most that pauses add to one run's time, as much as waiting for FACEIT may add to a bulk."""


class Pausing:
    """The paused queues on one client, by their full names. Methods raise RedisUnavailableError."""

    def __init__(self, client: redis.Redis, settings: TaskSettings, *, cap_ms: int = GIVEN_BACK_MS) -> None:
        self._client = client
        self._scripts = Scripts(client)
        self._arguments = {"keep": keep(settings), "cap": cap_ms}

    def pause(self, queue: str) -> bool:
        """From now on nothing is fetched from it; False when it was paused before."""
        return self._call("pause", queue)[0] == 1

    def resume(self, queue: str) -> bool:
        """Workers may fetch again; False when it was not paused."""
        return self._call("resume", queue)[0] == 1

    def give_back(self) -> int:
        """Move the deadlines of what waits in paused queues by the time paused; how many runs got some."""
        return self._call("look", "")[1]

    def paused(self) -> frozenset[str]:
        """Names of the paused queues."""
        try:
            return frozenset(words(list(cast(set[bytes], self._client.smembers(PAUSED)))))
        except REDIS_AWAY as error:
            raise RedisUnavailableError(str(error)) from error

    def _call(self, act: str, queue: str) -> list[int]:
        return [int(one) for one in self._scripts.call("pausing", self._arguments | {"act": act, "queue": queue})]
