"""The last day as charts: shapes for inline SVG, drawn by the template. Pure: samples in, coordinates out."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from monitoring.shown import clock
from pipelines.overview.model import Sample
from pipelines.plans import Queue

WIDTH, HEIGHT = 720.0, 160.0
SLOTS = 144
"""Samples that the whole span has: `Overview.series` thins them out to so many."""
ENDS = ("completed", "failed", "cancelled")


@dataclass(frozen=True)
class Line:
    """One curve: `path` is SVG's, with a gap wherever nothing is known; `now` its last value."""

    name: str
    path: str
    now: float | None


@dataclass(frozen=True)
class Bar:
    """One block of a column, in SVG's coordinates; `title` says what it stands for."""

    name: str
    x: float
    y: float
    width: float
    height: float
    title: str


@dataclass(frozen=True)
class Chart:
    """`top` is the value at the upper edge; `hours` label the lower one; `legend` pairs names with last values."""

    name: str
    top: float
    hours: tuple[str, ...]
    lines: tuple[Line, ...] = ()
    bars: tuple[Bar, ...] = ()
    legend: tuple[tuple[str, float | None], ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to see."""
        return not self.bars and not any(line.path for line in self.lines)


def round_up(value: float) -> float:
    """The next of 1, 2, 5, 10, 20, 50 … that is not below `value`."""
    if value <= 1:
        return 1.0
    power: float = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0) if step * power >= value)


@dataclass(frozen=True)
class Span:
    """The stretch of time that charts cover, in Unix ms."""

    begin: float
    end: float

    @property
    def apart_ms(self) -> float:
        """Two slots: samples further apart have an outage between them."""
        return 2 * (self.end - self.begin) / SLOTS

    def x(self, at_ms: float) -> float:
        """Where a moment stands."""
        return round((at_ms - self.begin) / (self.end - self.begin) * WIDTH, 1)

    @property
    def labels(self) -> tuple[str, ...]:
        """Five times of day in UTC, from the left edge to the right one."""
        return tuple(clock(int(self.begin + (self.end - self.begin) * part / 4))[:5] for part in range(5))


def y(value: float, top: float) -> float:
    """Where a value stands."""
    return round(HEIGHT - value / top * HEIGHT, 1)


def curve(points: Sequence[tuple[float, float | None]], span: Span, top: float, apart_ms: float = math.inf) -> str:
    """The path through points (moment, value); a single one between gaps becomes a short stroke.

    Points more than `apart_ms` from each other have a gap between them: nobody looked meanwhile.
    """
    parts: list[str] = []
    last = -math.inf
    for at, value in points:
        if value is None:
            last = -math.inf
            continue
        here = f"{span.x(at):g} {y(value, top):g}"
        parts.append(f"L{here}" if last > -math.inf and at - last <= apart_ms else f"M{here}h1")
        last = at
    return "".join(parts)


def line_chart(
    name: str, samples: Sequence[Sample], span: Span, series: Mapping[str, Callable[[Sample], float | None]]
) -> Chart:
    """Curves over one scale."""
    values = {key: [(sample.at_ms, take(sample)) for sample in samples] for key, take in series.items()}
    known = [value for points in values.values() for _, value in points if value is not None]
    top = round_up(max(known, default=1.0))
    last = {key: points[-1][1] if points else None for key, points in values.items()}
    lines = tuple(Line(key, curve(points, span, top, span.apart_ms), last[key]) for key, points in values.items())
    return Chart(name, top, span.labels, lines=lines, legend=tuple(last.items()))


def bar_chart(name: str, samples: Sequence[Sample], span: Span) -> Chart:
    """Tasks that ended, by how they did, one column a sample."""
    top = round_up(max((sum(ended(sample).values()) for sample in samples), default=1))
    width = round(max(1.0, WIDTH / len(samples) - 1.0), 1) if len(samples) > 12 else 6.0
    bars = []
    for sample in samples:
        upper = 0.0
        for kind, number in ended(sample).items():
            if number:
                edge = y(upper + number, top)
                x = max(0.0, span.x(sample.at_ms) - width)
                title = f"{clock(sample.at_ms)[:5]} UTC: {number:g}"
                bars.append(Bar(kind, round(x, 1), edge, width, round(y(upper, top) - edge, 1), title))
                upper += number
    totals = {kind: float(sum(ended(sample)[kind] for sample in samples)) for kind in ENDS}
    return Chart(name, top, span.labels, bars=tuple(bars), legend=tuple(totals.items()))


def ended(sample: Sample) -> dict[str, int]:
    """A sample's ends, the good ones first."""
    return {kind: getattr(sample.ended, kind) for kind in ENDS}


def depth_of(queue: Queue, sample: Sample) -> float | None:
    """How many waited there; None when it was not looked at."""
    return sample.depth.get(queue)


def charts(samples: Sequence[Sample], now_ms: int, hours: float = 24) -> tuple[Chart, Chart, Chart]:
    """Depth of the queues, tasks that ended, and how long they took, over the last `hours`."""
    span = Span(now_ms - hours * 3_600_000, now_ms)
    inside = [sample for sample in samples if span.begin <= sample.at_ms <= span.end]
    depth = {queue.removeprefix("faceit_bot_"): partial(depth_of, queue) for queue in Queue}
    return (
        line_chart("depth", inside, span, depth),
        bar_chart("throughput", inside, span),
        line_chart("duration", inside, span, {"mean": lambda sample: sample.mean_s}),
    )
