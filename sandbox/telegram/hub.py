"""What happens in the chats, told live to pages and to waiting tests."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

_BACKLOG = 2_000


class Hub:
    """Sends each event to everybody who listens."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[dict[str, Any] | None]] = set()

    def tell(self, kind: str, **content: Any) -> None:
        """Send an event."""
        for queue in self._listeners:
            if queue.qsize() < _BACKLOG:
                queue.put_nowait({"kind": kind, **content})

    async def listen(self, first: dict[str, Any], heartbeat: float = 15.0) -> AsyncIterator[dict[str, Any] | None]:
        """Events as they come, beginning with a given one; None is a sign of life."""
        queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield first
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), heartbeat)
                except TimeoutError:
                    yield None
                    continue
                if event is None:
                    return
                yield event
        finally:
            self._listeners.discard(queue)

    def close(self) -> None:
        """End every listener."""
        for queue in self._listeners:
            queue.put_nowait(None)
