"""The last looks at a group: means and growth, which a single look can't give."""

from collections import deque
from dataclasses import dataclass

from monitoring.autoscaling.groups import Group
from monitoring.autoscaling.sizing import Load
from pipelines.overview.model import Snapshot
from pipelines.plans import Queue

OVER_S = 120.0
"""As long as a look is remembered: four looks at the usual pace."""


@dataclass(frozen=True)
class Look:
    """A group at one moment. `workers`: processes that beat; `threads`: of one of them, None without any."""

    waiting: int
    oldest_s: float | None
    busy: int
    workers: int
    threads: int | None
    paused: bool


def look_at(group: Group, snapshot: Snapshot) -> Look:
    """The group in a snapshot. A worker of several groups counts for the most urgent queue it takes."""
    queues = [one for one in snapshot.queues if one.queue in group.queues]
    own = [worker for worker in snapshot.workers if _of(worker.queues, group)]
    ages = [one.oldest_s for one in queues if one.oldest_s is not None and not one.paused]
    held = sum(one.held for one in queues)
    busy = min(sum(worker.busy for worker in own), held) if own else held
    return Look(
        # Messages that a worker took in advance wait like the others.
        waiting=sum(one.waiting for one in queues if not one.paused) + held - busy,
        oldest_s=max(ages, default=None),
        busy=busy,
        workers=len(own),
        threads=round(sum(worker.threads for worker in own) / len(own)) if own else None,
        paused=bool(queues) and all(one.paused for one in queues),
    )


def _of(queues: tuple[str, ...], group: Group) -> bool:
    ours = [queue for queue in queues if not queue.endswith(".DQ")]
    return bool(ours) and min(ours, key=_urgency) in group.queues


def _urgency(queue: str) -> int:
    """The place of a queue among all, the most urgent first; one of another release comes last."""
    known = [str(one) for one in Queue]
    return known.index(queue) if queue in known else len(known)


class Looks:
    """Looks of one group over OVER_S seconds."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, Look]] = deque()

    def add(self, now: float, look: Look) -> None:
        """Remember a look; `now` in seconds of a clock that only goes forward."""
        self._seen.append((now, look))
        while len(self._seen) > 2 and self._seen[1][0] <= now - OVER_S:
            self._seen.popleft()

    def load(self, service_s: float, threads: int) -> Load:
        """The load that they show. Raises IndexError before the first look."""
        first_at, first = self._seen[0]
        last_at, last = self._seen[-1]
        passed = last_at - first_at
        there = last.waiting + last.busy - first.waiting - first.busy
        return Load(
            waiting=last.waiting,
            oldest_s=last.oldest_s,
            busy=sum(look.busy for _, look in self._seen) / len(self._seen),
            growth=there / passed if passed > 0 else 0.0,
            service_s=service_s,
            threads=threads,
        )
