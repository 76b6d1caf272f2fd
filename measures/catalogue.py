"""What is counted and measured, by Prometheus' names; /metrics, pages and chat show the same."""

from dataclasses import dataclass
from typing import Literal

NAMESPACE = "faceit_bot_"
SEPARATOR = "|"
"""Between a metric's name and its labels where they are kept."""

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600)
"""Upper bounds of every histogram: from one write to Redis to the longest bulk."""
REST = "+Inf"
"""The bucket above all bounds."""


@dataclass(frozen=True)
class Metric:
    """A counter, or a histogram of seconds with `buckets` as upper bounds. `labels` in the order they are given."""

    name: str
    kind: Literal["counter", "histogram"]
    labels: tuple[str, ...]
    help: str
    buckets: tuple[float, ...] = ()

    @property
    def key(self) -> str:
        """Its name where it is kept: without what all names have in common."""
        return self.name.removeprefix(NAMESPACE)


def _counter(name: str, labels: tuple[str, ...], words: str) -> Metric:
    return Metric(NAMESPACE + name, "counter", labels, words)


def _seconds(name: str, labels: tuple[str, ...], words: str) -> Metric:
    return Metric(NAMESPACE + name, "histogram", labels, words, SECONDS)


TASKS_ENDED = _counter("tasks_ended_total", ("type", "state"), "Tasks that ended; a bulk is one.")
TASKS_MISTAKES = _counter("tasks_mistakes_total", ("type",), "Failed tasks that people themselves got wrong.")
TASKS_FAULTS = _counter("tasks_faults_total", ("type",), "Failed tasks, people's own mistakes left out.")
"""Kept nowhere: measures.reading.faults tells it from the two others, so a failure that says nothing of it counts."""
TASKS_STARTED = _counter("tasks_started_total", ("type",), "Tasks accepted; a bulk is one.")
BULK_MATCHES_ENDED = _counter("bulk_matches_ended_total", ("state",), "Matches of bulks that ended.")
TASKS_RETRIED = _counter("tasks_retried_total", ("type", "step"), "Failed attempts of a step that came back.")
FACEIT_CALLS = _counter("faceit_calls_total", ("endpoint", "status"), "Calls of the Data API by template.")
CACHE_LOOKUPS = _counter("faceit_cache_total", ("outcome",), "Looks into the cache of FACEIT's answers.")
TELEGRAM_CALLS = _counter("telegram_calls_total", ("method", "status"), "Calls of the Bot API.")
ALERTS = _counter("alerts_total", ("kind",), "Alerts that went to the admins.")
TASK_SECONDS = _seconds("task_seconds", ("type",), "From a task's acceptance to its end.")
STEP_SECONDS = _seconds("step_seconds", ("type", "step"), "From a step's start to its end, by its number from 0.")
BUDGET_WAIT_SECONDS = _seconds("budget_wait_seconds", ("lane",), "Wait in line for one FACEIT call.")
DELIVERY_SECONDS = _seconds("delivery_seconds", (), "From a task's end to its card in the chat.")

METRICS = (
    TASKS_ENDED,
    TASKS_MISTAKES,
    TASKS_FAULTS,
    TASKS_STARTED,
    BULK_MATCHES_ENDED,
    TASKS_RETRIED,
    FACEIT_CALLS,
    CACHE_LOOKUPS,
    TELEGRAM_CALLS,
    ALERTS,
    TASK_SECONDS,
    STEP_SECONDS,
    BUDGET_WAIT_SECONDS,
    DELIVERY_SECONDS,
)
BY_KEY = {metric.key: metric for metric in METRICS}


def bound_text(bound: float) -> str:
    """An upper bound as field names and Prometheus write it: 0.25, 5, 1800."""
    return f"{bound:g}"


def bucket_of(metric: Metric, seconds: float) -> str:
    """The bucket a duration falls into, by its upper bound."""
    return next((bound_text(bound) for bound in metric.buckets if seconds <= bound), REST)


def field(metric: Metric, labels: tuple[str, ...], part: str = "") -> str:
    """Where a counter, or a part of a histogram, stands in the hashes."""
    clean = [label.replace(SEPARATOR, "/") for label in labels]
    return SEPARATOR.join([metric.key, *clean, *([part] if part else [])])
