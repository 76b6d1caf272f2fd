"""Snapshots as tests need them: everything in order unless told otherwise."""

from collections.abc import Iterable

from faceit.budget import Lane
from faceit.supply import Supply
from faceit.supply_stats import SupplyNow
from pipelines.overview.model import Ended, Finding, QueueNow, RedisHealth, Snapshot, Verdict, WorkerNow
from pipelines.plans import Queue


def supply(calls: int = 100, limit: int = 10_000, level: Supply = Supply.PLENTY, rate: float = 10.0) -> SupplyNow:
    return SupplyNow(
        calls=calls,
        limit=limit,
        level=level,
        rate=rate,
        rate_learnt=False,
        hour_ends_s=1800,
        short=0,
        last=0,
        paused=dict.fromkeys(Lane, 0),
        by_hour={},
    )


def queue(
    name: Queue, waiting: int = 0, held: int = 0, oldest_s: float | None = None, *, paused: bool = False
) -> QueueNow:
    return QueueNow(queue=name, waiting=waiting, delayed=0, held=held, oldest_s=oldest_s, consumers=1, paused=paused)


def worker(number: int, *queues: Queue, threads: int = 8, busy: int = 0) -> WorkerNow:
    return WorkerNow(
        id=f"w{number}",
        host="here",
        pid=1000 + number,
        queues=queues,
        threads=threads,
        busy=busy,
        cpu=0.1,
        memory=10**8,
        beat_age_s=1.0,
        started_ms=0,
    )


def snapshot(
    queues: Iterable[QueueNow] = (),
    workers: Iterable[WorkerNow] = (),
    findings: Iterable[Finding] = (),
    faceit: SupplyNow | None = None,
) -> Snapshot:
    there = {one.queue: one for one in queues}
    found = tuple(findings)
    return Snapshot(
        at_ms=0,
        verdict=Verdict.BAD if any(one.bad for one in found) else Verdict.GOOD,
        findings=found,
        redis=RedisHealth(
            version="9.1",
            ping_ms=0.2,
            memory=10**7,
            memory_limit=None,
            clients=5,
            clients_limit=10_000,
            keys=10,
            aof=True,
            uptime_s=1000,
        ),
        queues=tuple(there.get(name, queue(name)) for name in Queue),
        workers=tuple(workers),
        running=0,
        active_people=0,
        hour=Ended(10, 0, 0),
        day=Ended(10, 0, 0),
        matches_hour=Ended(0, 0, 0),
        matches_day=Ended(0, 0, 0),
        faceit=faceit or supply(),
        untold=0,
        stream_lag={},
        jobs={},
    )
