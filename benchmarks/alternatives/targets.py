"""The ratios that were aimed at, each for every size of crowd that was played."""

from collections.abc import Callable, Mapping, Sequence

from benchmarks.alternatives.killed import Killed
from benchmarks.alternatives.played import Crowd
from benchmarks.alternatives.rows import BLOCKING, RQ, THIS, Rounds, figure, half, median
from benchmarks.alternatives.served import BOUND_S, Served
from benchmarks.measure import Figure, percentile, shown


def targets(
    rounds: Rounds, sizes: Sequence[int], killed: Mapping[str, Killed], served: Mapping[str, Served]
) -> list[Figure]:
    """First answers beside the blocking bot, endings beside RQ, what a kill loses, people served (where measured)."""
    most = sizes[-1]
    lost: dict[str, float | None] = {side: float(one.lost) for side, one in killed.items()}
    return [
        _ratio(rounds, most, "first answer p95", BLOCKING, "≥ 4", lambda c: percentile(c.answer, 0.95)),
        *(_ratio(rounds, size, "work's end to bot knows p50", RQ, "≥ 20", _known) for size in sizes),
        *(_ratio(rounds, size, "work's end to card out p50", RQ, "≥ 20", _out) for size in sizes),
        figure(f"tasks lost of {killed[THIS].of}, workers killed", "tasks", lost, "0"),
        figure("kill to the last card", "s", {side: one.last for side, one in killed.items()}),
        *(_people(served) if served else ()),
    ]


def _ratio(
    rounds: Rounds, size: int, what: str, other: str, aim: str, value: Callable[[Crowd], float | None]
) -> Figure:
    """How many times as long the other side takes. Raises ValueError when a side has no such value."""
    theirs, own = median(rounds, other, size, value), median(rounds, THIS, size, value)
    name = f"{what}, {size} in a second: {other} / {THIS}"
    if theirs is None or not own:
        raise ValueError(f"{name}: nothing was measured")
    return Figure(name, theirs / own, "ratio", aim, f"{shown(theirs * 1000)} ms over {shown(own * 1000)} ms")


def _people(served: Mapping[str, Served]) -> list[Figure]:
    most: dict[str, float | None] = {side: float(one.people) for side, one in served.items()}
    least = {side: None if one.too_many is None else float(one.too_many) for side, one in served.items()}
    ratio = {side: served[THIS].people / max(1, one.people) for side, one in served.items()}
    return [
        figure(f"people served, p95 of the card ≤ {BOUND_S:g} s", "people", most),
        Figure(f"people served at that p95: this / {BLOCKING}", ratio[BLOCKING], "ratio", "≥ 3"),
        # With as many analyses at once a queue serves as many: nothing is aimed at.
        Figure(f"people served at that p95: this / {RQ}", ratio[RQ], "ratio"),
        *([figure("the least crowd seen that was too large", "people", least)] if least[THIS] else []),
    ]


def _known(crowd: Crowd) -> float | None:
    return half(crowd.known)


def _out(crowd: Crowd) -> float | None:
    return half(crowd.out)
