"""From where on something is worth a look or bad: for findings, alerts and readiness alike."""

from dataclasses import dataclass

from pipelines.plans import Queue
from settings import Settings


@dataclass(frozen=True)
class Thresholds:
    """Seconds, shares (0..1) and counts; `[monitoring]` of settings.toml explains them."""

    worker_silent_s: float
    queue_age_s: dict[Queue, float]
    queue_deep: int
    memory_high: float
    memory_full: float
    failure_share: float
    failure_count: int
    failure_minutes: float
    untold_s: float
    scheduler_silent_s: float
    key_rejected_s: float


def thresholds(settings: Settings) -> Thresholds:
    """The limits in force."""
    own = settings.monitoring
    return Thresholds(
        worker_silent_s=own.worker_silent_seconds,
        queue_age_s={
            Queue.CRITICAL: own.age_critical_seconds,
            Queue.HIGH: own.age_high_seconds,
            Queue.DEFAULT: own.age_default_seconds,
            Queue.LOW: own.age_low_seconds,
        },
        queue_deep=own.queue_deep,
        memory_high=own.memory_high,
        memory_full=own.memory_full,
        failure_share=own.failure_share,
        failure_count=own.failure_count,
        failure_minutes=own.failure_minutes,
        untold_s=own.untold_seconds,
        scheduler_silent_s=own.scheduler_silent_seconds,
        key_rejected_s=own.key_rejected_seconds,
    )
