"""K/D over time: of each match, and over the last ones together."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.player.report import HistoryPoint

WINDOW = 10


@dataclass(frozen=True)
class MatchPoint:
    """A match with both figures. `place` counts from the oldest match shown; `mean` is null for the first ones."""

    place: int
    kd: float
    won: bool | None
    mean: float | None


def points_of(history: Sequence[HistoryPoint], window: int = WINDOW) -> list[MatchPoint]:
    """The matches whose kills and deaths are known, oldest first.

    `kd` of a match without a death is its kills. `mean` is kills over deaths, summed over `window` known matches: the
    mean of ratios would lie higher.
    """
    known = [
        (i, p.kills, p.deaths, p.won) for i, p in enumerate(history) if p.kills is not None and p.deaths is not None
    ]
    found = []
    for end, (place, kills, deaths, won) in enumerate(known, start=1):
        span = known[end - window : end] if end >= window else []
        died = sum(item[2] for item in span)
        mean = sum(item[1] for item in span) / died if died else None
        found.append(MatchPoint(place, kills / max(deaths, 1), won, mean))
    return found
