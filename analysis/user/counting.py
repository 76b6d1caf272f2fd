"""Counting matches and their results, and whether two counts differ more than chance makes them."""

from collections.abc import Iterable, Sequence
from math import sqrt

from analysis.player.maps import MATCH_SD_RESULT
from analysis.population import LABEL_SURE, WEIGHT_WIN_RATE, normal_cdf, shrink
from analysis.user.report import UserCount, UserVerdict

EVEN = 0.5


def counted(results: Iterable[bool | None]) -> UserCount:
    """The count of matches with these results; None is a match whose result is not known."""
    found = list(results)
    known = [won for won in found if won is not None]
    return UserCount(matches=len(found), wins=sum(known), results=len(known))


def own_rate(results: Sequence[bool | None]) -> float:
    """The person's own win rate, shrunk towards .50 with 130 matches' weight."""
    count = counted(results)
    return shrunk_rate(count, EVEN) if count.results else EVEN


def shrunk_rate(count: UserCount, mean: float) -> float:
    """(wins + 130·mean) / (results + 130)."""
    rate = count.wins / count.results if count.results else mean
    return shrink(rate, count.results, mean, WEIGHT_WIN_RATE)


def better_chance(one: UserCount, other: UserCount, mean: float) -> float:
    """Probability that the true win rate of `one` lies above that of `other`.

    Both are drawn towards `mean` with 130 matches' weight first, which keeps the best of many apart from luck; normal
    approximation with the spread of a single result, .5.
    """
    spread = MATCH_SD_RESULT * sqrt(sum(1 / (count.results + WEIGHT_WIN_RATE) for count in (one, other)))
    return normal_cdf((shrunk_rate(one, mean) - shrunk_rate(other, mean)) / spread)


def verdict_of(chance: float) -> UserVerdict:
    """A finding only at P > .95."""
    if chance > LABEL_SURE:
        return "better"
    return "worse" if chance < 1 - LABEL_SURE else "none"
