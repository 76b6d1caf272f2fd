"""Where a value stands in an anonymous histogram of players.

A histogram counts players, one vote each, in buckets of one metric; nobody can be read out of it. There is no
trustworthy table by level, so below `MIN_PLAYERS` votes nothing is said.
"""

from collections.abc import Mapping
from math import floor

from pydantic import BaseModel

BUCKET_WIDTHS: dict[str, float] = {"kd": 0.05, "adr": 2.0, "headshots": 0.02, "win_rate": 0.02, "rating": 0.05}
"""Width of a bucket by metric, in the metric's own unit (shares are 0..1)."""

MIN_PLAYERS = 50
NEAR_ELO = 150
"""Peers are the players within so many Elo points on either side."""

_EDGE = 1e-9
"""A value on an edge belongs to the bucket above it, though .15 / .05 is a little less than 3 in binary."""


class Percentile(BaseModel):
    """The share of `players` that stand below, those in the same bucket counting half (0..1)."""

    share: float
    players: int


def bucket_of(metric: str, value: float) -> int:
    """The bucket a value falls into: bucket b holds b·width <= value < (b + 1)·width.

    Raises:
        KeyError: there are no histograms of this metric.
    """
    return floor(value / BUCKET_WIDTHS[metric] + _EDGE)


def others(histogram: Mapping[int, int], metric: str, value: float) -> dict[int, int]:
    """The histogram without one player's own vote.

    Whose vote is where is not kept, so it is taken from the bucket of his value, else from the nearest one: he may have
    voted with another. In a quarter in which he did not vote that is one player too few, never one too many.

    Raises:
        KeyError: there are no histograms of this metric.
    """
    own = bucket_of(metric, value)
    voted = [bucket for bucket, count in histogram.items() if count > 0]
    nearest = min(voted, key=lambda bucket: (abs(bucket - own), bucket), default=None)
    return {bucket: count - (bucket == nearest) for bucket, count in histogram.items()}


def percentile(histogram: Mapping[int, int], metric: str, value: float) -> Percentile | None:
    """Where `value` stands among the players of a histogram (bucket: players); None when they are too few.

    Raises:
        KeyError: there are no histograms of this metric.
    """
    own = bucket_of(metric, value)
    players = sum(histogram.values())
    if players < MIN_PLAYERS:
        return None
    below = sum(count for bucket, count in histogram.items() if bucket < own)
    return Percentile(share=(below + histogram.get(own, 0) / 2) / players, players=players)
