"""Streaks: stated, never explained; called unusual only when chance alone makes them in less than 2 of 100."""

from collections.abc import Sequence

from analysis.form import streak
from analysis.player.report import Streak
from faceit.models import GameStats

SPAN = 20
"""Matches in which a run may lie: five losses somewhere in 20 even matches have a chance of .25."""

UNUSUAL = 0.02


def streak_of(games: Sequence[GameStats], win_rate: float, longest_win: int | None) -> Streak:
    """Streaks of the games, newest first.

    Parameters:
        games: the recent ones; one without a result ends a run.
        win_rate: the player's own, shrunk.
        longest_win: the longest winning streak of the lifetime, if FACEIT tells it.
    """
    current = streak(games)
    longest = max((value for value in (longest_win, longest_run(games, True)) if value is not None), default=None)
    if not games:
        return Streak(longest=longest)
    length = abs(current)
    rate = win_rate if current > 0 else 1 - win_rate
    span = max(min(len(games), SPAN), length)
    chance = run_chance(length, span, rate) if length else None
    return Streak(
        current=current,
        longest=longest,
        longest_loss=longest_run(games, False),
        span=span if length else None,
        chance=chance,
        unusual=chance is not None and chance < UNUSUAL,
    )


def longest_run(games: Sequence[GameStats], won: bool) -> int | None:
    """The longest run of wins or of losses; None without games."""
    best = length = 0
    for game in games:
        length = length + 1 if game.won is won else 0
        best = max(best, length)
    return best if games else None


def run_chance(length: int, matches: int, rate: float) -> float:
    """Probability of a run of at least `length` hits somewhere in `matches` independent ones with chance `rate`."""
    if length <= 0:
        return 1.0
    state = [1.0] + [0.0] * (length - 1)
    done = 0.0
    for _ in range(matches):
        done += state[-1] * rate
        state = [sum(state) * (1 - rate), *(value * rate for value in state[:-1])]
    return min(done, 1.0)
