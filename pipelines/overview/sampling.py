"""A sample of the whole every minute, kept for a day, and series of them for charts."""

import json
from typing import Any, cast

import redis

from connections import PREFIX
from errors import RedisUnavailableError
from measures import reading
from measures.catalogue import TASK_SECONDS, TASKS_ENDED
from pipelines.overview.looking import look
from pipelines.overview.model import Ended, Sample
from pipelines.plans import Queue
from settings import Settings
from tasks.states import State
from tasks.turns import Turns

SAMPLES = PREFIX + "samples"
DAY_MS = 86_400_000
HOUR_MS = 3_600_000
JOB = "sample"


def sample(client: redis.Redis, settings: Settings) -> Sample:
    """Take a sample now: what ended is counted from the one before, so none is lost. Raises RedisUnavailableError."""
    seen = look(client, settings)
    counted = _counted(reading.totals(client))
    try:
        newest = client.zrevrange(SAMPLES, 0, 0)
        before = json.loads(cast(bytes, newest[0]))["total"] if newest else counted
        sampled = Sample(
            at_ms=seen.at_ms,
            depth={queue.queue: queue.waiting for queue in seen.queues},
            ended=Ended(*(max(0, now - then) for now, then in zip(counted[:3], before[:3], strict=True))),
            mean_s=_mean(counted[4] - before[4], counted[3] - before[3]),
            workers=len(seen.workers),
            memory=seen.redis.memory,
        )
        pipe = client.pipeline(transaction=True)
        pipe.zadd(SAMPLES, {_packed(sampled, counted): seen.at_ms})
        pipe.zremrangebyscore(SAMPLES, "-inf", seen.at_ms - DAY_MS)
        pipe.pexpire(SAMPLES, DAY_MS)
        pipe.execute()
        Turns(client).done(JOB, seen.at_ms)
    except redis.RedisError as error:
        raise RedisUnavailableError(str(error)) from error
    return sampled


def series(client: redis.Redis, hours: float, points: int) -> list[Sample]:
    """At most `points` samples of the last hours, oldest first; neighbours are put together. Raises

    RedisUnavailableError.
    """
    now = reading.server_ms(client)
    start = now - int(hours * HOUR_MS)
    try:
        found = [_unpacked(json.loads(cast(bytes, one))) for one in client.zrangebyscore(SAMPLES, start, "+inf")]
    except redis.RedisError as error:
        raise RedisUnavailableError(str(error)) from error
    slots: dict[int, list[Sample]] = {}
    for one in found:
        slots.setdefault(min(points - 1, (one.at_ms - start) * points // max(1, now - start)), []).append(one)
    return [_together(slots[slot]) for slot in sorted(slots)]


def _counted(totals: dict[str, float]) -> list[float]:
    """Ended by state, how many were timed and their seconds, since ever."""
    ended = reading.counters(totals, TASKS_ENDED)
    states = [State.COMPLETED, State.FAILED, State.CANCELLED]
    counts = [int(sum(many for (_, name), many in ended.items() if name == state)) for state in states]
    timed = reading.together(TASK_SECONDS, reading.histograms(totals, TASK_SECONDS).values())
    return [*counts, int(timed.count), timed.sum]


def _together(samples: list[Sample]) -> Sample:
    """Neighbours as one: the deepest queues, the sum of what ended, the mean by how many, the last of the rest."""
    last = samples[-1]
    weights = [(one.mean_s, one.ended.completed + one.ended.failed + one.ended.cancelled) for one in samples]
    total = sum(many for mean, many in weights if mean is not None)
    return Sample(
        at_ms=last.at_ms,
        depth={queue: max(one.depth.get(queue, 0) for one in samples) for queue in Queue},
        ended=Ended(
            completed=sum(one.ended.completed for one in samples),
            failed=sum(one.ended.failed for one in samples),
            cancelled=sum(one.ended.cancelled for one in samples),
        ),
        mean_s=_mean(sum(mean * many for mean, many in weights if mean is not None), total),
        workers=last.workers,
        memory=last.memory,
    )


def _mean(seconds: float, many: float) -> float | None:
    return seconds / many if many > 0 else None


def _packed(one: Sample, counted: list[float]) -> str:
    ended = [one.ended.completed, one.ended.failed, one.ended.cancelled]
    fields = {"v": 1, "at": one.at_ms, "depth": one.depth, "ended": ended, "mean": one.mean_s}
    return json.dumps(fields | {"workers": one.workers, "memory": one.memory, "total": counted})


def _unpacked(fields: dict[str, Any]) -> Sample:
    return Sample(
        at_ms=fields["at"],
        depth={queue: fields["depth"].get(queue, 0) for queue in Queue},
        ended=Ended(*fields["ended"]),
        mean_s=fields["mean"],
        workers=fields["workers"],
        memory=fields["memory"],
    )
