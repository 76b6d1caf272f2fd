"""What is not as it should be, the worst first, and the verdict that follows."""

from faceit.supply import Supply
from pipelines.overview.looking import Look
from pipelines.overview.model import Finding, QueueNow, Verdict
from pipelines.overview.thresholds import Thresholds
from pipelines.plans import Queue


def verdict_of(findings: tuple[Finding, ...]) -> Verdict:
    """Bad as soon as one finding is; busy when something is worth a look."""
    if any(finding.bad for finding in findings):
        return Verdict.BAD
    return Verdict.BUSY if findings else Verdict.GOOD


def find(look: Look, limits: Thresholds) -> tuple[Finding, ...]:
    """Everything found in a look."""
    found = [*_workers(look), *_queues(look, limits), *_redis(look, limits)]
    found += [*_tasks(look, limits), *_faceit(look, limits), *_scheduler(look, limits)]
    return tuple(sorted(found, key=lambda finding: not finding.bad))


def _workers(look: Look) -> list[Finding]:
    found = []
    if not look.workers:
        found.append(Finding("no-workers", bad=True))
    served = {queue.queue for queue in look.queues if queue.consumers}
    for silent in look.silent:
        missed = not set(silent.queues) <= served
        found.append(Finding("no-heartbeat", bad=missed, args={"worker": silent.name}))
    return found


def _queues(look: Look, limits: Thresholds) -> list[Finding]:
    return [finding for queue in look.queues for finding in _queue(queue, limits, alone=not look.workers)]


def _queue(queue: QueueNow, limits: Thresholds, *, alone: bool) -> list[Finding]:
    name = {"queue": str(queue.queue)}
    if queue.paused:
        return [Finding("paused", bad=False, args=name)]
    found = []
    if not queue.consumers and not alone:
        found.append(Finding("no-consumer", bad=True, args=name))
    if queue.oldest_s is not None and queue.oldest_s > limits.queue_age_s[queue.queue]:
        found.append(Finding("queue-old", bad=True, args=name | {"seconds": str(round(queue.oldest_s))}))
    if queue.waiting > limits.queue_deep:
        found.append(Finding("queue-deep", bad=False, args=name | {"count": str(queue.waiting)}))
    return found


def _redis(look: Look, limits: Thresholds) -> list[Finding]:
    if not look.redis.memory_limit:
        return []
    share = look.redis.memory / look.redis.memory_limit
    if share < limits.memory_high:
        return []
    return [Finding("redis-memory", bad=share >= limits.memory_full, args={"percent": str(round(100 * share))})]


def _tasks(look: Look, limits: Thresholds) -> list[Finding]:
    found = []
    faults = look.recent.faults
    # What people got wrong says nothing of the service, neither as a failure nor as one that went well.
    total = look.recent.completed + faults
    share = faults / total if total else 0.0
    if total >= limits.failure_count and share >= limits.failure_share:
        args = {"percent": str(round(100 * share)), "count": str(faults)}
        found.append(Finding("failures", bad=True, args=args))
    if look.untold_s is not None and look.untold_s > limits.untold_s:
        found.append(Finding("endings-untold", bad=True, args={"count": str(look.untold)}))
    return found


def _faceit(look: Look, limits: Thresholds) -> list[Finding]:
    found = []
    if look.key_rejected_s is not None and look.key_rejected_s <= limits.key_rejected_s:
        found.append(Finding("faceit-key", bad=True))
    if look.limited_s > 0:
        found.append(Finding("faceit-limited", bad=False, args={"seconds": str(round(look.limited_s + 0.5))}))
    if look.faceit.level is not Supply.PLENTY:
        found.append(Finding(f"hour-{look.faceit.level}", bad=False))
    return found


def _scheduler(look: Look, limits: Thresholds) -> list[Finding]:
    """Silent when its job of every minute is not done, though a worker is there to do it and has been for a while.

    While the queue of its jobs is paused they are not done by an admin's wish.
    """
    if any(one.queue is Queue.CRITICAL and one.paused for one in look.queues):
        return []
    age = look.jobs.get("sample")
    up = max((look.at_ms - worker.started_ms for worker in look.workers), default=0) / 1000
    if up <= limits.scheduler_silent_s or (age is not None and age <= limits.scheduler_silent_s):
        return []
    return [Finding("scheduler-silent", bad=False)]
