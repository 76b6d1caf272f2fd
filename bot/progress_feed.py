"""Listens to the progress stream and wakes the tracker; takes up live tasks again after a restart."""

import asyncio
import time
from collections.abc import Callable

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.answers import log_unexpected
from bot.progress import ProgressTracker
from bot.tasks_gateway import TasksGateway
from errors import BotError
from measures import recorder
from tasks.events import ProgressReader

WAKING = frozenset({"step", "retry", "ended"})
"""Kinds worth an edit before the next tick; the counters inside a step wait for it."""
ASK_AGAIN_S = 20.0
PAUSE_S = 1.0

log = structlog.get_logger(__name__)


class ProgressFeed:
    """One a process. `active` tells whether this process is the one that talks with people now."""

    def __init__(
        self, client: Redis, tracker: ProgressTracker, tasks: TasksGateway, active: Callable[[], bool]
    ) -> None:
        self._client = client
        self._tracker = tracker
        self._tasks = tasks
        self._active = active
        self._asked: dict[str, float] = {}
        self._taking_up: set[asyncio.Task[None]] = set()

    async def run(self, block_ms: int = 5000) -> None:
        """Listen for as long as the process lives; Redis away means waiting for it."""
        reader = ProgressReader(self._client)
        try:
            while True:
                await self._read(reader, block_ms)
        finally:
            for task in self._taking_up:
                task.cancel()
            await asyncio.gather(*self._taking_up, return_exceptions=True)

    async def _read(self, reader: ProgressReader, block_ms: int) -> None:
        try:
            events = await reader.read(block_ms)
        except (RedisError, OSError) as error:
            log.warning("progress.feed_away", error=type(error).__name__)
            await asyncio.sleep(PAUSE_S)
            return
        recorder.seen("progress-read")
        for event in events:
            if event.kind in WAKING:
                self._tracker.wake(event.run)
            if event.kind != "ended" and self._active() and not self._tracker.follows(event.run):
                self._ask(event.run)

    def _ask(self, run: str) -> None:
        now = time.monotonic()
        if len(self._asked) > 1000:
            self._asked = {key: at for key, at in self._asked.items() if now - at < ASK_AGAIN_S}
        if now - self._asked.get(run, -ASK_AGAIN_S) < ASK_AGAIN_S:
            return
        self._asked[run] = now
        task = asyncio.create_task(self.take_up(run))
        self._taking_up.add(task)
        task.add_done_callback(self._taking_up.discard)

    async def take_up(self, run: str) -> None:
        """Follow the messages of a run's live tasks that a bot before this one sent."""
        try:
            for task in await self._tasks.tasks_of_run(run):
                view = await self._tasks.view(task)
                if view is None or view.state.final:
                    continue
                if view.progress_message is None:
                    # Accepted by a web process a moment ago, its first message is on its way: look at the next event.
                    self._asked.pop(run, None)
                else:
                    self._tracker.follow(view, view.progress_message, fresh=False)
                    log.info("progress.taken_up", task=task)
        except BotError as error:
            log.info("progress.not_taken_up", run=run, error=type(error).__name__)
        except Exception as error:
            log_unexpected("progress.take_up_broke", error, run=run)
