"""Trends: the last 50 matches against the 50 before them.

z = change / (s * sqrt(1/n1 + 1/n2)) with the player's own spread s of a single match; a trend at |z| > 2.4, since three
figures are looked at. The usual rules on 20 matches misfire for more than half of steady players.
"""

from collections.abc import Sequence
from math import sqrt
from statistics import stdev

from analysis.form import TREND_MATCHES, form_of, kd_trend
from analysis.player.report import Trend
from faceit.models import GameStats

TREND_Z = 2.4
METRICS = ("kd", "adr", "win_rate")


def trends_of(games: Sequence[GameStats]) -> dict[str, Trend]:
    """K/D (sums on both sides), ADR and win rate; "none" too when there are fewer than 50 matches on a side."""
    return {
        "kd": _trend(games, kd_trend(games)),
        "adr": _trend(games, _adr(games)),
        "win_rate": _trend(games, _win_rate(games)),
    }


def _halves(games: Sequence[GameStats]) -> tuple[Sequence[GameStats], Sequence[GameStats]]:
    return games[:TREND_MATCHES], games[TREND_MATCHES : 2 * TREND_MATCHES]


def _adr(games: Sequence[GameStats]) -> tuple[float, float] | None:
    recent, earlier = _halves(games)
    new, old = form_of(recent, TREND_MATCHES).adr, form_of(earlier, TREND_MATCHES).adr
    values = [[game.adr for game in half if game.adr is not None] for half in (recent, earlier)]
    return _tested(new, old, values)


def _win_rate(games: Sequence[GameStats]) -> tuple[float, float] | None:
    recent, earlier = _halves(games)
    new, old = form_of(recent, TREND_MATCHES).win_rate, form_of(earlier, TREND_MATCHES).win_rate
    values = [[float(game.won) for game in half if game.won is not None] for half in (recent, earlier)]
    return _tested(new, old, values)


def _tested(new: float | None, old: float | None, values: Sequence[Sequence[float]]) -> tuple[float, float] | None:
    """(change, z), or None when a side is too short or nothing varies."""
    recent, earlier = values
    if new is None or old is None or min(len(recent), len(earlier)) < TREND_MATCHES:
        return None
    spread = stdev([*recent, *earlier])
    if spread == 0:
        return None
    return new - old, (new - old) / (spread * sqrt(1 / len(recent) + 1 / len(earlier)))


def _trend(games: Sequence[GameStats], tested: tuple[float, float] | None) -> Trend:
    recent, earlier = _halves(games)
    matches = (len(recent), len(earlier))
    if tested is None:
        return Trend(matches=matches)
    change, z = tested
    verdict = "none" if abs(z) <= TREND_Z else "up" if z > 0 else "down"
    return Trend(change=change, z=z, verdict=verdict, matches=matches)
