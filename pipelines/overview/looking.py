"""One look at the whole: everything a snapshot is made of, in two round trips."""

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import redis

from connections import BROKER_NAMESPACE, PREFIX
from errors import RedisUnavailableError
from faceit.supply_stats import SupplyNow, ask, supply_of
from pipelines.overview import workers
from pipelines.overview.model import Ended, QueueNow, RedisHealth, WorkerNow
from pipelines.overview.thresholds import thresholds
from pipelines.overview.workers import Silent
from pipelines.plans import Queue
from settings import Settings

SCRIPT = f"local P, NS = '{PREFIX}', '{BROKER_NAMESPACE}'\n" + Path(__file__).with_name("look.lua").read_text()
MOST_ACTIVE = 5000
"""Active tasks looked at; more are not told apart by owner and state."""


@dataclass(frozen=True)
class Recent:
    """Tasks that ended in the window of failures: those done, and those that failed by a fault of the service."""

    completed: int
    faults: int


@dataclass(frozen=True)
class Look:
    """What was seen at `at_ms`; `matches_…`: those of bulks; jobs: seconds since they were last done."""

    at_ms: int
    redis: RedisHealth
    queues: tuple[QueueNow, ...]
    workers: tuple[WorkerNow, ...]
    silent: tuple[Silent, ...]
    running: int
    active_people: int
    hour: Ended
    day: Ended
    matches_hour: Ended
    matches_day: Ended
    recent: Recent
    faceit: SupplyNow
    untold: int
    untold_s: float | None
    stream_lag: dict[str, int]
    key_rejected_s: float | None
    limited_s: float
    jobs: dict[str, float]


def look(client: redis.Redis, settings: Settings) -> Look:
    """Look now. Raises RedisUnavailableError."""
    limits = thresholds(settings)
    pipe = client.pipeline(transaction=False)
    pipe.eval(SCRIPT, 0, limits.failure_minutes, MOST_ACTIVE, *[str(queue) for queue in Queue])
    pipe.info()
    ask(pipe)
    try:
        began = time.perf_counter()
        client.ping()
        ping_ms = (time.perf_counter() - began) * 1000
        seen, info, *supply = pipe.execute()
    except redis.RedisError as error:
        raise RedisUnavailableError(str(error)) from error
    found: dict[str, Any] = json.loads(seen)
    now = int(found["now"])
    living, silent = workers.read(_list(found["workers"]), now, limits.worker_silent_s)
    return Look(
        at_ms=now,
        redis=_health(info, client.connection_pool.connection_kwargs.get("db", 0), ping_ms),
        queues=tuple(_queue(queue, found["queues"][queue], living) for queue in Queue),
        workers=living,
        silent=silent,
        running=found["running"],
        active_people=found["people"],
        hour=Ended(*found["hour"]),
        day=Ended(*found["day"]),
        matches_hour=Ended(*found["matches_hour"]),
        matches_day=Ended(*found["matches_day"]),
        recent=Recent(**found["recent"]),
        faceit=supply_of(supply, settings.faceit),
        untold=found["untold"],
        untold_s=_age(now, found.get("untold_since")),
        stream_lag={"endings": max(0, found["untold"] - found["pending"]), "progress": found["progress"]},
        key_rejected_s=_rejected(now, found),
        limited_s=max(0.0, int(found.get("faceit_until") or 0) / 1e6 - now / 1000),
        jobs={job: age for job, at in dict(found["done"] or {}).items() if (age := _age(now, at)) is not None},
    )


def _queue(queue: Queue, seen: dict[str, Any], living: tuple[WorkerNow, ...]) -> QueueNow:
    return QueueNow(
        queue=queue,
        waiting=seen["waiting"],
        delayed=seen["delayed"],
        held=max(0, seen["all"] - seen["waiting"]),
        oldest_s=int(seen["oldest"]) / 1000 if seen.get("oldest") else None,
        consumers=sum(queue in worker.queues for worker in living),
        paused=bool(seen["paused"]),
    )


def _health(info: dict[str, Any], database: int, ping_ms: float) -> RedisHealth:
    return RedisHealth(
        version=str(info.get("valkey_version") or info.get("redis_version", "")),
        ping_ms=ping_ms,
        memory=int(info["used_memory"]),
        memory_limit=int(info.get("maxmemory") or 0) or None,
        clients=int(info["connected_clients"]),
        clients_limit=int(info.get("maxclients") or 0),
        keys=int(info.get(f"db{database}", {}).get("keys", 0)),
        aof=bool(info.get("aof_enabled")),
        uptime_s=int(info["uptime_in_seconds"]),
    )


def _rejected(now: int, found: dict[str, Any]) -> float | None:
    """Seconds since FACEIT refused the key, None when it has answered since."""
    rejected, answered = int(found.get("rejected") or 0), int(found.get("answered") or 0)
    return (now - rejected) / 1000 if rejected and rejected > answered else None


def _age(now: int, moment: str | bool | None) -> float | None:
    return max(0.0, (now - int(moment)) / 1000) if moment else None


def _list(value: Any) -> list[Any]:
    # Lua writes an empty list as {}.
    return value if isinstance(value, list) else []
