"""What the admins' handlers work with: numbers and steering on one client, used from the gateway's threads."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import redis

from bot.admin_offers import AdminOffers
from bot.tasks_gateway import TasksGateway
from connections import is_full, redis_client
from errors import RedisFullError, RedisUnavailableError
from pipelines.manager import TaskManager
from pipelines.overview.reader import Overview
from pipelines.steering import Steering
from settings import Settings
from tasks.store import TaskStore

T = TypeVar("T")


@dataclass(frozen=True)
class Tools:
    """Everything blocking. Methods raise RedisUnavailableError, RedisFullError among them."""

    client: redis.Redis
    overview: Overview
    steering: Steering
    offers: AdminOffers
    settings: Settings


class AdminDesk:
    """Asks from the event loop. The client is made at the first question: making it may probe the server."""

    def __init__(self, tasks: TasksGateway, settings: Settings) -> None:
        self._tasks = tasks
        self._settings = settings
        self._lock = threading.Lock()
        self._tools: Tools | None = None

    async def ask(self, work: Callable[[Tools], T]) -> T:
        """Do it on a thread. Raises RedisUnavailableError, at once while the queue is known to be away."""
        return await self._tasks.ask(lambda: self._work(work))

    async def soon(self, work: Callable[[Tools], T]) -> T:
        """The same for a press: RedisUnavailableError when it takes too long (it may still be done)."""
        return await self._tasks.soon(lambda: self._work(work))

    def _work(self, work: Callable[[Tools], T]) -> T:
        try:
            return work(self._opened())
        except (redis.RedisError, RedisUnavailableError) as error:
            if is_full(error):
                raise RedisFullError(type(error).__name__) from error
            raise RedisUnavailableError(type(error).__name__) from error

    def _opened(self) -> Tools:
        with self._lock:
            if self._tools is None:
                client = redis_client("command", "tasks", self._settings)
                manager = TaskManager(TaskStore(client, self._settings.tasks))
                self._tools = Tools(
                    client=client,
                    overview=Overview(client, self._settings),
                    steering=Steering(manager, client, self._settings),
                    offers=AdminOffers(client),
                    settings=self._settings,
                )
            return self._tools

    def close(self) -> None:
        """Give the connections back."""
        with self._lock:
            if self._tools is not None:
                self._tools.client.close()
