"""The parts of the fallback put together."""

import asyncio
from dataclasses import dataclass

from redis.asyncio import Redis

from bot.fallback.endings import LocalEndings
from bot.fallback.gateway import FallbackGateway
from bot.fallback.health import QueueHealth
from bot.fallback.tasks import LocalTasks
from bot.fallback.twins import Twins
from bot.tasks_gateway import Manager
from settings import Settings


@dataclass(frozen=True)
class Fallback:
    """What the process runs of it."""

    local: LocalTasks
    endings: LocalEndings
    health: QueueHealth
    twins: Twins
    tasks: FallbackGateway


def build_fallback(settings: Settings, client: Redis, manager: Manager) -> Fallback:
    """On a `command` client, from within the event loop."""
    endings = LocalEndings()
    local = LocalTasks(settings, endings)
    health = QueueHealth(client, lambda: asyncio.to_thread(local.warm))
    tasks = FallbackGateway(manager, local, health)
    twins = Twins(client, health, tasks.cancel)
    tasks.twins = twins
    return Fallback(local, endings, health, twins, tasks)
