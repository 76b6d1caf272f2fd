"""The line of local runs: so many at once, the others in order. Not thread-safe: LocalTasks holds its lock."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import structlog

from bot.fallback.run import LocalRun
from errors import RedisUnavailableError
from settings import FallbackSettings
from tasks.states import State

log = structlog.get_logger(__name__)


class LocalLine:
    """Runs by their key while under way; `work` is called for each on a thread of this line's own."""

    def __init__(self, settings: FallbackSettings, work: Callable[[LocalRun], None]) -> None:
        self._settings = settings
        self._work = work
        self._threads = ThreadPoolExecutor(settings.max_runs, thread_name_prefix="fallback")
        self._by_key: dict[str, LocalRun] = {}
        self._futures: dict[LocalRun, Future[None]] = {}

    def under_way(self, key: str) -> LocalRun | None:
        """The run that others may join."""
        return self._by_key.get(key)

    def start(self, run: LocalRun) -> None:
        """Put a run at the end. Raises RedisUnavailableError when the line is full."""
        if len(self._waiting()) >= self._settings.max_waiting:
            raise RedisUnavailableError("the line of this process is full")
        self._by_key[run.key] = run
        self._futures[run] = self._threads.submit(self._work, run)
        log.info("fallback.run_accepted", run=run.id, under_way=len(self._futures))

    def place(self, run: LocalRun) -> int | None:
        """Place of a run that waits, from 1; None when it has begun."""
        waiting = self._waiting()
        return waiting.index(run) + 1 if run in waiting else None

    def cancel(self, run: LocalRun) -> None:
        """Nobody waits for this run any more: it stops at its next check, or never begins."""
        run.inline.cancel()
        run.end(State.CANCELLED)
        self._close(run)
        future = self._futures.get(run)
        if future is not None and future.cancel():
            del self._futures[run]

    def done(self, run: LocalRun) -> None:
        """Its thread is through with it."""
        self._futures.pop(run, None)
        self._close(run)

    def stop(self) -> None:
        """Stop everything under way."""
        for run in self._futures:
            run.inline.cancel()
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _waiting(self) -> list[LocalRun]:
        return [run for run in self._futures if run.state is State.QUEUED]

    def _close(self, run: LocalRun) -> None:
        if self._by_key.get(run.key) is run:
            del self._by_key[run.key]
