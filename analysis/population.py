"""Published measurements that figures are compared with, and the shrinkage that goes with them.

Sources: moments over 317,318 EU matches, January 2026 (K/D, ADR, roles, clutches); spread of a single match and the
weights k over 2,621 rated matches of 36 players, Season 8 (one EU community: right within a factor of about two).
Mean K/D as a sum is 1.00 by construction, mean entry success .50 too.
"""

from math import erf, sqrt

MEAN_KD = 1.00
SD_KD = 0.19
MEAN_ADR = 79.0
SD_ADR = 10.1

EVEN = 0.5
"""The win rate of somebody nothing is known of."""

WEIGHT_KD = 20
WEIGHT_ADR = 10
WEIGHT_WIN_RATE = 130

MEAN_RATING = 1.105
"""Of the FACEIT rating: wins average 1.23, losses .98, and half of all results are wins."""

WEIGHT_RATING = 30
WEIGHT_MAP = 40

MATCH_SD_KD = 0.47
"""Spread of one match's K/D around the player's own."""

MATCH_SD_ADR = 18.4
"""Spread of one match's ADR around the player's own."""

MEAN_RATIO_SURPLUS = 0.056
"""FACEIT's `Average K/D Ratio` (a mean of ratios) lies this far above kills over deaths summed."""

PRIOR_ONE_V_ONE = (359, 586)
PRIOR_ENTRY = (216, 218)

EXTENDED_MATCHES = 50
"""Extended figures (entry, sniper, flashes, clutch) say nothing below this many matches."""

MAP_MATCHES = 30
MAP_SURE = 0.9
"""A map is strong or weak only with this many matches and this probability."""

LABEL_SURE = 0.95


def shrink(value: float, matches: float, mean: float, weight: float) -> float:
    """(n·x + k·μ)/(n + k): a figure over `matches`, drawn towards `mean` by `weight` matches' worth."""
    return (matches * value + weight * mean) / (matches + weight)


def normal_cdf(z: float) -> float:
    """Probability that a standard normal value lies below z."""
    return (1 + erf(z / sqrt(2))) / 2


def beta_above(wins: int, count: int, prior: tuple[int, int], level: float) -> float:
    """Probability that a rate exceeds `level`, with a Beta prior; normal approximation (prior weight > 400)."""
    a, b = prior[0] + wins, prior[1] + count - wins
    mean = a / (a + b)
    sd = sqrt(mean * (1 - mean) / (a + b + 1))
    return 1 - normal_cdf((level - mean) / sd)
