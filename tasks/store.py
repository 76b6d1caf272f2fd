"""Runs and tasks as faces see them: submit, cancel, look at. All changes are scripts; reading is plain commands."""

import json
from collections.abc import Callable, Iterable
from typing import Any, cast

import redis

from connections import BROKER_NAMESPACE, PREFIX, REDIS_AWAY, RESULTS_NAMESPACE
from errors import RedisUnavailableError
from settings import TaskSettings
from tasks.errors import AllowanceError, LimitReachedError, TaskEndedError, UnknownTaskError, UnreadableRecordError
from tasks.ids import new_id
from tasks.keeping import keep
from tasks.messages import Packed
from tasks.pausing import PAUSED
from tasks.records import Failure, Wish, readable
from tasks.scripts import Scripts, words
from tasks.states import State

Record = dict[str, str]

DAY_MS = 86_400_000

HIGHEST_RANKS = 1
"""Queues up to this rank hold what somebody waits for."""


class TaskStore:
    """Access to the records of runs and tasks. Every method raises RedisUnavailableError when Redis does not answer."""

    def __init__(self, client: redis.Redis, settings: TaskSettings, alias: Callable[[str], str] | None = None) -> None:
        """`alias`: a keyed hash of an owner; under it the day's calls count on after a wish to be forgotten."""
        self.client = client
        self.alias = alias
        self.settings = settings
        self.scripts = Scripts(client)
        self._keep = keep(settings)

    def submit(
        self, wish: Wish, *, run: str, steps: int, message: Packed, result_key: str, rank: int = 0
    ) -> tuple[str, str, str]:
        """Accept a wish; gives (outcome, task id, run id). `rank` is the queue's, 0 the most urgent.

        Raises LimitReachedError, AllowanceError.
        """
        args = {
            "owner": wish.owner, "type": wish.type, "subject": wish.subject, "depth": wish.depth, "phase": wish.phase,
            "run_key": wish.run_key, "idempotency": wish.idempotency, "lang": wish.lang, "chat": _text(wish.chat),
            "thread": _text(wish.thread), "request_message": _text(wish.request_message), "side": wish.side or "",
            "retry_of": wish.retry_of or "", "run": run, "task": new_id(), "steps": steps, "rank": rank,
            "message": message.head, "result_key": result_key, "max_age": _text(wish.max_age_s),
            "limit": self.settings.max_concurrent_per_user, "calls": wish.calls,
            "allowance": 0 if wish.unlimited else self.settings.calls_per_day,
            "queue_timeout": queue_timeout_ms(self.settings, rank), "keep": self._keep,
        }  # fmt: skip
        if self.alias is not None:
            args["alias"] = self.alias(wish.owner)
        answer = words(self.scripts.call("submit", args, message.data))
        if answer[0] == "limit":
            raise LimitReachedError(self.settings.max_concurrent_per_user, tuple(answer[1:]))
        if answer[0] == "allowance":
            used, reserved, resets_ms = map(int, answer[1:])
            raise AllowanceError(
                self.settings.calls_per_day, used, calls=wish.calls, reserved=reserved, resets_ms=resets_ms
            )
        return answer[0], answer[1], answer[2] if len(answer) > 2 else ""

    def promote(self, run: str, *, step: int, seq: int, rank: int, message: Packed) -> str:
        """Move the current step to a higher queue: 'ok', 'drop' without need, 'moved' when it went on."""
        args = {
            "run": run, "step": step, "seq": seq, "rank": rank, "message": message.head,
            "queue_timeout": queue_timeout_ms(self.settings, rank), "keep": self._keep,
        }  # fmt: skip
        return words(self.scripts.call("promote", args, message.data))[0]

    def cancel(self, task: str) -> None:
        """End one task as cancelled. Raises UnknownTaskError, TaskEndedError."""
        answer = words(self.scripts.call("cancel", {"task": task, "keep": self._keep}))
        if answer[0] == "gone":
            raise UnknownTaskError(task)
        if answer[0] == "ended":
            raise TaskEndedError(answer[1])

    def task(self, task: str) -> Record | None:
        """The raw record of a task, None when there is none. Raises UnreadableRecordError."""
        return self._record(f"{PREFIX}task:{task}")

    def run(self, run: str) -> Record | None:
        """The raw record of a run, None when there is none. Raises UnreadableRecordError."""
        return self._record(f"{PREFIX}run:{run}")

    def tasks_of_run(self, run: str) -> list[str]:
        """Ids of the tasks waiting for a run."""
        return sorted(words(self._read("smembers", f"{PREFIX}run:{run}:tasks")))

    def recent(self, owner: str, limit: int) -> list[str]:
        """Ids of an owner's tasks, newest first."""
        return words(self._read("zrevrange", f"{PREFIX}owner:{owner}:recent", 0, limit - 1))

    def report(self, run: Record) -> dict[str, Any] | None:
        """The stored result of a run, from where the result backend keeps it."""
        data = self._read("lindex", run["result_key"], 0)
        return None if data is None else cast(dict[str, Any], json.loads(data))

    def set_progress_message(self, task: str, message_id: int) -> None:
        """Remember which chat message shows a task's progress."""
        key = f"{PREFIX}task:{task}"
        if self._read("exists", key):
            self._read("hset", key, "progress_message", str(message_id))

    def place(self, queue: str, rmid: str) -> int | None:
        """Place of a message in its queue from 1; None when a worker has taken it."""
        index = self._read("lpos", f"{BROKER_NAMESPACE}:{queue}", rmid)
        return None if index is None else int(index) + 1

    def paused(self, queue: str) -> bool:
        """Whether an admin has paused a queue."""
        return bool(self._read("sismember", PAUSED, queue))

    def step_means(self, task_type: str) -> dict[int, float]:
        """Recent mean duration of each step, in milliseconds."""
        return {
            int(step): float(value) for step, value in (self._hash(f"{PREFIX}stats:steps:{task_type}") or {}).items()
        }

    def start_gap(self, queue: str) -> float | None:
        """Recent mean time between two starts on a queue, in milliseconds; None before the second."""
        starts = [int(item) for item in words(self._read("lrange", f"{PREFIX}stats:starts:{queue}", 0, -1))]
        return None if len(starts) < 2 else (starts[0] - starts[-1]) / (len(starts) - 1)

    def now(self) -> int:
        """Redis' clock in milliseconds."""
        seconds, micros = self._read("time")
        return int(seconds) * 1000 + int(micros) // 1000

    def calls_today(self, owner: str) -> int:
        """FACEIT calls an owner has caused today (UTC), those before a wish to be forgotten included."""
        now = self.now()
        used = int(self._read("hget", calls_key(now), owner) or 0)
        return used + int(self.alias and self._read("hget", forgotten_key(now), self.alias(owner)) or 0)

    def _record(self, key: str) -> Record | None:
        record = self._hash(key)
        if record is not None and not readable(record.get("v")):
            raise UnreadableRecordError(key, record["v"])
        return record

    def calls_reserved(self, owner: str) -> int:
        """FACEIT calls that an owner's tasks under way said they will take."""
        total = 0
        for task in words(list(self._read("smembers", f"{PREFIX}owner:{owner}:active"))):
            state, reserved = self._read("hmget", f"{PREFIX}task:{task}", "state", "reserved")
            if state is not None and not State(state.decode()).final:
                total += int(reserved or 0)
        return total

    def _hash(self, key: str) -> Record | None:
        raw = cast(dict[bytes, bytes], self._read("hgetall", key))
        return {name.decode(): value.decode() for name, value in raw.items()} or None

    def _read(self, command: str, *args: Any) -> Any:
        try:
            return getattr(self.client, command)(*args)
        except REDIS_AWAY as error:
            raise RedisUnavailableError(str(error)) from error


