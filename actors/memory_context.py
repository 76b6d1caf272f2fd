"""A step's context without Redis: for `--inline`, for tests, and for the bot when Redis is away."""

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

from actors.archive import Archive
from actors.context import RunInfo, StepContext
from errors import RunEndedError
from faceit.budget import Lane
from faceit.client import FaceitClient
from settings import Settings
from tasks.groups import ChildEnd

Listener = Callable[[str, int, int], None]


def ignore(_operation: str, _done: int, _total: int) -> None:
    """A listener that wants nothing."""


class MemoryContext(StepContext):
    """One context for all steps of a run in this process; `cancel` stops it at the next check."""

    def __init__(
        self,
        run: RunInfo,
        settings: Settings,
        faceit: FaceitClient,
        archive: Archive,
        listener: Listener = ignore,
    ) -> None:
        super().__init__(run, settings, faceit.scope(lane=Lane.INTERACTIVE, check=self.check), archive, 0)
        self._listener = listener
        self._cancelled = False
        self.title = ""
        self.ended: list[ChildEnd] = []
        """What became of the group; whoever runs the steps fills it."""
        self.until = math.inf
        """When the run must be over, by the monotonic clock."""

    def begin(self, listener: Listener, deadline_s: float | None) -> None:
        """The first step starts now."""
        self._listener = listener
        self.until = math.inf if deadline_s is None else time.monotonic() + deadline_s

    def cancel(self) -> None:
        """End the run as soon as its step looks."""
        self._cancelled = True

    def progress(self, operation: str, done: int, total: int) -> None:
        self.check()
        self._listener(operation, done, total)

    def check(self) -> None:
        if self._cancelled:
            raise RunEndedError(self.run.id, "cancelled")
        if time.monotonic() > self.until:
            raise RunEndedError(self.run.id, "deadline")

    def settle(
        self,
        fingerprint: str,
        *,
        max_age_s: float,
        subject: str | None = None,
        title: str = "",
        depth: str | None = None,
        wider: str | None = None,
    ) -> None:
        """Nothing is shared here but the title and the depth."""
        self.title = title
        if depth is not None:
            self.run = replace(self.run, depth=depth)

    def ends(self) -> Iterator[ChildEnd]:
        return iter(self.ended)

    def now(self) -> datetime:
        return datetime.now(UTC)

    def api_calls(self) -> int:
        return self.faceit.calls

    def _stored(self, name: str) -> bytes | None:
        return None
