"""What the threads of local runs tell the event loop: a run moved on, a task has ended."""

import asyncio
from collections.abc import Callable
from typing import Protocol

from tasks.events import Ending
from tasks.states import State


class HasId(Protocol):
    """A run."""

    @property
    def id(self) -> str: ...


class LocalEndings:
    """Read like the endings stream. Built on the loop; `put` and `changed` come from any thread."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._ended: asyncio.Queue[Ending] = asyncio.Queue()
        self.wake: Callable[[str], None] = lambda _run: None
        """Whom to tell that a run moved on; called on the loop."""

    def put(self, task: str, run: str, state: State) -> None:
        """A task has ended."""
        self._call(lambda: self._ended.put_nowait(Ending("", task, run, state)))

    def changed(self, run: HasId) -> None:
        """A run is at another step."""
        self._call(lambda: self.wake(run.id))

    async def read(self, *, block_ms: int = 5000) -> list[Ending]:
        """The next ending; an empty list when none came in `block_ms`."""
        try:
            async with asyncio.timeout(block_ms / 1000):
                return [await self._ended.get()]
        except TimeoutError:
            return []

    async def ack(self, ending: Ending) -> None:
        """Told; there is nothing to forget."""

    async def set_aside(self, ending: Ending) -> None:
        """It goes with the process, as its task does."""

    def _call(self, function: Callable[[], None]) -> None:
        try:
            self._loop.call_soon_threadsafe(function)
        except RuntimeError:
            # The loop is closed: the process ends, and there is nobody left to tell.
            return
