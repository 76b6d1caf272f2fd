"""What accidents leave in Redis beyond its term. Most keys carry their own; this is for those that nothing else ends.

Every check looks at something that can't come back (an ended task, a record that is gone): races change nothing.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple, cast

import redis

from connections import PREFIX
from settings import TaskSettings
from tasks.keeping import keep
from tasks.states import FINAL
from tasks.trimming import trim_counters, trim_ended, trim_endings, trim_lists, trim_progress

BATCH = 500
DELETE_IF_SAME = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"
STATES = frozenset(state.encode() for state in FINAL)


class TaskRow(NamedTuple):
    """What decides about a task's record."""

    state: bytes | None
    owner: bytes | None
    run: bytes | None
    parent: bytes | None
    created: bytes | None


class Leftovers:
    """Clears the database of tasks. Raises redis.RedisError; what is done by then is done, call again."""

    def __init__(self, client: redis.Redis, settings: TaskSettings) -> None:
        self._client = client
        self._keep = keep(settings)

    def clear(self) -> dict[str, int]:
        """Clear everything that is too old; gives how much there was, by kind."""
        seconds, _ = self._client.time()
        now = seconds * 1000
        oldest = now - self._keep["task"]
        return {
            "owners": self._owners(oldest),
            "updates": self._updates(),
            "tasks": self._tasks(oldest),
            "runs": self._runs(oldest, now),
            "endings": trim_endings(self._client, oldest),
            "progress": trim_progress(self._client, oldest),
            "lists": trim_lists(self._client, oldest) + trim_ended(self._client, now),
            "counters": trim_counters(self._client, now),
        }

    def _owners(self, oldest: int) -> int:
        """Ended tasks among the active ones, and old ones among the recent."""
        gone = 0
        for key in self._scan("owner:*:active"):
            members = cast(list[bytes], list(self._client.smembers(key)))
            states = self._read("hget", ((f"{PREFIX}task:{one.decode()}", "state") for one in members))
            stale = [one for one, state in zip(members, states, strict=True) if state is None or state in STATES]
            gone += self._client.srem(key, *stale) if stale else 0
        for key in self._scan("owner:*:recent"):
            gone += self._client.zremrangebyscore(key, "-inf", oldest)
        return gone

    def _updates(self) -> int:
        """Keys of updates whose task is gone."""
        gone = 0
        for keys in _batches(self._scan("idem:*")):
            tasks = cast(list[bytes | None], self._client.mget(keys))
            there = self._read("exists", ((f"{PREFIX}task:{(one or b'').decode()}",) for one in tasks))
            for key, task, exists in zip(keys, tasks, there, strict=True):
                if task is not None and not exists:
                    gone += int(self._client.eval(DELETE_IF_SAME, 1, key, task))
        return gone

    def _tasks(self, oldest: int) -> int:
        """Records of tasks that nothing will end any more, marks without a record, ended ones without a term."""
        gone = 0
        for keys in _batches(self._scan("task:*")):
            marks = [key for key in keys if ":" in key[len(PREFIX) + len("task:") :]]
            orphans = self._without(marks)
            records = [key for key in keys if key not in marks]
            rows = self._read("hmget", ((key, *TaskRow._fields) for key in records))
            for key, values in zip(records, rows, strict=True):
                row = TaskRow(*values)
                if row.state in STATES:
                    self._expire(key, self._keep["task"])
                elif int(row.created or 0) < oldest and not self._served(row):
                    task = key[len(PREFIX) + len("task:") :]
                    self._client.srem(f"{PREFIX}owner:{(row.owner or b'').decode()}:active", task)
                    orphans += [key, f"{key}:delivery"]
            gone += self._client.delete(*orphans) if orphans else 0
        return gone

    def _served(self, row: TaskRow) -> bool:
        """Whether a run that can still end stands behind a task, or a group that has not reached it."""
        behind = row.run or row.parent
        state = self._client.hget(f"{PREFIX}run:{behind.decode()}", "state") if behind else None
        return state is not None and state not in STATES

    def _runs(self, oldest: int, now: int) -> int:
        """Parts without a record, ended records without a term, and runs whose deadline nobody watches."""
        gone = 0
        for keys in _batches(self._scan("run:*")):
            parts = [key for key in keys if ":" in key[len(PREFIX) + len("run:") :]]
            orphans = self._without(parts)
            gone += self._client.delete(*orphans) if orphans else 0
            records = [key for key in keys if key not in parts]
            rows = self._read("hmget", ((key, "state", "created") for key in records))
            for key, (state, created) in zip(records, rows, strict=True):
                if state in STATES:
                    self._expire(key, self._keep["failure"])
                elif int(created or 0) < oldest:
                    # The next sweep ends it, and tells its people.
                    run = key[len(PREFIX) + len("run:") :]
                    gone += int(self._client.zadd(f"{PREFIX}deadlines", {run: now}, nx=True) or 0)
        return gone

    def _without(self, parts: list[str]) -> list[str]:
        """Those parts (`task:<id>:…`, `run:<id>:…`) whose record is gone."""
        exist = self._read("exists", ((":".join(key.split(":")[:3]),) for key in parts))
        return [key for key, there in zip(parts, exist, strict=True) if not there]

    def _expire(self, key: str, term: int) -> None:
        if self._client.pttl(key) == -1:
            self._client.pexpire(key, term)

    def _read(self, command: str, calls: Iterable[tuple[Any, ...]]) -> list[Any]:
        """Answers of one read command with many arguments, in one round trip."""
        pipe = self._client.pipeline(transaction=False)
        for arguments in calls:
            getattr(pipe, command)(*arguments)
        return list(pipe.execute())

    def _scan(self, pattern: str) -> Iterator[str]:
        for key in self._client.scan_iter(PREFIX + pattern, count=BATCH):
            yield key.decode() if isinstance(key, bytes) else key


def _batches(keys: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(keys, BATCH)):
        yield batch
