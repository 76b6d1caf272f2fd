"""From sittings to rows: a figure of each side, medians over rounds, with its aim and whether that was met."""

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from rich.table import Table

from benchmarks.alternatives.killed import Killed
from benchmarks.alternatives.served import BOUND_S, Served
from benchmarks.alternatives.sitting import Crowd, Sitting
from benchmarks.measure import Figure, percentile

Rounds = Mapping[str, Sequence[Sitting]]
"""By side, its sittings."""
THIS, RQ, BLOCKING = "this", "RQ", "blocking"


@dataclass(frozen=True)
class Row:
    """One figure of each side; None where a side has no such thing. `met` is None where nothing was aimed at."""

    name: str
    unit: str
    values: Mapping[str, float | None]
    aim: str = ""
    met: bool | None = None

    def figure(self) -> Figure:
        """The figure of this project, the others' beside it."""
        others = ", ".join(f"{side} {_shown(value)}" for side, value in self.values.items() if side != THIS)
        verdict = "" if self.met is None else "met" if self.met else "not met"
        return Figure(
            self.name, float(self.values[THIS] or 0), self.unit, self.aim, "; ".join(filter(None, [verdict, others]))
        )


def waits(rounds: Rounds, sizes: Sequence[int]) -> list[Row]:
    """What people felt, by the size of the crowd."""
    rows = []
    for size in sizes:
        who = f"{size} in a second"
        for share in (0.5, 0.95):
            p = f"p{share * 100:.0f}"
            rows.append(_row(rounds, size, f"first answer, {who}: {p}", "ms", partial(_answer, share)))
            rows.append(_row(rounds, size, f"card, {who}: {p}", "s", partial(_card, share)))
        rows.append(_row(rounds, size, f"work seen to advance, {who}: p50", "s", lambda c: percentile(c.advance, 0.5)))
        rows.append(
            _row(
                rounds,
                size,
                f"work's end to card out, {who}: p50",
                "ms",
                lambda c: percentile(c.known or [0.0], 0.5) * 1000,
            )
        )
        rows.append(_row(rounds, size, f"people without a card, {who}", "people", lambda c: c.lost))
    return rows


def costs(rounds: Rounds, size: int) -> list[Row]:
    """What the largest crowd cost."""

    def of(side: str, value: Callable[[Sitting], float]) -> float:
        return statistics.median(value(sitting) for sitting in rounds[side])

    return [
        _row(rounds, size, "Redis commands a task", "commands", lambda c: c.commands),
        Row("Redis commands while idle", "per second", {side: of(side, lambda s: s.idle) for side in rounds}),
        _row(rounds, size, "Redis memory a finished task", "KB", lambda c: c.memory / 1024),
        _row(rounds, size, "processor time a task, all processes", "s", lambda c: c.cpu),
        _row(rounds, size, "FACEIT calls a task", "calls", lambda c: c.calls),
        Row("RSS of all processes, at most", "MB", {side: of(side, lambda s: s.rss) for side in rounds}),
        Row("the same, shared pages once", "MB", {side: of(side, lambda s: s.pss) for side in rounds}),
    ]  # fmt: skip


def targets(
    rounds: Rounds, sizes: Sequence[int], killed: Mapping[str, Killed], served: Mapping[str, Served]
) -> list[Row]:
    """The ratios that were aimed at."""
    most, few = sizes[-1], sizes[0]
    answer = {side: _median(rounds, side, most, lambda c: percentile(c.answer, 0.95)) for side in rounds}
    known = {side: _median(rounds, side, few, lambda c: percentile(c.known or [0.0], 0.5)) for side in rounds}
    first, sooner = answer[BLOCKING] / answer[THIS], known[RQ] / known[THIS]
    lost = {side: one.lost for side, one in killed.items()}
    known_ratio = f"work's end to card out p50, {few} in a second: RQ / this"
    rows = [
        Row(f"first answer p95, {most} in a second: blocking / this", "ratio", {THIS: first}, "≥ 4", first >= 4),
        Row(known_ratio, "ratio", {THIS: sooner}, "≥ 20", sooner >= 20),
        Row(f"tasks lost of {killed[THIS].of}, workers killed", "tasks", lost, "0", lost[THIS] == 0),
        Row("kill to the last card", "s", {side: one.last for side, one in killed.items()}),
    ]
    if served:
        rows.append(
            Row(
                f"people served, p95 of the card ≤ {BOUND_S:g} s",
                "people",
                {side: one.people for side, one in served.items()},
            )
        )
        ratio = {side: served[THIS].people / max(1, one.people) for side, one in served.items()}
        more = ratio[BLOCKING]
        rows.append(Row(f"people served at that p95: this / {BLOCKING}", "ratio", {THIS: more}, "≥ 3", more >= 3))
        # With as many analyses at once a queue serves as many: nothing is aimed at.
        rows.append(Row(f"people served at that p95: this / {RQ}", "ratio", {THIS: ratio[RQ]}))
        least = {side: None if one.too_many is None else float(one.too_many) for side, one in served.items()}
        rows.append(Row("the least crowd seen that was too large", "people", least))
    return rows


def table(rows: Sequence[Row]) -> Table:
    """All sides beside each other."""
    sides = list(dict.fromkeys(side for row in rows for side in row.values))
    result = Table("figure", "unit", *sides, "aim", "", title="the same analysis in one run")
    for row in rows:
        verdict = "" if row.met is None else "met" if row.met else "NOT MET"
        cells = [_shown(row.values[side]) if side in row.values else "" for side in sides]
        result.add_row(row.name, row.unit, *cells, row.aim, verdict)
    return result


def _row(rounds: Rounds, size: int, name: str, unit: str, value: Callable[[Crowd], float]) -> Row:
    return Row(name, unit, {side: _median(rounds, side, size, value) for side in rounds})


def _median(rounds: Rounds, side: str, size: int, value: Callable[[Crowd], float]) -> float:
    return statistics.median(value(sitting.crowds[size]) for sitting in rounds[side])


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3g}" if value < 1000 else f"{value:.0f}"


def _answer(share: float, crowd: Crowd) -> float:
    return percentile(crowd.answer, share) * 1000


def _card(share: float, crowd: Crowd) -> float:
    return percentile(crowd.result, share)
