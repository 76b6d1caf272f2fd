"""The figures of the last day: durations, endings by type, calls, sends."""

import redis

from measures import reading
from measures.catalogue import (
    BUDGET_WAIT_SECONDS,
    CACHE_LOOKUPS,
    DELIVERY_SECONDS,
    FACEIT_CALLS,
    STEP_SECONDS,
    TASK_SECONDS,
    TASKS_ENDED,
    TELEGRAM_CALLS,
)
from measures.reading import Histogram, counters, faults, histograms, quantile, together
from pipelines.overview.model import Ended, Figures, Spread, StepSpread
from pipelines.plans import PLANS
from tasks.states import State, TaskType

DAY_MINUTES = 1440
Counts = dict[tuple[str, ...], float]
"""A counter's values by its labels."""
SENDING = ("send", "edit", "copy", "forward")
"""How the Bot API's methods begin that Telegram limits."""


def figures(client: redis.Redis, ended_last_hour: int) -> Figures:
    """Figures of 24 hours. Raises RedisUnavailableError."""
    day = reading.window(client, DAY_MINUTES)
    ended, ours = counters(day, TASKS_ENDED), faults(day)
    calls, cache = counters(day, FACEIT_CALLS), counters(day, CACHE_LOOKUPS)
    sends = {key: many for key, many in counters(day, TELEGRAM_CALLS).items() if key[0].startswith(SENDING)}
    tasks = histograms(day, TASK_SECONDS)
    return Figures(
        types={kind: spread(tasks[kind,]) for kind in TaskType if (kind,) in tasks},
        steps=_steps(day),
        ended={kind: _ended(ended, ours, kind) for kind in TaskType if any(key[0] == kind for key in ended)},
        per_minute=ended_last_hour / 60,
        budget_wait=spread(together(BUDGET_WAIT_SECONDS, histograms(day, BUDGET_WAIT_SECONDS).values())),
        faceit_calls=int(sum(calls.values())),
        faceit_errors=int(sum(many for (_, status), many in calls.items() if _is_error(status))),
        cache_hits=int(cache.get(("hit",), 0) + cache.get(("stale",), 0)),
        cache_misses=int(cache.get(("miss",), 0)),
        sends=int(sum(sends.values())),
        sends_refused=int(sum(many for (_, status), many in sends.items() if status in {"429", "4xx"})),
        delivery=spread(together(DELIVERY_SECONDS, histograms(day, DELIVERY_SECONDS).values())),
    )


def spread(histogram: Histogram) -> Spread:
    """How many, the middle one, and the one that 95 of 100 do not exceed."""
    return Spread(int(histogram.count), quantile(histogram, 0.5), quantile(histogram, 0.95))


def _steps(day: dict[str, float]) -> tuple[StepSpread, ...]:
    found = histograms(day, STEP_SECONDS)
    return tuple(
        StepSpread(kind, index, step.name, spread(found[kind, str(index)]))
        for kind, plan in PLANS.items()
        for index, step in enumerate(plan.steps)
        if (kind, str(index)) in found
    )


def _ended(counts: Counts, ours: Counts, kind: TaskType) -> Ended:
    completed, failed, cancelled = (
        int(counts.get((kind, state), 0)) for state in (State.COMPLETED, State.FAILED, State.CANCELLED)
    )
    return Ended(completed, failed, cancelled, faults=int(ours.get((kind,), 0)))


def _is_error(status: str) -> bool:
    """A 404 is an answer: there is no such player or match."""
    return status not in {"200", "404"}