def queue_timeout_ms(settings: TaskSettings, rank: int) -> int:
    """How long a run on a queue of this rank may wait for its first step, in milliseconds."""
    waited_for = rank <= HIGHEST_RANKS
    return int((settings.queue_timeout_minutes if waited_for else settings.queue_timeout_low_minutes) * 60_000)


def calls_key(now_ms: int) -> str:
    """Where the calls of a day are counted, by owner."""
    return f"{PREFIX}calls:{now_ms // DAY_MS}"


def forgotten_key(now_ms: int) -> str:
    """Where the calls of a day are counted of owners who wished to be forgotten, by keyed hash."""
    return f"{PREFIX}forgotten:{now_ms // DAY_MS}"


def failure_of(record: Record) -> Failure | None:
    """The failure written in a record, None when it has none."""
    raw = record.get("failure")
    if not raw:
        return None
    data = json.loads(raw)
    return Failure(code=data["code"], args=data.get("args") or {}, ours=data.get("ours", True))


def failure_json(code: str, args: Iterable[tuple[str, Any]] = (), *, ours: bool = True) -> str:
    """A failure as records hold it."""
    return json.dumps({"code": code, "args": dict(args), "ours": ours})


def result_key(queue: str, actor: str, message_id: str) -> str:
    """Where Dramatiq's result backend (with readable keys) keeps the result of a message."""
    return f"{RESULTS_NAMESPACE}:{queue}:{actor}:{message_id}"


def _text(value: float | None) -> str:
    return "" if value is None else str(value)
