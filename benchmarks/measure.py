"""What a benchmark gives, and how rounds become one figure."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure. `aim` is what it should be at most or at least, as words; nothing is asserted."""

    name: str
    value: float
    unit: str
    aim: str = ""
    detail: str = ""


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0..1) of `values` lie, the nearest one. Raises ValueError when empty."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def interleaved(rounds: int, *sides: Callable[[], float]) -> list[float]:
    """The median of each side over `rounds` rounds in which all sides take turns."""
    taken: list[list[float]] = [[] for _ in sides]
    for _ in range(rounds):
        for values, side in zip(taken, sides, strict=True):
            values.append(side())
    return [statistics.median(values) for values in taken]
