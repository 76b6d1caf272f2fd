"""From rounds of play to figures: one of each side, medians over rounds."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from rich.table import Table

from benchmarks.alternatives.played import Crowd, Played
from benchmarks.measure import Figure, percentile, shown

Rounds = Mapping[str, Sequence[Played]]
"""By side, what it played."""
THIS, RQ, BLOCKING = "this", "RQ", "blocking"


def figure(name: str, unit: str, values: Mapping[str, float | None], aim: str = "", detail: str = "") -> Figure:
    """This project's value with the others' beside it. Raises ValueError when this project has none."""
    own = values[THIS]
    if own is None:
        raise ValueError(f"{name}: nothing was measured")
    return Figure(name, own, unit, aim, detail, {side: value for side, value in values.items() if side != THIS})


def waits(rounds: Rounds, sizes: Sequence[int]) -> list[Figure]:
    """What people felt, by the size of the crowd."""
    rows = []
    for size in sizes:
        who, of = f"{size} in a second", partial(_figure, rounds, size)
        for share in (0.5, 0.95):
            p = f"p{share * 100:.0f}"
            rows.append(of(f"first answer, {who}: {p}", "ms", partial(_answer, share)))
            rows.append(of(f"card, {who}: {p}", "s", partial(_card, share)))
        rows.append(of(f"work seen to advance, {who}: p50", "s", lambda c: percentile(c.advance, 0.5)))
        rows.append(of(f"work's end to bot knows, {who}: p50", "ms", lambda c: half(c.known, 1000)))
        rows.append(of(f"work's end to card out, {who}: p50", "ms", lambda c: half(c.out, 1000)))
        rows.append(of(f"people without a card, {who}", "people", lambda c: float(c.lost)))
    return rows


def costs(rounds: Rounds, size: int) -> list[Figure]:
    """What the largest crowd cost."""

    def of(value: Callable[[Played], float]) -> dict[str, float | None]:
        return {side: statistics.median(value(played) for played in rounds[side]) for side in rounds}

    kept = median(rounds, THIS, size, lambda c: c.kept) or 0.0
    return [
        _figure(rounds, size, "Redis commands a task", "commands", lambda c: c.commands),
        figure("Redis commands while idle", "per second", of(lambda played: played.idle)),
        _figure(rounds, size, "Redis memory a finished task", "KB", lambda c: c.memory / 1024),
        Figure("Redis memory a finished task, an hour later", kept / 1024, "KB", "", "kept for a day"),
        _figure(rounds, size, "processor time a task, all processes", "s", lambda c: c.cpu),
        _figure(rounds, size, "FACEIT calls a task", "calls", lambda c: c.calls),
        figure("RSS of all processes, at most", "MB", of(lambda played: played.rss)),
        figure("the same, shared pages once", "MB", of(lambda played: played.pss)),
    ]  # fmt: skip


def table(rows: Sequence[Figure]) -> Table:
    """All sides beside each other."""
    sides = list(dict.fromkeys(side for row in rows for side in row.sides))
    result = Table("figure", "unit", THIS, *sides, "aim", "", title="the same analysis in one run")
    for row in rows:
        cells = [shown(row.sides[side]) if side in row.sides else "" for side in sides]
        result.add_row(row.name, row.unit, shown(row.value), *cells, row.aim, row.verdict.upper())
    return result


def median(rounds: Rounds, side: str, size: int, value: Callable[[Crowd], float | None]) -> float | None:
    """Of a side's rounds, for crowds of a size; None when no round has a value."""
    values = [found for played in rounds[side] if (found := value(played.crowds[size])) is not None]
    return statistics.median(values) if values else None


def half(seconds: Sequence[float], times: float = 1) -> float | None:
    """The median of what was seen, `times` as large; None when nobody saw it."""
    return percentile(seconds, 0.5) * times if seconds else None


def _figure(rounds: Rounds, size: int, name: str, unit: str, value: Callable[[Crowd], float | None]) -> Figure:
    return figure(name, unit, {side: median(rounds, side, size, value) for side in rounds})


def _answer(share: float, crowd: Crowd) -> float:
    return percentile(crowd.answer, share) * 1000


def _card(share: float, crowd: Crowd) -> float:
    return percentile(crowd.result, share)
