"""One run of this process: the state that its tasks show, and the thread's work that moves it."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import structlog

from actors.inline import InlineRun, StepRetry
from bot.answers import INTERNAL, log_unexpected
from errors import BotError, RunEndedError
from tasks.records import Failure
from tasks.states import State

CANCELLED = "cancelled"

log = structlog.get_logger(__name__)


def now_ms() -> int:
    """This machine's clock; Redis' is out of reach."""
    return int(time.time() * 1000)


@dataclass(eq=False)
class LocalRun:
    """Several people's tasks may wait for it. Its thread writes what is shown; `tasks` belongs to LocalTasks' lock."""

    inline: InlineRun
    key: str
    changed: Callable[["LocalRun"], None]
    queue_timeout_s: float
    tasks: set[str] = field(default_factory=set)
    state: State = State.QUEUED
    operation: str = ""
    done: int = 0
    total: int = 0
    attempt: int = 0
    retry_at: int | None = None
    reason: Failure | None = None
    created: int = field(default_factory=now_ms)
    started: int | None = None
    ended: int | None = None
    report: dict[str, Any] | None = None
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def id(self) -> str:
        """The run's id."""
        return self.inline.id

    def work(self) -> None:
        """Run all steps; `state` is final afterwards, whatever happened."""
        try:
            state, reason = self._work()
        except BaseException as error:
            log_unexpected("fallback.run_broke", error, run=self.id)
            state, reason = State.FAILED, Failure(code=INTERNAL)
        self.end(state, reason)

    def end(self, state: State, reason: Failure | None = None) -> None:
        """It is over; only the first ending counts."""
        if self.over.is_set():
            return
        self.reason, self.retry_at, self.ended = reason, None, now_ms()
        self.state = state
        self.over.set()
        log.info("fallback.run_ended", run=self.id, state=state)

    def _work(self) -> tuple[State, Failure | None]:
        if now_ms() - self.created > self.queue_timeout_s * 1000:
            return State.FAILED, Failure(code="queue-timeout")
        self.started, self.state = now_ms(), State.RUNNING
        self.changed(self)
        try:
            self.report = self.inline.run(self._listen, self._retrying)
        except RunEndedError as error:
            if error.state == CANCELLED:
                return State.CANCELLED, None
            return State.FAILED, Failure(code=error.state)
        except BotError as error:
            return State.FAILED, Failure(code=error.code, args=dict(error.args_for_text()))
        return State.COMPLETED, None

    def _listen(self, operation: str, done: int, total: int) -> None:
        step = total == 0
        self.operation, self.done, self.total = "" if step else operation, done, total
        self.state, self.retry_at, self.reason = State.RUNNING, None, None
        if step:
            self.attempt = 0
            self.changed(self)

    def _retrying(self, retry: StepRetry) -> None:
        self.retry_at = now_ms() + retry.delay_ms
        if retry.counted:
            self.attempt, self.reason, self.state = retry.attempt, Failure(code=retry.reason), State.RETRYING
        else:
            self.operation, self.done, self.total = "waiting", 0, 0
        self.changed(self)
