"""Functions that child processes run against the shared line and slots."""

import threading
import time
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

import redis

from connections import redis_client
from errors import DeferredError
from faceit.budget import Answer, Lane, Verdict
from faceit.concurrency import RedisSlots
from faceit.redis_budget import RedisBudget
from faceit.waiting import never_cancelled
from settings import load

Grant = tuple[str, float, float, float]
"""Lane, seconds waited, the time reserved on the server's clock, the time of waking up."""
Asking = tuple[float, float, list[Grant]]
"""From when until when a process asked without end, and what it was granted."""


class Witness(RedisBudget):
    """Remembers the time last reserved by each thread."""

    def __init__(self, client: redis.Redis, rate: float) -> None:
        super().__init__(client, rate=rate, calls_per_hour=100_000)
        self.local = threading.local()

    def _reserve(self, lane: Lane, max_wait_s: float, *, count: bool) -> Answer:
        answer = super()._reserve(lane, max_wait_s, count=count)
        if answer.verdict is Verdict.GO:
            self.local.at = answer.at / 1e6
        return answer


def saturate(lane: Lane, threads: int, seconds: float, rate: float, grants: "Queue[Asking]", together: Barrier) -> None:
    """Ask for permission without end from several threads, once all processes are there; tell what was granted."""
    budget = Witness(redis_client("consumer", settings=load()), rate)
    mine: list[Grant] = []
    together.wait(60)
    first = time.time()
    end = time.monotonic() + seconds

    def ask() -> None:
        while (began := time.monotonic()) < end:
            try:
                budget.acquire(lane, 10.0, never_cancelled)
            except DeferredError:
                continue
            mine.append((lane.value, time.monotonic() - began, budget.local.at, time.time()))

    running = [threading.Thread(target=ask) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    grants.put((first, first + seconds, mine))


def hold_for_ever(limit: int, lease_s: float, held: "Queue[str]") -> None:
    """Take every slot and keep it until killed."""
    slots = RedisSlots(redis_client("consumer", settings=load()), limit=limit, lease_s=lease_s)

    def hold() -> None:
        with slots.hold(Lane.INTERACTIVE, 1.0, never_cancelled) as lease:
            held.put(lease.token)
            time.sleep(60)

    holders = [threading.Thread(target=hold) for _ in range(limit)]
    for holder in holders:
        holder.start()
    for holder in holders:
        holder.join()
