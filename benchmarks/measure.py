"""What a benchmark gives, and how rounds become one figure."""

import operator
import re
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

AIM = re.compile(r"([≥≤<>]?) ?([\d.]+)")
COMPARED: Mapping[str, Callable[[float, float], bool]] = {
    "≥": operator.ge, "≤": operator.le, "<": operator.lt, ">": operator.gt, "": operator.eq,
}  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """One measured figure. `aim` is what it should be, as words ("≥ 4", "< 100", "0"); nothing is asserted.

    `sides`: what the alternatives have where this project has `value`; None where one has no such thing.
    """

    name: str
    value: float
    unit: str
    aim: str = ""
    detail: str = ""
    sides: Mapping[str, float | None] = field(default_factory=dict)

    @property
    def met(self) -> bool | None:
        """Whether the value is as aimed at; None where nothing is aimed at. Raises ValueError for an unreadable aim."""
        if not self.aim:
            return None
        hit = AIM.fullmatch(self.aim)
        if hit is None:
            raise ValueError(f"{self.name}: the aim {self.aim!r} is no number with a sign before it")
        return COMPARED[hit[1]](self.value, float(hit[2]))

    @property
    def verdict(self) -> str:
        """`met`, in words; empty where nothing is aimed at."""
        return {None: "", True: "met", False: "not met"}[self.met]


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


def shown(value: float | None) -> str:
    """Three digits that count, all of those before the point; a dash for None."""
    if value is None:
        return "–"
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
