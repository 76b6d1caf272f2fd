"""The same steps in this process, without Redis or workers."""

import time
from collections.abc import Callable, Sequence
from typing import Any

from actors.archive import Archive, open_archive
from actors.context import RunInfo
from actors.inline_group import run_group
from actors.memory_context import Listener, MemoryContext, ignore
from actors.retrying import StepRetry, verdict
from actors.step import StepFunction, steps_of
from errors import RunEndedError
from faceit.client import FaceitClient, build_local_client
from faceit.waiting import pause
from pipelines.plans import PLANS
from settings import Settings
from tasks.ids import new_id
from tasks.records import Wish
from tasks.states import TaskType

__all__ = ["InlineRun", "OnRetry", "StepRetry"]

OnRetry = Callable[[StepRetry], None]


class InlineRun:
    """One run in this process. `cancel` from another thread, before or during it, stops it at its next check.

    Parameters:
        depth: how deep to look, as the task type understands it.
        faceit: a client of the caller's; without one, each run has a line of its own.
        archive: the caller's; without one, each run opens its own.
        deadline_s: seconds from the first step's start, after which the run ends with RunEndedError("deadline").
    """

    def __init__(
        self,
        task_type: TaskType,
        subject: str,
        settings: Settings,
        *,
        depth: str = "standard",
        faceit: FaceitClient | None = None,
        archive: Archive | None = None,
        deadline_s: float | None = None,
    ) -> None:
        self.id = new_id()
        self._steps = steps_of(task_type)
        self._plan = PLANS[task_type]
        self._settings = settings
        self._deadline_s = deadline_s
        run = RunInfo(self.id, task_type, subject, depth)
        self._faceit, self._archive = faceit or build_local_client(settings), archive or open_archive(settings)
        self._context = MemoryContext(run, settings, self._faceit, self._archive)
        self.step = 0
        self.steps = len(self._steps)

    def run(self, listener: Listener = ignore, on_retry: OnRetry | None = None) -> dict[str, Any]:
        """The report. Raises what the failing step raised, RunEndedError when cancelled or past the deadline.

        With `on_retry` a step is tried again as a worker would: transient errors with backoff and counted, deferrals
        waited for. Without it nothing is retried but the client's own quick repeat.
        """
        self._context.begin(listener, self._deadline_s)
        for index, function in enumerate(self._steps):
            self.step, self._context.attempt = index, 0
            self._context.check()
            listener(function.__name__, 0, 0)
            if on_retry is None:
                function(self._context)
            else:
                self._patiently(function, on_retry)
            if self._context.group is not None:
                self._run_group(self._context.group, listener)
        self.step = self.steps
        return self._context.result or {}

    @property
    def title(self) -> str:
        """What the subject is called, once that is known."""
        return self._context.title

    def cancel(self) -> None:
        """Stop at the next check."""
        self._context.cancel()

    def _run_group(self, wishes: Sequence[Wish], listener: Listener) -> None:
        self._context.group = None
        self._context.ended = run_group(
            wishes,
            self._child,
            threads=self._settings.workers.executor_threads,
            check=self._context.check,
            listen=lambda done: listener("matches", done, len(wishes)),
        )

    def _child(self, wish: Wish) -> dict[str, Any]:
        self._context.check()
        run = InlineRun(
            wish.type, wish.subject, self._settings, depth=wish.depth, faceit=self._faceit, archive=self._archive
        )
        return run.run(lambda *_: self._context.check())

    def _patiently(self, function: StepFunction, on_retry: OnRetry) -> None:
        context = self._context
        while True:
            try:
                return function(context)
            except RunEndedError:
                raise
            except Exception as error:
                retry = verdict(
                    error,
                    attempt=context.attempt,
                    max_retries=self._settings.tasks.max_retries,
                    backoff_s=self._plan.backoff_s,
                    remaining_s=context.until - time.monotonic(),
                )
                if retry is None:
                    raise
                context.attempt = retry.attempt
                on_retry(retry)
            pause(retry.delay_ms / 1000, context.check)
