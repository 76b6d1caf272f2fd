"""Prometheus' text: counters and histograms as they were kept, gauges from the snapshot that all pages show. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from measures.catalogue import METRICS, NAMESPACE, TASKS_ENDED, TASKS_FAULTS, TASKS_MISTAKES, TASKS_STARTED
from measures.reading import counters, faults, histograms
from pipelines.overview.model import QueueNow, Snapshot
from tasks.states import FINAL, TaskType

NEVER: dict[str, dict[tuple[str, ...], float]] = {
    TASKS_ENDED.name: {(str(kind), str(state)): 0.0 for kind in TaskType for state in FINAL},
    TASKS_STARTED.name: {(str(kind),): 0.0 for kind in TaskType},
    TASKS_FAULTS.name: {(str(kind),): 0.0 for kind in TaskType},
    TASKS_MISTAKES.name: {(str(kind),): 0.0 for kind in TaskType},
}
"""Series that begin at 0 before anything has happened: increase() does not see what a series begins with."""


@dataclass(frozen=True)
class Scrape:
    """What one scrape shows. `totals` as measures.reading gives them."""

    now: Snapshot
    totals: Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Scraped(Collector):
    """A scrape as prometheus_client collects it."""

    scrape: Scrape

    def collect(self) -> Iterable[Metric]:
        """All families."""
        yield from kept(self.scrape.totals)
        yield from gauges(self.scrape)


def exposition(scrape: Scrape) -> bytes:
    """The text of a scrape."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Scraped(scrape))
    return generate_latest(registry)


def kept(totals: Mapping[str, float]) -> Iterable[Metric]:
    """Counters and histograms, all of the catalogue, also those that nothing was counted of yet."""
    for metric in METRICS:
        if metric.kind == "counter":
            counter = CounterMetricFamily(metric.name, metric.help, labels=metric.labels)
            found = NEVER.get(metric.name, {}) | (
                faults(totals) if metric is TASKS_FAULTS else counters(totals, metric)
            )
            for labels, value in sorted(found.items()):
                counter.add_metric(labels, value)
            yield counter
            continue
        family = HistogramMetricFamily(metric.name, metric.help, labels=metric.labels)
        for labels, one in sorted(histograms(totals, metric).items(), key=lambda item: item[0]):
            family.add_metric(labels, one.cumulative(), one.sum)
        yield family


def gauges(scrape: Scrape) -> Iterable[Metric]:
    """How things stand. What is unknown is left out, never 0."""
    now = scrape.now
    yield from queue_gauges(now.queues)
    yield single("workers", "Worker processes with a fresh heartbeat.", len(now.workers))
    yield single("worker_busy_threads", "Threads that work on a step.", sum(one.busy for one in now.workers))
    yield single("redis_memory_bytes", "Memory that Redis uses.", now.redis.memory)
    yield single("redis_memory_limit_bytes", "Memory that Redis may use.", now.redis.memory_limit)
    yield single("redis_clients", "Connections to Redis.", now.redis.clients)
    yield labelled("stream_lag", "Entries of a stream that the bot has not read.", "stream", now.stream_lag)
    yield single("endings_untold", "Tasks whose end nobody was told yet.", now.untold)
    yield single("faceit_hour_calls", "FACEIT calls of this hour.", now.faceit.calls)
    yield single("faceit_hour_limit", "FACEIT calls an hour may have.", now.faceit.limit)
    yield single("faceit_rate", "FACEIT calls a second in force.", now.faceit.rate)
    yield single("active_people", "People with a task that waits or runs.", now.active_people)
    yield labelled("scheduler_age_seconds", "Since a periodic job was last done.", "job", now.jobs)


def queue_gauges(queues: Iterable[QueueNow]) -> Iterable[Metric]:
    """What there is to say of each queue."""
    found = {str(one.queue): one for one in queues}
    takes: tuple[tuple[str, str, Callable[[QueueNow], float | None]], ...] = (
        ("queue_depth", "Messages that wait.", lambda one: one.waiting),
        ("queue_oldest_seconds", "Age of the oldest message that waits.", lambda one: one.oldest_s),
        ("queue_in_flight", "Messages a worker holds.", lambda one: one.held),
        ("queue_delayed", "Messages put off to a time.", lambda one: one.delayed),
        ("queue_consumers", "Workers that take from the queue.", lambda one: one.consumers),
        ("queue_paused", "1 while an admin has paused the queue.", lambda one: float(one.paused)),
    )
    for name, words, take in takes:
        yield labelled(name, words, "queue", {queue: take(one) for queue, one in found.items()})


def labelled(name: str, words: str, label: str, rows: Mapping[str, float | None]) -> GaugeMetricFamily:
    """A family of gauges with one label."""
    family = GaugeMetricFamily(NAMESPACE + name, words, labels=[label])
    for key, value in rows.items():
        if value is not None:
            family.add_metric([key], value)
    return family


def single(name: str, words: str, value: float | None) -> GaugeMetricFamily:
    """One gauge; nothing in it when it is not known."""
    family = GaugeMetricFamily(NAMESPACE + name, words)
    if value is not None:
        family.add_metric([], value)
    return family
