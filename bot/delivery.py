"""The delivery: reads endings, tells each in its chat's order, chats side by side, and acknowledges after that."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Protocol

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.answers import log_unexpected
from bot.tasks_gateway import TasksGateway
from bot.telling import Teller
from errors import BotError
from tasks.events import Ending, EndingsReader

CONSUMER = "bot"
"""One name for whoever holds the lease: what the one before left unacknowledged is pending under it."""
CHATS_AT_ONCE = 256
ENDINGS_AT_ONCE = 5000
ATTEMPTS_AT_BROKEN = 3
PAUSE_S = 1.0

log = structlog.get_logger(__name__)


class Endings(Protocol):
    """Where endings come from. Raises redis.RedisError."""

    async def read(self, *, block_ms: int = 5000) -> list[Ending]:
        """The next endings, an empty list when none came in `block_ms`."""

    async def ack(self, ending: Ending) -> None:
        """The person has been told."""


def from_queue(client: Redis) -> Endings:
    """Endings of the queue's tasks."""
    return EndingsReader(client, CONSUMER)


class Delivery:
    """One active in all processes, held by a lease; `run` works until it is cancelled."""

    def __init__(self, reader: Callable[[], Endings], tasks: TasksGateway, teller: Teller) -> None:
        self._new_reader = reader
        self._tasks = tasks
        self._teller = teller
        self._queues: dict[int, deque[Ending]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._room = asyncio.Event()
        self._reader = reader()

    async def run(self, block_ms: int = 5000, finish_s: float = 3.0) -> None:
        """Deliver for as long as this process holds the lease; at the end sends under way get `finish_s` to finish."""
        self._reader = self._new_reader()
        log.info("delivery.started")
        try:
            while True:
                await self._read(block_ms)
        finally:
            await self._stop(finish_s)
            log.info("delivery.stopped")

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
        self._queues[chat] = deque([ending])
        worker = asyncio.create_task(self._work(chat))
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
            else:
                return view.chat

    async def _work(self, chat: int) -> None:
        queue = self._queues[chat]
        try:
            while queue:
                await self._deliver(queue[0])
                queue.popleft()
                self._room.set()
        finally:
            self._queues.pop(chat, None)

    async def _deliver(self, ending: Ending) -> None:
        broken = 0
        while True:
            try:
                view = await self._tasks.view(ending.task)
                if view is not None:
                    await self._teller.tell(view)
                await self._reader.ack(ending)
            except (BotError, RedisError, OSError) as error:
                log.warning("delivery.redis_away", task=ending.task, error=type(error).__name__)
            except Exception as error:
                broken += 1
                log_unexpected("delivery.broken", error, task=ending.task, attempt=broken)
                if broken >= ATTEMPTS_AT_BROKEN:
                    await self._reader.ack(ending)
                    return
            else:
                log.info("delivery.done", task=ending.task, state=ending.state)
                return
            await asyncio.sleep(PAUSE_S)

    def _done(self, worker: asyncio.Task[None]) -> None:
        self._workers.discard(worker)
        self._room.set()

    async def _stop(self, finish_s: float) -> None:
        # Whatever waits behind the sends under way comes again to the next holder of the lease.
        for queue in self._queues.values():
            while len(queue) > 1:
                queue.pop()
        if self._workers:
            _, pending = await asyncio.wait(set(self._workers), timeout=finish_s)
            for worker in pending:
                worker.cancel()
            await asyncio.gather(*pending, return_exceptions=True)
        self._queues.clear()
