"""How many threads a group needs for what comes in and for what waits. Pure arithmetic.

What comes in. Little's law, L = λ·W (J. D. C. Little, "A Proof for the Queuing Formula: L = λW", Operations Research
9(3), 1961): the mean number of busy threads is arrivals a second times seconds each. Seen from outside, busy threads
are what is served; what piles up meanwhile (`growth` a second, `service_s` each) comes on top. The sum is the offered
load, in threads, whether the group keeps up or not.

How full threads may be. Waiting grows with ρ/(1 − ρ) as they fill up (L. Kleinrock, Queueing Systems I, 1975, ch. 3),
so the offered load is divided by the share aimed at, 0.7 unless set otherwise.

What waits is to be gone within `drain_s`: `waiting · service_s / drain_s` threads more.
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Load:
    """One group as it was over the last looks.

    `waiting`: tasks in its queues now, the oldest for `oldest_s` seconds (None: none waits); `busy`: mean of busy
    threads; `growth`: tasks a second that waiting and served together grow by; `service_s`: seconds of a thread that a
    task takes; `threads`: of one worker.
    """

    waiting: int
    oldest_s: float | None
    busy: float
    growth: float
    service_s: float
    threads: int

    @property
    def arrivals(self) -> float:
        """Tasks a second that come in, by Little's law."""
        return self.offered / self.service_s

    @property
    def offered(self) -> float:
        """Threads' worth of work that comes in."""
        return max(0.0, self.busy + self.growth * self.service_s)


@dataclass(frozen=True)
class Need:
    """Threads wanted for what comes in and for what waits; `late` that the oldest has waited too long all the same."""

    flow: float
    backlog: float
    late: bool = False

    @property
    def threads(self) -> float:
        """Both together."""
        return self.flow + self.backlog


def need(load: Load, *, utilisation: float, drain_s: float) -> Need:
    """Threads for a load, filled to `utilisation` (0..1), with what waits gone within `drain_s` seconds."""
    late = load.waiting > 0 and load.oldest_s is not None and load.oldest_s > drain_s
    return Need(load.offered / utilisation, load.waiting * load.service_s / drain_s, late)


def workers_for(wanted: Need, load: Load, workers: int, *, slack: float = 0.1) -> int:
    """Workers for a need, at least 1 when something waits.

    A need within `slack` (0..1) above what the workers there are have is no reason for one more, nor one just below
    for one fewer: the horizontal autoscaler of Kubernetes leaves 10 % alone. Work that is late while threads are busy
    asks for one more even if the arithmetic does not: then tasks take longer than they were seen to take, or wait
    behind others that a worker has taken in advance.
    """
    have = workers * load.threads
    count = math.ceil(wanted.threads / load.threads - 1e-9)
    if count == workers + 1 and wanted.threads <= have * (1 + slack):
        count = workers
    elif 0 < count < workers and wanted.threads > count * load.threads * (1 - slack):
        count += 1
    if wanted.late and load.busy >= 0.5 * have:
        count = max(count, workers + 1)
    return max(count, 1 if load.waiting else 0)
