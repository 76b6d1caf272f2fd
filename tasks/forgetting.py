"""Every trace of an owner's tasks taken out of Redis: records, marks, keys of updates, runs nobody else waits for."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import redis

from connections import PREFIX, REDIS_AWAY
from errors import RedisUnavailableError
from tasks.errors import TaskEndedError, UnknownTaskError
from tasks.scripts import words
from tasks.store import DAY_MS, Record, TaskStore, calls_key, forgotten_key

BATCH = 500


@dataclass(frozen=True)
class Forgotten:
    """How many tasks were there, how many of them were under way and are cancelled, the runs that went with them."""

    tasks: int
    cancelled: int
    runs: tuple[str, ...] = ()


def forget(store: TaskStore, owner: str) -> Forgotten:
    """Cancel what runs, then delete. Raises RedisUnavailableError; what is gone by then is gone, call again."""
    try:
        return _forget(store, owner)
    except REDIS_AWAY as error:
        raise RedisUnavailableError(str(error)) from error


def tasks_of(store: TaskStore, owner: str) -> dict[str, Record]:
    """All task records of an owner, by id. The list of recent ones holds a hundred: every record is looked at."""
    found: dict[str, Record] = {}
    for key in _scan(store.client, f"{PREFIX}task:*"):
        name = key[len(PREFIX) + len("task:") :]
        if ":" not in name and store.client.hget(key, "owner") == owner.encode():
            found[name] = store.task(name) or {}
    return found


def _forget(store: TaskStore, owner: str) -> Forgotten:
    tasks = tasks_of(store, owner)
    cancelled = 0
    for task in tasks:
        try:
            store.cancel(task)
            cancelled += 1
        except (TaskEndedError, UnknownTaskError):
            continue
    gone = tuple(sorted(run for run in {record["run"] for record in tasks.values()} if _leave(store, run, tasks)))
    client = store.client
    doomed = [f"{PREFIX}owner:{owner}:active", f"{PREFIX}owner:{owner}:recent"]
    doomed += [f"{PREFIX}task:{task}{part}" for task in tasks for part in ("", ":delivery")]
    doomed += [key for key in _scan(client, f"{PREFIX}idem:*") if _value(client, key) in tasks]
    client.delete(*doomed)
    _hide_calls(store, owner)
    for day in _scan(client, f"{PREFIX}people:*"):
        client.hdel(day, f"{owner}|tasks", f"{owner}|failed")
    if tasks:
        for name in ("recent", "active", "completed", "failed", "cancelled", "mistakes"):
            client.zrem(f"{PREFIX}tasks:{name}", *tasks)
    return Forgotten(len(tasks), cancelled, gone)


def _hide_calls(store: TaskStore, owner: str) -> None:
    """Today's calls count on under a keyed hash until the day ends, else forgetting would be an allowance anew."""
    client, now = store.client, store.now()
    used = cast(bytes | None, client.hget(calls_key(now), owner))
    with client.pipeline() as changes:
        if used and store.alias is not None:
            changes.hincrby(forgotten_key(now), store.alias(owner), int(used))
            changes.pexpireat(forgotten_key(now), (now // DAY_MS + 1) * DAY_MS)
        for day in _scan(client, f"{PREFIX}calls:*"):
            changes.hdel(day, owner)
        changes.execute()


def _leave(store: TaskStore, run: str, tasks: dict[str, Record]) -> bool:
    """Take the tasks out of a run; with nobody left the run goes, its report too. Whether it is gone."""
    client, key = store.client, f"{PREFIX}run:{run}"
    client.srem(f"{key}:tasks", *tasks)
    if client.scard(f"{key}:tasks"):
        return False
    record = store.run(run)
    if record is None:
        return True
    full = record.get("key", "")
    shared = [name for name in (f"{PREFIX}ready:{full}", f"{PREFIX}flight:{full}") if _value(client, name) == run]
    children = [f"{PREFIX}task:{child}" for child in words(client.lrange(f"{key}:children", 0, -1))]
    lists = [f"{key}:{part}" for part in ("children", "waiting", "pending")]
    client.delete(
        *children, *lists, key, f"{key}:tasks", f"{key}:work", f"{key}:retries", record.get("result_key", key), *shared
    )
    return True


def _scan(client: redis.Redis, pattern: str) -> Iterator[str]:
    for key in client.scan_iter(pattern, count=BATCH):
        yield key.decode() if isinstance(key, bytes) else key


def _value(client: redis.Redis, key: str) -> str:
    value = cast(bytes | None, client.get(key))
    return value.decode() if value else ""
