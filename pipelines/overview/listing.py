"""Tasks in lists and one by one, from their records. A bulk's matches are no tasks of their own here."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import redis

from connections import BROKER_NAMESPACE, PREFIX
from pipelines.overview.events import events, marks_key
from pipelines.overview.failure_record import all_lines, failure_record, last_lines
from pipelines.overview.owners import OPERATOR, Owners
from pipelines.overview.task_model import Page, Retry, StepTime, TaskDetails, TaskRow
from pipelines.overview.workers import INDEX
from pipelines.plans import PLANS
from tasks.states import FINAL, State, TaskType
from tasks.store import Record, failure_of

RECENT = PREFIX + "tasks:recent"
ACTIVE = PREFIX + "tasks:active"
NOBODY = "–"
MOST = 2000
"""Tasks looked at for a list that is not kept by itself: the newest ones."""


def page(
    client: redis.Redis, owners: Owners, state: State | None, task_type: TaskType | None, number: int, size: int
) -> Page:
    """A page of tasks, newest first. Raises redis.RedisError."""
    key = RECENT if state is None else f"{PREFIX}tasks:{state}" if state in FINAL else ACTIVE
    if key != ACTIVE and task_type is None:
        total = int(client.zcard(key))
        number = _within(number, total, size)
        ids = _names(client.zrevrange(key, (number - 1) * size, number * size - 1))
    else:
        ids = _matching(client, _names(client.zrevrange(key, 0, MOST - 1)), state, task_type)
        total = len(ids)
        number = _within(number, total, size)
        ids = ids[(number - 1) * size : number * size]
    return Page(rows=tuple(rows(client, owners, ids)), page=number, pages=max(1, -(-total // size)), total=total)


def rows(client: redis.Redis, owners: Owners, ids: list[str]) -> list[TaskRow]:
    """Rows of the tasks whose records are there, in two round trips. Raises redis.RedisError."""
    tasks = _records(client, (f"{PREFIX}task:{task}" for task in ids))
    runs = _records(client, (f"{PREFIX}run:{task.get('run', '')}" for task in tasks))
    return [row_of(owners, one, task, run) for one, task, run in zip(ids, tasks, runs, strict=True) if task]


def details(client: redis.Redis, owners: Owners, task_id: str) -> TaskDetails | None:
    """Everything about a task, a bulk's match included; None when there is none. Raises redis.RedisError."""
    [task] = _records(client, [f"{PREFIX}task:{task_id}"])
    return _details(client, owners, task_id, task) if task else None


def failure(client: redis.Redis, owners: Owners, run_id: str) -> TaskDetails | None:
    """Everything about a failed run, whose record outlives its tasks' by days: a row of its own id, of nobody.

    None when there is none. Raises redis.RedisError.
    """
    [run] = _records(client, [f"{PREFIX}run:{run_id}"])
    if run.get("state") != State.FAILED:
        return None
    found = _details(client, owners, run_id, {**run, "run": run_id, "owner": OPERATOR, "retry_of": ""})
    return replace(found, row=replace(found.row, owner=NOBODY), only_record=True)


def _details(client: redis.Redis, owners: Owners, task_id: str, task: Record) -> TaskDetails:
    run_id = task.get("run", "")
    pipe = client.pipeline(transaction=False)
    pipe.hgetall(f"{PREFIX}run:{run_id}")
    pipe.lrange(f"{PREFIX}run:{run_id}:retries", 0, -1)
    pipe.scard(f"{PREFIX}run:{run_id}:tasks")
    pipe.zrevrange(INDEX, 0, -1)
    pipe.hgetall(marks_key(task_id))
    raw, retried, waiting, members, marks = pipe.execute()
    run, retries = _text(raw), tuple(_retry(json.loads(one)) for one in retried)
    row = row_of(owners, task_id, task, run)
    workers = [str(json.loads(member)["id"]) for member in members]
    return TaskDetails(
        row=row,
        run=run_id,
        queue=run.get("queue", ""),
        worker=_holder(client, workers, run) if run and not row.state.final else "",
        deliveries=int(run.get("deliveries") or 0),
        steps=tuple(_steps(row.type, run)),
        retries=retries,
        lines=last_lines(run.get("traceback", "")),
        api_calls=int(run.get("api_calls") or 0),
        deadline_ms=_number(run.get("deadline")),
        retry_of=task.get("retry_of", ""),
        shared_with=max(0, int(waiting) - 1),
        frames=all_lines(run.get("traceback", "")),
        events=events(client, task, run, retries, _text(marks)),
    )


