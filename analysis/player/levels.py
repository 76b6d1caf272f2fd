"""Levels of CS2: the Elo each begins at, and what is left to the next one."""

from bisect import bisect_right
from math import ceil

from analysis.player.report import WinsNeeded

LEVELS = (100, 501, 751, 901, 1051, 1201, 1351, 1531, 1751, 2001)
"""Elo at which the levels 1 to 10 begin (FACEIT)."""

WIN_ELO = 25
WIN_ELO_SPREAD = 5
"""A win brings 24.8 ± 5.3 Elo (2,621 rated matches, Season 8)."""


def next_level(elo: int | None) -> int | None:
    """The level above; None at level 10 or without an Elo."""
    if elo is None or elo >= LEVELS[-1]:
        return None
    return bisect_right(LEVELS, max(elo, LEVELS[0])) + 1


def to_next_level(elo: int | None) -> int | None:
    """Elo missing to the next level; None at level 10 or without an Elo (calibrating)."""
    level = next_level(elo)
    return None if elo is None or level is None else LEVELS[level - 1] - elo


def wins_needed(points: int | None) -> WinsNeeded | None:
    """Wins without a loss that bring so many points: about, at least, at most."""
    if points is None:
        return None
    return WinsNeeded(
        about=ceil(points / WIN_ELO),
        least=ceil(points / (WIN_ELO + WIN_ELO_SPREAD)),
        most=ceil(points / (WIN_ELO - WIN_ELO_SPREAD)),
    )
