"""The same steps in this process, without Redis or workers."""

from typing import Any

from actors.context import RunInfo
from actors.memory_context import Listener, MemoryContext, ignore
from actors.step import steps_of
from faceit.client import FaceitClient, build_local_client
from settings import Settings
from tasks.ids import new_id
from tasks.states import TaskType


class InlineRun:
    """One run in this process. `cancel` from another thread stops it at its next check."""

    def __init__(
        self, task_type: TaskType, subject: str, settings: Settings, *, faceit: FaceitClient | None = None
    ) -> None:
        self.id = new_id()
        self._steps = steps_of(task_type)
        self._run = RunInfo(self.id, task_type, subject)
        self._settings = settings
        self._faceit = faceit or build_local_client(settings)
        self._context: MemoryContext | None = None
        self.step = 0
        self.steps = len(self._steps)

    def run(self, listener: Listener = ignore) -> dict[str, Any]:
        """The report. Raises what the failing step raised; nothing is retried but the client's own quick repeat."""
        self._context = MemoryContext(self._run, self._settings, self._faceit, listener)
        for index, function in enumerate(self._steps):
            self.step = index
            self._context.check()
            listener(function.__name__, 0, 0)
            function(self._context)
        self.step = self.steps
        return self._context.result or {}

    def cancel(self) -> None:
        """Stop at the next check."""
        if self._context is not None:
            self._context.cancel()
