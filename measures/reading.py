"""Reading what was counted: totals since ever, sums over a window, and quantiles estimated from buckets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

import redis

from errors import RedisUnavailableError
from measures.catalogue import BY_KEY, REST, SEPARATOR, TASKS_ENDED, TASKS_MISTAKES, Metric, bound_text
from measures.places import TOTALS, WINDOW_MS

MINUTE_MS = 60_000


@dataclass(frozen=True)
class Histogram:
    """How many durations fell into each bucket (the last one above all bounds), and their sum in seconds."""

    metric: Metric
    counts: tuple[float, ...]
    sum: float

    @property
    def count(self) -> float:
        """How many durations there were."""
        return sum(self.counts)

    def cumulative(self) -> list[tuple[str, float]]:
        """Pairs of an upper bound and how many were not above it, as Prometheus has them; the last is +Inf."""
        texts = [*map(bound_text, self.metric.buckets), REST]
        return [(text, sum(self.counts[: index + 1])) for index, text in enumerate(texts)]


def totals(client: redis.Redis) -> dict[str, float]:
    """Everything counted since ever by `name|label|…`; histograms have `…|le=<bound>` (how many fell between the

    bound below and this one), `…|sum` in seconds and `…|count`. Raises RedisUnavailableError.
    """
    return _sums(client, [TOTALS])


def window(client: redis.Redis, minutes: float) -> dict[str, float]:
    """The same of the last `minutes` (1440 at most), kept by tens of minutes: the ten in which the window begins is

    left out, so nothing is older; the ten under way is always in. Raises RedisUnavailableError.
    """
    return _sums(client, window_keys(server_ms(client), minutes))


def window_keys(now_ms: int, minutes: float) -> list[str]:
    """The hashes that a window is the sum of."""
    newest = now_ms // WINDOW_MS
    oldest = -int(-(now_ms - minutes * MINUTE_MS) // WINDOW_MS)
    return [f"{TOTALS}:{number}" for number in range(min(newest, oldest), newest + 1)]


def server_ms(client: redis.Redis) -> int:
    """The server's clock. Raises RedisUnavailableError."""
    try:
        seconds, micros = client.time()
    except redis.RedisError as error:
        raise RedisUnavailableError(str(error)) from error
    return int(seconds) * 1000 + int(micros) // 1000


def counters(values: Mapping[str, float], metric: Metric) -> dict[tuple[str, ...], float]:
    """The values of a counter by its labels."""
    found = {}
    for name, value in values.items():
        known, *labels = name.split(SEPARATOR)
        if known == metric.name and len(labels) == len(metric.labels):
            found[tuple(labels)] = value
    return found


def faults(values: Mapping[str, float]) -> dict[tuple[str, ...], float]:
    """Failed tasks by their type that are not said to be a person's mistake (TASKS_FAULTS)."""
    failed = {kind: many for (kind, state), many in counters(values, TASKS_ENDED).items() if state == "failed"}
    mistakes = counters(values, TASKS_MISTAKES)
    return {(kind,): max(0.0, many - mistakes.get((kind,), 0.0)) for kind, many in failed.items()}


def histograms(values: Mapping[str, float], metric: Metric) -> dict[tuple[str, ...], Histogram]:
    """The histograms of a metric by its labels."""
    parts: dict[tuple[str, ...], dict[str, float]] = {}
    for name, value in values.items():
        known, *rest = name.split(SEPARATOR)
        if known == metric.name and len(rest) == len(metric.labels) + 1:
            parts.setdefault(tuple(rest[:-1]), {})[rest[-1]] = value
    texts = [*map(bound_text, metric.buckets), REST]
    return {
        labels: Histogram(metric, tuple(part.get(f"le={text}", 0.0) for text in texts), part.get("sum", 0.0))
        for labels, part in parts.items()
    }


def together(metric: Metric, found: Iterable[Histogram]) -> Histogram:
    """Several histograms of a metric as one."""
    counts, total = [0.0] * (len(metric.buckets) + 1), 0.0
    for one in found:
        counts = [mine + other for mine, other in zip(counts, one.counts, strict=True)]
        total += one.sum
    return Histogram(metric, tuple(counts), total)


def quantile(histogram: Histogram, share: float) -> float | None:
    """The duration that `share` (0..1) of all did not exceed, in seconds; None without any.

    Linear within the bucket, as Prometheus' histogram_quantile: off by the bucket's width at most. In the bucket above
    all bounds it is the highest bound.
    """
    total = histogram.count
    if not total:
        return None
    rank, below, floor = share * total, 0.0, 0.0
    for bound, count in zip(histogram.metric.buckets, histogram.counts, strict=False):
        if count and below + count >= rank:
            return floor + (bound - floor) * max(0.0, rank - below) / count
        below += count
        floor = bound
    return floor


def summed(hashes: Iterable[Mapping[bytes, bytes]]) -> dict[str, float]:
    """Hashes as they are kept, added up, under the full names."""
    kept: dict[str, int] = {}
    for one in hashes:
        for name, value in one.items():
            kept[name.decode()] = kept.get(name.decode(), 0) + int(value)
    found: dict[str, float] = {}
    for stored, amount in kept.items():
        key, *rest = stored.split(SEPARATOR)
        metric = BY_KEY.get(key)
        if metric is None:
            continue
        full = SEPARATOR.join([metric.name, *rest])
        if metric.kind == "counter":
            found[full] = float(amount)
        elif rest[-1] == "ms":
            found[SEPARATOR.join([metric.name, *rest[:-1], "sum"])] = amount / 1000
        else:
            found[full] = float(amount)
            count = SEPARATOR.join([metric.name, *rest[:-1], "count"])
            found[count] = found.get(count, 0.0) + amount
    return found


def _sums(client: redis.Redis, keys: list[str]) -> dict[str, float]:
    pipe = client.pipeline(transaction=False)
    for key in keys:
        pipe.hgetall(key)
    try:
        return summed(cast(list[dict[bytes, bytes]], pipe.execute()))
    except redis.RedisError as error:
        raise RedisUnavailableError(str(error)) from error
