"""Elo: levels, expected results, gains."""

from bisect import bisect_right

# Where the CS2 levels 1 to 10 start.
LEVEL_STARTS = (100, 501, 751, 901, 1051, 1201, 1351, 1531, 1751, 2001)
ELO_FLOOR = 100


def level_of(elo: int) -> int:
    """Return the skill level, 1 to 10, of an Elo."""
    return max(1, bisect_right(LEVEL_STARTS, elo))


def expected_score(own: float, other: float) -> float:
    """Return the chance of winning by the community's formula on team averages, scale 400."""
    return float(1 / (1 + 10 ** ((other - own) / 400)))


def gain(win_probability: float) -> int:
    """Return the Elo won by a victory, K = 50: the loss is the rest of the 50."""
    return round(50 - 50 * win_probability)
