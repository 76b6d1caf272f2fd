"""What happened to one task, in order, from what is recorded anyway: its record, its run's, the streams, the marks."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

import redis

from connections import PREFIX
from pipelines.overview.task_model import Retry, TaskEvent
from tasks.events import PROGRESS
from tasks.store import Record

MOST = 5000
"""Entries of the stream looked at; it is trimmed, so what happened long ago is told by the records alone."""
SHOWN = 40

OF_RUN = """
-- Kinds and moments of one run's entries. ARGV: run, the first and the last moment in ms, most entries looked at.
local found = {}
for _, entry in ipairs(redis.call('XRANGE', KEYS[1], ARGV[2], ARGV[3], 'COUNT', ARGV[4])) do
  local run, kind
  for index = 1, #entry[2], 2 do
    if entry[2][index] == 'run' then run = entry[2][index + 1] end
    if entry[2][index] == 'kind' then kind = entry[2][index + 1] end
  end
  if run == ARGV[1] and kind ~= 'progress' then
    found[#found + 1] = string.match(entry[1], '^%d+')
    found[#found + 1] = kind
  end
end
return found
"""
STREAMED = {"step": "begun", "promoted": "promoted", "joined": "joined", "merged": "merged"}
"""Entries of the stream that are shown, by their kinds; the others stand in the records."""


def events(
    client: redis.Redis, task: Record, run: Record, retries: Iterable[Retry], marks: Mapping[str, str]
) -> tuple[TaskEvent, ...]:
    """The events of a task, oldest first, the newest SHOWN. Raises redis.RedisError."""
    found = [TaskEvent(int(task["created"]), "queued", run.get("queue", ""))]
    streamed = _streamed(client, task)
    found += [TaskEvent(at, STREAMED[kind]) for at, kind in streamed if kind in STREAMED]
    if run.get("started") and not any(kind == "step" for _, kind in streamed):
        found.append(TaskEvent(int(run["started"]), "begun"))
    found += [TaskEvent(one.at_ms, "retry", f"{one.attempt}: {one.reason}") for one in retries]
    if int(run.get("deliveries") or 0) > 1 and run.get("step_started"):
        found.append(TaskEvent(int(run["step_started"]), "redelivered", run["deliveries"]))
    if task.get("ended"):
        found.append(TaskEvent(int(task["ended"]), "ended", task.get("state", "")))
    found.sort(key=lambda one: one.at_ms or 0)
    told = sorted(part for part, status in marks.items() if status != "sending")
    if told:
        found.append(TaskEvent(None, "told", ", ".join(told)))
    return tuple(found[-SHOWN:])


def _streamed(client: redis.Redis, task: Record) -> list[tuple[int, str]]:
    until = task.get("ended") or "+"
    answer = client.eval(OF_RUN, 1, PROGRESS, task.get("run", ""), task["created"], until, MOST)
    words = [item.decode() for item in cast(list[Any], answer)]
    return [(int(at), kind) for at, kind in zip(words[::2], words[1::2], strict=True)]


def marks_key(task: str) -> str:
    """Where it stands what was told of a task's ending."""
    return f"{PREFIX}task:{task}:delivery"
