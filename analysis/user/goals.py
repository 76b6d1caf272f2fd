"""How far the next goal is at the present win rate, and whether it comes any nearer at all.

A win brings about 25 Elo and a loss takes as many (24.8 ± 5.3 and 24.4 ± 4.8 over 2,621 rated matches), so with the
win rate p a match brings 25·(2p - 1) on average. p is shrunk towards .50 with 130 matches' weight; its error is that of
a rate over n + 130 matches.
"""

from collections.abc import Sequence
from math import ceil, sqrt

from analysis.player.levels import LEVELS, WIN_ELO, next_level
from analysis.player.maps import MATCH_SD_RESULT
from analysis.population import WEIGHT_WIN_RATE
from analysis.user.counting import counted, own_rate
from analysis.user.report import UserGoals
from faceit.models import GameStats

MILESTONE = 250
"""Above the last level the goal is the next multiple."""

FAR = 1000
"""An expectation of more matches than that is no expectation."""


def goals_of(elo: int | None, games: Sequence[GameStats]) -> UserGoals | None:
    """The next level, or the next 250 at level 10; None without an Elo."""
    if elo is None:
        return None
    level = next_level(elo)
    target = (elo // MILESTONE + 1) * MILESTONE if level is None else LEVELS[level - 1]
    points = target - elo
    results = [game.won for game in games]
    goal = UserGoals(target=target, level=level, points=points, wins=ceil(points / WIN_ELO))
    known = counted(results).results
    if not known:
        return goal
    rate = own_rate(results)
    expected = matches_to(points, rate)
    error = MATCH_SD_RESULT / sqrt(known + WEIGHT_WIN_RATE)
    return goal.model_copy(
        update={
            "win_rate": rate,
            "error": error,
            "results": known,
            "expected": expected,
            "expected_wins": None if expected is None else wins_in(expected, points),
            "soonest": matches_to(points, rate + error),
            "latest": matches_to(points, rate - error),
        }
    )


def matches_to(points: int, rate: float) -> int | None:
    """Matches that bring so many points on average; None when they do not, or not within a thousand."""
    gain = WIN_ELO * (2 * rate - 1)
    if gain <= 0 or points / gain > FAR:
        return None
    return ceil(points / gain)


def wins_in(matches: int, points: int) -> int:
    """How many of so many matches must be won for so many points: every other one lost takes a win back."""
    return ceil((matches + points / WIN_ELO) / 2)
