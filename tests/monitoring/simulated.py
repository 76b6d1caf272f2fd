"""A deterministic simulation of one group under load: tasks, threads, workers that take their time to come."""

import random
from collections import deque
from collections.abc import Callable

from monitoring.autoscale import Scaler
from monitoring.autoscaling.holding import Decision
from pipelines.overview.model import Snapshot
from tests.monitoring.snapshots import queue, snapshot, supply, worker

BOOT_S = 20
"""From the wish for a worker until it takes tasks."""


class Simulation:
    """Ticks of one second. `rate(t)`: tasks a second that come in; `service_s`: of each; noisy arrivals by a seed."""

    def __init__(
        self,
        scaler: Scaler,
        rate: Callable[[int], float],
        service_s: int,
        *,
        threads: int = 8,
        every: int = 30,
        seed: int | None = None,
        calls_per_task: int = 0,
    ) -> None:
        self.scaler = scaler
        self.rate = rate
        self.service_s = service_s
        self.threads = threads
        self.every = every
        self.random = random.Random(seed) if seed is not None else None
        self.calls_per_task = calls_per_task
        self.now = 0
        self.waiting: deque[int] = deque()
        self.served: list[int] = []
        self.workers = 1
        self.coming: list[int] = []
        self.owed = 0.0
        self.calls = 0
        self.done = 0
        self.waits: list[int] = []
        self.history: list[tuple[int, int]] = []
        self.lines: list[str] = []

    def run(self, seconds: int) -> None:
        for _ in range(seconds):
            self.tick()

    def tick(self) -> None:
        self.workers += sum(at <= self.now for at in self.coming)
        self.coming = [at for at in self.coming if at > self.now]
        self.arrive()
        ended = sum(at <= self.now for at in self.served)
        self.done += ended
        self.served = [at for at in self.served if at > self.now]
        while self.waiting and len(self.served) < self.workers * self.threads:
            self.waits.append(self.now - self.waiting.popleft())
            self.served.append(self.now + self.service_s)
            self.calls += self.calls_per_task
        if self.now % self.every == 0:
            self.look()
        self.now += 1

    def arrive(self) -> None:
        rate = self.rate(self.now)
        if self.random is None:
            self.owed += rate
        else:
            # A Poisson process seen each second.
            left = self.random.expovariate(1.0)
            while left < rate:
                self.owed += 1
                left += self.random.expovariate(1.0)
        while self.owed >= 1:
            self.owed -= 1
            self.waiting.append(self.now)

    def seen(self) -> Snapshot:
        oldest = float(self.now - self.waiting[0]) if self.waiting else None
        name = self.scaler.group.queues[-1]
        busy = [len(self.served) // self.workers] * self.workers if self.workers else []
        if busy:
            busy[0] += len(self.served) - sum(busy)
        return snapshot(
            [queue(name, len(self.waiting), len(self.served), oldest)],
            [worker(n, *self.scaler.group.queues, threads=self.threads, busy=count) for n, count in enumerate(busy)],
            faceit=supply(self.calls, limit=10**9),
        )

    def look(self, limit: str = "") -> Decision:
        running = self.workers + len(self.coming)
        steps = {(str(next(iter(self.scaler.group.types))), "0"): (self.service_s * 10.0, 10.0)}
        decision, line = self.scaler.decide(float(self.now), self.seen(), steps, running, limit)
        self.lines.append(line)
        if decision.target > running:
            self.coming += [self.now + BOOT_S] * (decision.target - running)
        elif decision.target < running:
            self.workers -= running - decision.target
        if decision.target != decision.workers:
            self.history.append((self.now, decision.target))
        return decision
