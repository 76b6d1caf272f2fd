"""Ended tasks and runs taken out early, when an admin asks for it. What nobody was told of yet stays."""

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple, cast

import redis

from connections import BROKER_NAMESPACE, PREFIX, REDIS_AWAY
from errors import RedisUnavailableError
from tasks.events import ENDINGS
from tasks.keeping import HOUR
from tasks.states import FINAL

BATCH = 500
STATES = frozenset(state.value for state in FINAL)
LISTS = ("recent", "mistakes", *sorted(STATES))
"""Where ended tasks are listed."""

RUN_PARTS = ("", ":tasks", ":work", ":retries", ":children", ":waiting", ":pending")


class Row(NamedTuple):
    """What of a task's or a run's record decides about it; empty where it has no such field."""

    id: str
    state: str
    ended: str
    run: str
    parent: str
    owner: str
    retry_of: str
    key: str
    result_key: str

    @property
    def final(self) -> bool:
        """Whether it has ended."""
        return self.state in STATES

    def before(self, moment: int) -> bool:
        """Whether it had ended before a moment (ms)."""
        return self.final and int(self.ended or 0) < moment


class Old(NamedTuple):
    """What may go."""

    tasks: list[str]
    runs: list[Row]
    results: list[str]
    dead: dict[str, list[bytes]]
    """Redis ids of dead letters, by the key of their list."""

    def counts(self) -> dict[str, int]:
        """How much that is, by kind."""
        dead = sum(len(ids) for ids in self.dead.values())
        return {"tasks": len(self.tasks), "runs": len(self.runs), "results": len(self.results), "dead": dead}


def rows(client: redis.Redis, kind: str) -> Iterator[Row]:
    """The records of a kind, `task` or `run`. Raises redis.RedisError."""
    prefix = f"{PREFIX}{kind}:"
    keys = (key.decode() for key in client.scan_iter(f"{prefix}*", count=BATCH))
    records = (key for key in keys if ":" not in key[len(prefix) :])
    while batch := list(islice(records, BATCH)):
        pipe = client.pipeline(transaction=False)
        for key in batch:
            pipe.hmget(key, *Row._fields[1:])
        for key, values in zip(batch, cast(list[list[bytes | None]], pipe.execute()), strict=True):
            yield Row(key[len(prefix) :], *((one or b"").decode() for one in values))


def find_old(client: redis.Redis, queues: Iterable[str], hours: float) -> Old:
    """What ended more than `hours` ago. Raises RedisUnavailableError."""
    try:
        moment = int(int(cast(Any, client.time())[0]) * 1000 - hours * HOUR)
        old = _find(client, list(rows(client, "task")), lambda one: one.before(moment), lambda one: one.before(moment))
        return old._replace(dead=_dead(client, queues, moment))
    except REDIS_AWAY as error:
        raise RedisUnavailableError(str(error)) from error


def find_chosen(client: redis.Redis, chosen: Collection[str]) -> Old:
    """Of these tasks those that have ended and were told, a bulk's with its matches, and what only they need.

    Raises RedisUnavailableError.
    """
    try:
        tasks = list(rows(client, "task"))
        groups = {one.run for one in tasks if one.id in chosen and one.run}
        mine = {one.id for one in tasks if one.id in chosen or one.parent in groups}
        served = {one.run for one in tasks if one.id in mine}
        return _find(
            client, tasks, lambda one: one.final and one.id in mine, lambda one: one.final and one.id in served
        )
    except REDIS_AWAY as error:
        raise RedisUnavailableError(str(error)) from error


def _find(client: redis.Redis, tasks: list[Row], is_task: Callable[[Row], bool], is_run: Callable[[Row], bool]) -> Old:
    """Tasks and runs that may go and are needed by nothing that stays; without dead letters."""
    untold = {fields.get(b"task", b"").decode() for _, fields in cast(list[Any], client.xrange(ENDINGS))}
    gone = {one.id for one in tasks if is_task(one) and one.id not in untold}
    needed = {one.run for one in tasks if one.id not in gone} | {one.parent for one in tasks if one.id not in gone}
    runs = list(rows(client, "run"))
    over = [one for one in runs if is_run(one) and one.id not in needed]
    doomed = {one.id for one in over}
    kept = {one.result_key for one in runs if one.id not in doomed}
    results = sorted({one.result_key for one in over if one.result_key} - kept)
    there = [key for key, here in zip(results, _exist(client, results), strict=True) if here]
    return Old(sorted(gone), over, there, {})


def _dead(client: redis.Redis, queues: Iterable[str], moment: int) -> dict[str, list[bytes]]:
    found = {}
    for queue in queues:
        name = f"{BROKER_NAMESPACE}:{queue}.XQ"
        if ids := cast(list[bytes], client.zrangebyscore(name, "-inf", moment)):
            found[name] = ids
    return found


def _exist(client: redis.Redis, keys: list[str]) -> list[int]:
    pipe = client.pipeline(transaction=False)
    for key in keys:
        pipe.exists(key)
    return cast(list[int], pipe.execute()) if keys else []


def delete(client: redis.Redis, old: Old) -> None:
    """Take it out. Raises RedisUnavailableError; what is gone by then is gone, look again."""
    keys = [f"{PREFIX}task:{task}{part}" for task in old.tasks for part in ("", ":delivery")]
    keys += [f"{PREFIX}run:{run.id}{part}" for run in old.runs for part in RUN_PARTS]
    keys += old.results
    try:
        shared = [f"{PREFIX}ready:{run.key}" for run in old.runs]
        found = cast(list[bytes | None], client.mget(shared)) if shared else []
        mine = {run.id.encode() for run in old.runs}
        keys += [key for key, run in zip(shared, found, strict=True) if run in mine]
        for start in range(0, len(keys), BATCH):
            client.unlink(*keys[start : start + BATCH])
        if old.tasks:
            for kept in LISTS:
                client.zrem(f"{PREFIX}tasks:{kept}", *old.tasks)
        for name, ids in old.dead.items():
            pipe = client.pipeline(transaction=True)
            pipe.zrem(name, *ids)
            pipe.hdel(f"{name}.msgs", *cast(list[Any], ids))
            pipe.execute()
    except REDIS_AWAY as error:
        raise RedisUnavailableError(str(error)) from error
