"""What a failed step means: try again (counted), come back later (not counted), or the end."""

import random
import traceback

from dramatiq.errors import Retry
from dramatiq.middleware import TimeLimitExceeded

from errors import BotError, DeferredError, PermanentError, RedisUnavailableError, TransientError

HOUR = "hour"
"""Why the budget defers when FACEIT's calls of this hour are used up."""
HELD_S = (1.0, 3.0)
"""Between two looks whether a step may have its last try: a step takes seconds."""


class StepRetry(Retry):
    """Raised by the actor instead of the step's own error when the step is to run again after `delay` ms."""

    def __init__(
        self,
        *,
        reason: str,
        attempt: int,
        delay_ms: int,
        counted: bool,
        hour_used: bool = False,
        held: bool = False,
    ) -> None:
        super().__init__(reason, delay=delay_ms)
        self.reason = reason
        self.attempt = attempt
        self.delay_ms = delay_ms
        self.counted = counted
        self.hour_used = hour_used
        """It waits for the next hour of FACEIT calls."""
        self.held = held
        """It has not run: another step has its last try now."""


def code_of(error: BaseException) -> str:
    """The text code that tells a person what happened."""
    if isinstance(error, TimeLimitExceeded):
        return "time-limit"
    return error.code if isinstance(error, BotError) else "internal"


def verdict(
    error: BaseException, *, attempt: int, max_retries: int, backoff_s: tuple[float, float], remaining_s: float
) -> StepRetry | None:
    """The retry this error earns after `attempt` failed tries before it, or None: the run has failed.

    Backoff doubles from the first to the second value of `backoff_s` with full jitter in its upper half; a
    `retry_after` of the other side is obeyed. A wait that would outlast the deadline is not begun.
    """
    if isinstance(error, (DeferredError, RedisUnavailableError)):
        delay = error.delay if isinstance(error, DeferredError) else 2.0
        hour_used = isinstance(error, DeferredError) and error.reason == HOUR
        return StepRetry(
            reason=code_of(error), attempt=attempt, delay_ms=int(delay * 1000), counted=False, hour_used=hour_used
        )
    if isinstance(error, PermanentError) or attempt >= max_retries:
        return None
    low, high = backoff_s
    delay = min(high, low * 2**attempt) * random.uniform(0.5, 1.0)
    if isinstance(error, TransientError) and error.retry_after is not None:
        delay = max(delay, error.retry_after)
    if delay >= remaining_s:
        return None
    return StepRetry(reason=code_of(error), attempt=attempt + 1, delay_ms=int(delay * 1000), counted=True)


def held_back(attempt: int) -> StepRetry:
    """How a step comes back that must not run beside another's last try: not at the same moment as others like it."""
    return StepRetry(
        reason="held", attempt=attempt, delay_ms=int(random.uniform(*HELD_S) * 1000), counted=False, held=True
    )


def last_lines(error: BaseException) -> str:
    """The traceback as the failure record keeps it: frames and the error's type and text."""
    return "".join(traceback.format_exception(error, limit=-12))


def is_step_retry(_retries: int, error: BaseException) -> bool:
    """Dramatiq's `retry_when`: the decision was made where the error was raised."""
    return isinstance(error, StepRetry)
