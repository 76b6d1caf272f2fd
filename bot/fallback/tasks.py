"""Tasks of this process while the queue is away: the rules of the TaskManager, kept in memory. Thread-safe."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from actors.inline import InlineRun
from bot.answers import log_unexpected
from bot.fallback.endings import LocalEndings
from bot.fallback.line import LocalLine
from bot.fallback.run import LocalRun, now_ms
from bot.fallback.tools import Tools
from bot.fallback.views import LocalTask, view_of
from errors import RedisUnavailableError
from pipelines.shown import Shown
from settings import Settings
from tasks.errors import LimitReachedError, NotYoursError, TaskActiveError, TaskEndedError, UnknownTaskError
from tasks.ids import new_id
from tasks.records import Failure, Requester, Submitted, TaskView, Wish
from tasks.states import State, TaskType

KEPT = 300
"""Ended tasks with their reports, for "show again"; older ones are forgotten, and all of them with the process."""

QUEUE_ONLY = frozenset({TaskType.BULK_ANALYSIS})
"""Its reports are opened one by one, from where the queue keeps them."""


class LocalTasks:
    """At most `fallback.max_runs` runs at once, `fallback.max_waiting` in line; nothing outlives the process."""

    def __init__(self, settings: Settings, endings: LocalEndings) -> None:
        self._settings = settings
        self._endings = endings
        self._lock = threading.Lock()
        self._tasks: OrderedDict[str, LocalTask] = OrderedDict()
        self._seen: dict[str, str] = {}
        self._line = LocalLine(settings.fallback, self._work)
        self._tools = Tools(settings)

    def warm(self) -> None:
        """Load what runs need, before anybody waits for it. Never raises: a wish will say what is wrong."""
        try:
            InlineRun(
                TaskType.MATCH_ANALYSIS, "", self._settings, faceit=self._tools.faceit, archive=self._tools.archive
            )
        except Exception as error:
            log_unexpected("fallback.not_warm", error)

    def serves(self, task_id: str) -> bool:
        """Whether the task is one of these."""
        return task_id in self._tasks

    def known(self, wish: Wish) -> Submitted | None:
        """The task that stands for this wish already: the same update, or one's own under way."""
        with self._lock:
            return self._known(wish)

    def submit(self, wish: Wish) -> Submitted:
        """Accept a wish. Raises LimitReachedError, RedisUnavailableError when this can only be done by the queue."""
        run = self._new_run(wish)
        with self._lock:
            known = self._known(wish)
            if known is not None:
                return known
            mine = [task for task in self._tasks.values() if task.wish.owner == wish.owner and not task.state.final]
            limit = self._settings.tasks.max_concurrent_per_user
            if len(mine) >= limit:
                raise LimitReachedError(limit, tuple(task.id for task in mine))
            shared = self._line.under_way(run.key)
            task = LocalTask(new_id(), wish, shared or run, now_ms())
            if shared is None:
                self._line.start(run)
            task.run.tasks.add(task.id)
            self._tasks[task.id] = task
            if wish.idempotency:
                self._seen[wish.idempotency] = task.id
            self._forget()
            return Submitted(task=self._view(task), outcome="created" if shared is None else "joined")

    def status(self, task_id: str, who: Requester) -> TaskView:
        """How a task stands. Raises UnknownTaskError, NotYoursError."""
        with self._lock:
            return self._view(self._own(task_id, who))

    def cancel(self, task_id: str, who: Requester) -> TaskView:
        """End a task as cancelled, and its run when it was the last. Raises as `status`, and TaskEndedError."""
        with self._lock:
            task = self._own(task_id, who)
            if task.state.final:
                raise TaskEndedError(task.state)
            run = task.run
            run.tasks.discard(task.id)
            self._end(task, State.CANCELLED, None)
            if not run.tasks:
                self._line.cancel(run)
            return self._view(task)

    def again(self, task_id: str, who: Requester, **more: Any) -> Wish:
        """The wish of an ended task, to be made anew. Raises as `status`, and TaskActiveError."""
        with self._lock:
            task = self._own(task_id, who)
            if not task.state.final:
                raise TaskActiveError(task_id)
            given = {name: value for name, value in more.items() if value is not None}
            return replace(task.wish, **given, retry_of=task_id)

    def view(self, task_id: str) -> TaskView | None:
        """A task without an owner check."""
        with self._lock:
            task = self._tasks.get(task_id)
            return None if task is None else self._view(task)

    def report(self, task_id: str) -> dict[str, Any] | None:
        """The finished report, as it may be shown now."""
        task = self._tasks.get(task_id)
        report = None if task is None else task.run.report
        return None if report is None else Shown(self._tools.archive.hidden).of(report)

    def set_progress_message(self, task_id: str, message_id: int) -> None:
        """Remember which message shows this task's progress."""
        with self._lock:
            if task_id in self._tasks:
                self._tasks[task_id].progress_message = message_id

    def list(self, who: Requester, limit: int) -> Sequence[TaskView]:
        """One's own tasks, newest first."""
        with self._lock:
            mine = [task for task in reversed(self._tasks.values()) if task.wish.owner == who.owner]
            return [self._view(task) for task in mine[:limit]]

    def forget(self, owner: str) -> None:
        """Cancel what runs for an owner, and keep nothing of it."""
        with self._lock:
            for task in [task for task in self._tasks.values() if task.wish.owner == owner]:
                task.run.tasks.discard(task.id)
                if not task.run.tasks and not task.state.final:
                    self._line.cancel(task.run)
                del self._tasks[task.id]
                self._seen.pop(task.wish.idempotency, None)

    def close(self) -> None:
        """Stop everything under way; nobody is told."""
        with self._lock:
            self._line.stop()
        self._tools.close()

    def _new_run(self, wish: Wish) -> LocalRun:
        if wish.type in QUEUE_ONLY:
            raise RedisUnavailableError(f"{wish.type} needs the queue")
        try:
            inline = InlineRun(
                wish.type,
                wish.subject,
                self._settings,
                depth=wish.depth,
                faceit=self._tools.faceit,
                archive=self._tools.archive,
                deadline_s=getattr(self._settings.deadlines, wish.type),
            )
        except KeyError as error:
            raise RedisUnavailableError(f"{wish.type} needs the queue") from error
        timeout_s = self._settings.tasks.queue_timeout_minutes * 60
        return LocalRun(inline, f"{wish.type}:{wish.subject}:{wish.depth}", self._endings.changed, timeout_s)

    def _work(self, run: LocalRun) -> None:
        run.work()
        with self._lock:
            self._line.done(run)
            for task_id in sorted(run.tasks):
                self._end(self._tasks[task_id], run.state, run.reason)
            run.tasks.clear()

    def _end(self, task: LocalTask, state: State, reason: Failure | None) -> None:
        task.ended_as, task.reason, task.ended = state, reason, now_ms()
        self._endings.put(task.id, task.run.id, state)

    def _known(self, wish: Wish) -> Submitted | None:
        seen = self._tasks.get(self._seen.get(wish.idempotency, ""))
        if seen is not None:
            return Submitted(task=self._view(seen), outcome="repeated")
        for task in self._tasks.values():
            same = task.wish.owner == wish.owner and (task.wish.type, task.wish.subject) == (wish.type, wish.subject)
            if same and not task.state.final:
                return Submitted(task=self._view(task), outcome="duplicate")
        return None

    def _own(self, task_id: str, who: Requester) -> LocalTask:
        task = self._tasks.get(task_id)
        if task is None:
            raise UnknownTaskError(task_id)
        if not who.may(task.wish.owner):
            raise NotYoursError(task_id)
        return task

    def _view(self, task: LocalTask) -> TaskView:
        return view_of(task, self._line.place(task.run), self._settings.tasks.max_retries)

    def _forget(self) -> None:
        ended = [task for task in self._tasks.values() if task.state.final]
        for task in ended[: max(0, len(ended) - KEPT)]:
            del self._tasks[task.id]
            self._seen.pop(task.wish.idempotency, None)
