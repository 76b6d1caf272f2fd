"""The delivery: reads endings, tells each in its chat's order, chats side by side, and acknowledges after that."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.answers import log_unexpected
from bot.tasks_gateway import TasksGateway
from bot.telling import Teller
from bot.wire import ClosedError
from errors import BotError
from tasks.events import Ending, EndingsReader

CONSUMER = "bot"
"""One name for whoever holds the lease: what the one before left unacknowledged is pending under it."""
CHATS_AT_ONCE = 256
ENDINGS_AT_ONCE = 5000
ATTEMPTS_AT_BROKEN = 3
"""Then the person is told that something broke."""
PAUSE_S = 1.0
FINISH_S = 20.0
"""A call takes so long at most (`telegram.send_timeout`); half a minute after SIGTERM a platform kills."""
LOOK_S = 0.1

log = structlog.get_logger(__name__)


class Endings(Protocol):
    """Where endings come from. Raises redis.RedisError."""

    async def read(self, *, block_ms: int = 5000) -> list[Ending]:
        """The next endings, an empty list when none came in `block_ms`."""

    async def ack(self, ending: Ending) -> None:
        """The person has been told."""

    async def set_aside(self, ending: Ending) -> None:
        """It can't be told, now or ever: keep it where an operator finds it."""


def from_queue(client: Redis) -> Endings:
    """Endings of the queue's tasks."""
    return EndingsReader(client, CONSUMER)


class Delivery:
    """One active in all processes, held by a lease; `run` works until it is cancelled.

    `ending` says whether the process ends with `run`: parts on their way are waited for then. Else they arrive while
    the process stands by, and whoever delivers by then sees that they will (`bot.signs`); `finish` waits for them.
    """

    def __init__(
        self,
        reader: Callable[[], Endings],
        tasks: TasksGateway,
        teller: Teller,
        ending: Callable[[], bool] = lambda: True,
    ) -> None:
        self._new_reader = reader
        self._tasks = tasks
        self._teller = teller
        self._ending = ending
        self._queues: dict[int, deque[Ending]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._room = asyncio.Event()
        self._reader = reader()

    async def run(self, block_ms: int = 5000) -> None:
        """Deliver for as long as this process holds the lease."""
        self._reader = self._new_reader()
        self._teller.wire.open()
        log.info("delivery.started")
        try:
            while True:
                await self._read(block_ms)
        finally:
            await self._stop(wait=self._ending())
            log.info("delivery.stopped")

    async def finish(self) -> None:
        """Until the process ends, for whatever reason; then wait for what it has still on its way."""
        try:
            await asyncio.Event().wait()
        finally:
            await self._stop(wait=True)

    async def _read(self, block_ms: int) -> None:
        while len(self._workers) >= CHATS_AT_ONCE or sum(map(len, self._queues.values())) >= ENDINGS_AT_ONCE:
            self._room.clear()
            await self._room.wait()
        try:
            endings = await self._reader.read(block_ms=block_ms)
        except (RedisError, OSError) as error:
            log.warning("delivery.redis_away", error=type(error).__name__)
            await asyncio.sleep(PAUSE_S)
            return
        for ending in endings:
            await self._put(ending)

    async def _put(self, ending: Ending) -> None:
        chat = await self._chat_of(ending)
        if chat is None:
            return
        queue = self._queues.get(chat)
        if queue is not None:
            queue.append(ending)
            return
        queue = self._queues[chat] = deque([ending])
        worker = asyncio.create_task(self._work(chat, queue))
        self._workers.add(worker)
        worker.add_done_callback(self._done)

    async def _chat_of(self, ending: Ending) -> int | None:
        """The chat of an ending; None when there is nobody to tell and it is acknowledged already."""
        while True:
            try:
                view = await self._tasks.view(ending.task)
                if view is None or view.chat is None:
                    log.info("delivery.nobody", task=ending.task, gone=view is None)
                    await self._reader.ack(ending)
                    return None
            except (BotError, RedisError, OSError) as error:
                log.warning("delivery.redis_away", error=type(error).__name__)
                await asyncio.sleep(PAUSE_S)
            except Exception as error:
                log_unexpected("delivery.unreadable", error, task=ending.task)
                await self._set_aside(ending)
                return None
            else:
                return view.chat

    async def _set_aside(self, ending: Ending) -> None:
        while True:
            try:
                await self._reader.set_aside(ending)
            except (RedisError, OSError) as error:
                log.warning("delivery.redis_away", task=ending.task, error=type(error).__name__)
                await asyncio.sleep(PAUSE_S)
            else:
                return

    async def _work(self, chat: int, queue: deque[Ending]) -> None:
        try:
            while queue:
                await self._deliver(queue[0])
                queue.popleft()
                self._room.set()
        except ClosedError:
            return
        finally:
            # One that finished its part while the process stood by may find another at its chat.
            if self._queues.get(chat) is queue:
                del self._queues[chat]

    async def _deliver(self, ending: Ending) -> None:
        broken = 0
        while True:
            try:
                view = await self._tasks.view(ending.task)
                if view is not None:
                    await (self._teller.tell if broken < ATTEMPTS_AT_BROKEN else self._teller.apologise)(view)
                await self._reader.ack(ending)
            except ClosedError:
                raise
            except (BotError, RedisError, OSError) as error:
                log.warning("delivery.redis_away", task=ending.task, error=type(error).__name__)
            except Exception as error:
                broken += 1
                log_unexpected("delivery.broken", error, task=ending.task, attempt=broken)
                if broken > ATTEMPTS_AT_BROKEN:
                    await self._set_aside(ending)
                    return
            else:
                log.info("delivery.done", task=ending.task, state=ending.state)
                return
            await asyncio.sleep(PAUSE_S)

    def _done(self, worker: asyncio.Task[None]) -> None:
        self._workers.discard(worker)
        self._teller.wire.forget(worker)
        self._room.set()

    async def _stop(self, *, wait: bool) -> None:
        # Whatever waits, for its turn or behind others, comes again to the next holder of the lease.
        self._teller.wire.close()
        for queue in self._queues.values():
            while len(queue) > 1:
                queue.pop()
        workers, until = set(self._workers), time.monotonic() + FINISH_S
        while workers:
            late = time.monotonic() >= until
            idle = {worker for worker in workers if late or not self._teller.wire.busy(worker)}
            for worker in idle:
                worker.cancel()
            if not idle and not wait:
                break
            _, workers = await asyncio.wait(workers, timeout=LOOK_S)
        self._queues.clear()
