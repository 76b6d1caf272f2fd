"""Worker processes as they say of themselves: a hash each that expires, and a list of all that said no goodbye."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import redis

from connections import PREFIX
from pipelines.overview.model import WorkerNow

BEAT_S = 5.0
INDEX = PREFIX + "workers"
"""Sorted by the last heartbeat; a member is what is known of a worker that has fallen silent. Every heartbeat takes out

those that are not spoken of any more.
"""
REMEMBERED_S = 600.0
"""A worker that has vanished without a goodbye is spoken of for so long."""

BEAT = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
redis.call('HSET', KEYS[1], 'beat', string.format('%.0f', now), unpack(ARGV, 5))
redis.call('HSETNX', KEYS[1], 'started', string.format('%.0f', now - ARGV[3]))
redis.call('PEXPIRE', KEYS[1], ARGV[2])
redis.call('ZADD', KEYS[2], string.format('%.0f', now), ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', string.format('%.0f', now - ARGV[4]))
"""


@dataclass(frozen=True)
class Silent:
    """A worker that vanished: its name, its queues, seconds since its last heartbeat."""

    name: str
    queues: tuple[str, ...]
    beat_age_s: float


def worker_key(worker: str) -> str:
    """Where a worker's vital signs are."""
    return f"{PREFIX}worker:{worker}"


def beat(
    client: redis.Redis,
    worker: str,
    member: str,
    facts: Mapping[str, str | int | float],
    *,
    up_s: float,
    silent_s: float,
) -> None:
    """Write a heartbeat: `facts` are WorkerNow's, `up_s` how long the process runs. Raises redis.RedisError."""
    pairs = [part for name, value in facts.items() for part in (name, str(value))]
    terms = [round(seconds * 1000) for seconds in (silent_s, up_s, silent_s + REMEMBERED_S)]
    client.eval(BEAT, 2, worker_key(worker), INDEX, member, *terms, *pairs)


def member_of(worker: str, name: str, queues: tuple[str, ...]) -> str:
    """What the list of all holds of a worker: it must not change while it lives."""
    return json.dumps({"id": worker, "name": name, "queues": list(queues)}, sort_keys=True)


def say_goodbye(client: redis.Redis, worker: str, member: str) -> None:
    """The worker ends in order. Raises redis.RedisError."""
    pipe = client.pipeline(transaction=True)
    pipe.delete(worker_key(worker))
    pipe.zrem(INDEX, member)
    pipe.execute()


def read(rows: list[Any], now_ms: int, silent_s: float) -> tuple[tuple[WorkerNow, ...], tuple[Silent, ...]]:
    """The living and the silent, from rows of [member, last heartbeat in ms, facts or nothing]."""
    living, silent = [], []
    for member, beat_ms, facts in rows:
        known = json.loads(member)
        age = max(0.0, (now_ms - float(beat_ms)) / 1000)
        if facts and age <= silent_s:
            living.append(_worker(known["id"], dict(zip(facts[::2], facts[1::2], strict=True)), age))
        elif silent_s < age <= silent_s + REMEMBERED_S:
            silent.append(Silent(known["name"], tuple(known["queues"]), age))
    return tuple(sorted(living, key=lambda one: (one.host, one.pid))), tuple(silent)


def _worker(worker: str, facts: dict[str, str], age: float) -> WorkerNow:
    return WorkerNow(
        id=worker,
        host=facts["host"],
        pid=int(facts["pid"]),
        queues=tuple(facts["queues"].split()),
        threads=int(facts["threads"]),
        busy=int(facts["busy"]),
        cpu=float(facts["cpu"]) if facts.get("cpu") else None,
        memory=int(facts["memory"]) if facts.get("memory") else None,
        beat_age_s=age,
        started_ms=int(facts["started"]),
    )
