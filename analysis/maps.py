"""The map table: both teams on every map of this match's pool."""

from collections.abc import Sequence
from math import sqrt

from analysis.population import MATCH_SD_KD, WEIGHT_MAP
from analysis.prediction import win_probability
from analysis.report import MapSide
from analysis.state import MapAnalysis
from analysis.subject import Subject
from faceit.models import FACTIONS, Faction, Match


def map_codes(match: Match, pool: Sequence[str]) -> list[str]:
    """The maps to compare: the chosen ones first, then the match's own pool, else the one given."""
    return list(dict.fromkeys([*match.picks, *(match.pool or pool)]))


def map_table(subjects: Sequence[Subject], codes: Sequence[str]) -> list[MapAnalysis]:
    """One row a map, in the order of `codes`."""
    return [_row(subjects, code) for code in codes]


def _row(subjects: Sequence[Subject], code: str) -> MapAnalysis:
    sides: dict[Faction, MapSide] = {name: _side(subjects, name, code) for name in FACTIONS}
    one, two = sides["faction1"], sides["faction2"]
    kd_gap = None if one.kd is None or two.kd is None else one.kd - two.kd
    rate_gap = None if one.win_rate is None or two.win_rate is None else one.win_rate - two.win_rate
    chance = win_probability(elo_diff=None, map_kd_diff=kd_gap, map_win_rate_diff=rate_gap, recent_kd_diff=None)
    return MapAnalysis(
        map=code,
        teams=sides,
        edge=None if chance is None else chance - 0.5,
        kd_gap=kd_gap,
        kd_error=None if kd_gap is None else sqrt(sum(_variance(subjects, name, code) for name in FACTIONS)),
        win_rate_gap=rate_gap,
    )


def _side(subjects: Sequence[Subject], faction: Faction, code: str) -> MapSide:
    """The mean of the players' shrunk values; `matches` is the sum of theirs."""
    values = [s.record.on_map(code) for s in subjects if s.faction == faction and s.record is not None]
    if not values:
        return MapSide()
    return MapSide(
        matches=sum(value.matches for value in values),
        win_rate=sum(value.win_rate for value in values) / len(values),
        kd=sum(value.kd for value in values) / len(values),
    )


def _variance(subjects: Sequence[Subject], faction: Faction, code: str) -> float:
    """Variance of a team's map K/D: each player's is s²/(n + k), with s = .47 for a single match."""
    counts = [s.record.on_map(code).matches for s in subjects if s.faction == faction and s.record is not None]
    return sum(MATCH_SD_KD**2 / (n + WEIGHT_MAP) for n in counts) / len(counts) ** 2
