"""Groups: a run that waits for many runs, each served to a child task of its own."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import redis

from connections import PREFIX, REDIS_AWAY
from errors import RedisUnavailableError, RunEndedError
from settings import BulkSettings, TaskSettings
from tasks.keeping import keep
from tasks.messages import Packed
from tasks.ownership import Ownership, RunKeeper
from tasks.records import Failure, Wish
from tasks.scripts import words
from tasks.states import State
from tasks.store import failure_of, queue_timeout_ms


@dataclass(frozen=True, kw_only=True)
class Child:
    """A child to be: its wish, and the run it gets unless one serves it already. `wider_key`: that run's key."""

    task: str
    wish: Wish
    run: str
    steps: int
    rank: int
    message: Packed
    result_key: str
    wider_key: str = ""


@dataclass(frozen=True, kw_only=True)
class ChildEnd:
    """What became of a child; `report` is there for a completed one, while it is kept."""

    task: str
    subject: str = field(repr=False)
    state: State
    failure: Failure | None = None
    report: dict[str, Any] | None = None


class Groups:
    """Opening a group and reading what came of it, by the worker that owns the run's step."""

    def __init__(self, keeper: RunKeeper, tasks: TaskSettings, bulk: BulkSettings) -> None:
        self._keeper = keeper
        self._tasks = tasks
        self._bulk = bulk
        self._keep = keep(tasks)

    def spread(self, owned: Ownership, children: Sequence[Child], successor: Packed, *, limit_s: float) -> None:
        """Close the step: the run's next one comes when every child has ended. Raises RunEndedError.

        `limit_s`: the group is given up when no child ends for so long.
        """
        args = {
            "run": owned.delivery.run, "step": owned.delivery.step, "own": owned.own, "ack": owned.delivery.ack,
            "keep": self._keep, "message": successor.head, "window": self._bulk.window,
            "limit": int(limit_s * 1000), "cap": int(self._bulk.extended_hours * 3_600_000),
            "children": [self._described(child) for child in children],
        }  # fmt: skip
        data = (child.message.data for child in children)
        answer = self._keeper.scripts.call("spread", args, successor.data, *data)
        if answer[0] != b"ok":
            raise RunEndedError(owned.delivery.run, words(answer)[1])

    def _described(self, child: Child) -> dict[str, Any]:
        wish = child.wish
        return {
            "task": child.task, "run": child.run, "type": wish.type, "subject": wish.subject, "depth": wish.depth,
            "phase": wish.phase, "run_key": wish.run_key, "wider_key": child.wider_key, "steps": child.steps,
            "rank": child.rank, "message": child.message.head, "result_key": child.result_key, "max_age": "",
            "queue_timeout": queue_timeout_ms(self._tasks, child.rank),
            "cap": int(self._bulk.extended_hours * 3_600_000),
        }  # fmt: skip

    def ends(self, run: str) -> Iterator[ChildEnd]:
        """The children of a run in the order they were given, one at a time: reports are large.

        Raises RedisUnavailableError.
        """
        client = self._keeper.client
        try:
            for task in words(client.lrange(f"{PREFIX}run:{run}:children", 0, -1)):
                end = _end(client, task)
                if end is not None:
                    yield end
        except REDIS_AWAY as error:
            raise RedisUnavailableError(str(error)) from error


def _end(client: redis.Redis, task: str) -> ChildEnd | None:
    fields = client.hmget(f"{PREFIX}task:{task}", "state", "subject", "run", "failure")
    state, subject, run, failure = (word.decode() if isinstance(word, bytes) else word or "" for word in fields)
    if not state:
        return None
    where = client.hget(f"{PREFIX}run:{run}", "result_key") if run and state == State.COMPLETED else None
    data = client.lindex(where.decode(), 0) if isinstance(where, bytes) else None
    return ChildEnd(
        task=task,
        subject=subject,
        state=State(state),
        failure=failure_of({"failure": failure}),
        report=json.loads(data) if data else None,
    )
