"""What a web process runs to answer people: the bot's parts without polling and without the queue's delivery."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any

from aiogram import Bot, Dispatcher
from redis.asyncio import Redis

from bot.answers import log_unexpected
from bot.assembly import assemble
from bot.breaker import Breaker
from bot.delivery import Delivery
from bot.fallback.assembly import build_fallback
from bot.marks import MemoryMarks
from bot.pictures import Pictures
from bot.progress import ProgressTracker
from bot.remembered import open_database, remember
from bot.telling import Teller
from bot.veto_watch import VetoWatch
from connections import open_async
from pipelines.manager import build_manager
from settings import Settings
from storage.database import Database
from tasks.records import TaskView


class OwnTasksTracker(ProgressTracker):
    """Follows what this process works at itself; all else is followed where endings are delivered."""

    def follow(self, view: TaskView, message: int, shown: str = "", *, fresh: bool = True) -> None:
        """See ProgressTracker."""
        if self._tasks.alone(view.id):
            super().follow(view, message, shown, fresh=fresh)


@dataclass
class Running:
    """Everything that is to be closed again."""

    bot: Bot
    dispatcher: Dispatcher
    client: Redis
    breaker: Breaker
    database: Database
    closing: list[Any]
    works: set[asyncio.Task[None]] = field(default_factory=set)

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a work until `stop`; one that breaks is logged and leaves the others be."""
        task = asyncio.create_task(work)
        self.works.add(task)
        task.add_done_callback(_ended)

    async def stop(self) -> None:
        """End the works, close what is open."""
        for task in self.works:
            task.cancel()
        await asyncio.gather(*self.works, return_exceptions=True)
        await self.bot.session.close()
        await self.client.aclose()
        await self.database.close()
        for each in self.closing:
            each.close()


def _ended(task: "asyncio.Task[None]") -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log_unexpected("webhook.part_broke", error if isinstance(error, Exception) else RuntimeError(str(error)))


async def start(settings: Settings) -> Running:
    """Build and begin all of it. Raises ConfigurationError when the token can't be one."""
    client = await open_async("command", "tasks", settings)
    database = await open_database(settings)
    remembered = remember(database)
    fallback = build_fallback(settings, client, build_manager(settings, profile="command"))
    breaker = Breaker.of(settings.redis)
    parts = assemble(settings, client, fallback.tasks, remembered, tracking=OwnTasksTracker, breaker=breaker)
    fallback.endings.wake = parts.tracker.wake
    watch = VetoWatch(parts.bot, parts.lookup.match)
    teller = Teller(
        parts.bot,
        fallback.tasks,
        parts.tracker,
        remembered,
        MemoryMarks(),
        keep_hours=settings.tasks.cleanup_hours,
        watch=watch,
        pictures=Pictures(settings, fallback.tasks),
    )
    delivery = Delivery(lambda: fallback.endings, fallback.tasks, teller)
    running = Running(parts.bot, parts.dispatcher, client, breaker, database, [fallback.local, fallback.tasks])
    for work in (parts.tracker.run(), delivery.run(), fallback.health.run(), fallback.twins.run(), watch.run()):
        running.begin(work)
    return running
