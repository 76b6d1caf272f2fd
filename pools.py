"""What pools of Redis' clients are made of: connections that end when cancelled, a line served in its order."""

import asyncio
import threading
from collections import deque
from queue import Empty, Full, SimpleQueue
from typing import Any

import redis.asyncio


class Cancellable:
    """redis-py sends inside asyncio.wait_for; Python 3.11's forgets a cancellation that comes just as the send is done.

    Whoever was cancelled then would go on, and whoever waits for his end would wait for ever.
    """

    async def send_packed_command(self, command: Any, check_health: bool = True) -> None:
        """Send, and end if cancelled meanwhile."""
        task = asyncio.current_task()
        before = task.cancelling() if task else 0
        await super().send_packed_command(command, check_health)  # type: ignore[misc]
        if task and task.cancelling() > before:
            # Its answer must not be there for the next one to read.
            await self.disconnect(nowait=True)  # type: ignore[attr-defined]
            raise asyncio.CancelledError


class Plain(Cancellable, redis.asyncio.Connection):
    """Without TLS."""


class Encrypted(Cancellable, redis.asyncio.SSLConnection):
    """With TLS."""


class FairQueue:
    """What a pool of blocking clients keeps its connections in: who waits longest gets the next one.

    The queues of the standard library let a thread that gives a connection back take it again before those that wait:
    among many busy threads some would wait until their time is over.
    """

    def __init__(self, size: int) -> None:
        self.queue: deque[Any] = deque()
        self._size = size
        self._waiting: deque[SimpleQueue[Any]] = deque()
        self._lock = threading.Lock()

    def put_nowait(self, item: Any) -> None:
        """To the first who waits, else for later. Raises queue.Full."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().put(item)
            elif len(self.queue) >= self._size:
                raise Full
            else:
                self.queue.append(item)

    put = put_nowait

    def get_nowait(self) -> Any:
        """The one used last. Raises queue.Empty."""
        return self.get(block=False)

    def get(self, block: bool = True, timeout: float | None = None) -> Any:
        """The one used last, else in line for `timeout` seconds (None: as long as it takes). Raises queue.Empty."""
        with self._lock:
            if self.queue:
                return self.queue.pop()
            if not block:
                raise Empty
            mine: SimpleQueue[Any] = SimpleQueue()
            self._waiting.append(mine)
        try:
            return mine.get(timeout=timeout)
        except BaseException:
            # In time over, or a thread interrupted by a limit: what came in the last moment goes to the next.
            with self._lock:
                if mine in self._waiting:
                    self._waiting.remove(mine)
                late = None if mine.empty() else (mine.get_nowait(),)
            if late is not None:
                self.put_nowait(late[0])
            raise