def row_of(owners: Owners, task_id: str, task: Record, run: Record) -> TaskRow:
    """A task's record and its run's (empty when it is gone or not begun) as a row."""
    task_type, own = TaskType(task["type"]), State(task["state"])
    state = own if own.final else State(run.get("state") or own)
    plan = PLANS.get(task_type)
    step = int(run.get("step") or 0)
    failure = failure_of(task) if state is State.FAILED else None
    failed = failure_record(task.get("run", ""), run) if run and state is State.FAILED else None
    return TaskRow(
        id=task_id,
        type=task_type,
        state=state,
        subject=owners.subject(task_type, task.get("subject", "")),
        owner=owners.owner(task["owner"]),
        step=step,
        steps=int(run.get("steps") or (len(plan.steps) if plan else 0)),
        step_name=plan.steps[step].name if plan and step < len(plan.steps) else "",
        created_ms=int(task["created"]),
        ended_ms=_number(task.get("ended")),
        attempts=int(run.get("attempt") or 0) + 1 if run.get("started") else 0,
        code=failure.code if failure else run.get("reason", "") if state is State.RETRYING else "",
        last_line=failed.lines[-1] if failed and failed.lines else "",
    )


def _matching(client: redis.Redis, ids: list[str], state: State | None, task_type: TaskType | None) -> list[str]:
    """Those of the tasks that are there, of this type and, while active, in this state."""
    found = _fields(client, (f"{PREFIX}task:{task}" for task in ids), "type", "run")
    kept = [
        (one, run)
        for one, (kind, run) in zip(ids, found, strict=True)
        if kind is not None and task_type in {None, kind}
    ]
    if state is None or state.final:
        return [one for one, _ in kept]
    states = _fields(client, (f"{PREFIX}run:{run}" for _, run in kept), "state")
    return [one for (one, _), (now,) in zip(kept, states, strict=True) if now == state]


def _holder(client: redis.Redis, workers: list[str], run: Record) -> str:
    """The worker that has the run's message, "" when it waits."""
    pipe = client.pipeline(transaction=False)
    for worker in workers:
        pipe.sismember(f"{BROKER_NAMESPACE}:__acks__.{worker}.{run['queue']}", run["rmid"])
    return next((worker for worker, holds in zip(workers, pipe.execute(), strict=True) if holds), "")


def _steps(task_type: TaskType, run: Record) -> Iterable[StepTime]:
    plan = PLANS.get(task_type)
    for index, step in enumerate(plan.steps if plan else ()):
        took = run.get(f"took:{index}")
        yield StepTime(index, step.name, None if took is None else float(took) / 1000)


def _retry(record: dict[str, Any]) -> Retry:
    return Retry(int(record["step"]), int(record["attempt"]), str(record["reason"]), int(record["at"]))


def _records(client: redis.Redis, keys: Iterable[str]) -> list[Record]:
    pipe = client.pipeline(transaction=False)
    for key in keys:
        pipe.hgetall(key)
    return [_text(raw) for raw in pipe.execute()]


def _fields(client: redis.Redis, keys: Iterable[str], *names: str) -> list[tuple[str | None, ...]]:
    pipe = client.pipeline(transaction=False)
    for key in keys:
        pipe.hmget(key, *names)
    return [tuple(None if value is None else value.decode() for value in values) for values in pipe.execute()]


def _text(raw: dict[bytes, bytes]) -> Record:
    return {name.decode(): value.decode() for name, value in raw.items()}


def _names(answer: Any) -> list[str]:
    return [item.decode() for item in answer]


def _within(number: int, total: int, size: int) -> int:
    return min(max(1, number), max(1, -(-total // size)))


def _number(value: str | None) -> int | None:
    return int(float(value)) if value else None
