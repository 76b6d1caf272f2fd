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
    compared = all(_half_known(subjects, name) for name in FACTIONS)
    kd_gap = _gap(one.kd, two.kd) if compared else None
    rate_gap = _gap(one.win_rate, two.win_rate) if compared else None
    chance = win_probability(elo_diff=None, map_kd_diff=kd_gap, map_win_rate_diff=rate_gap, recent_kd_diff=None)
    unknown = kd_gap is None and rate_gap is None
    return MapAnalysis(
        map=code,
        teams=sides,
        edge=None if unknown else chance - 0.5,
        kd_gap=kd_gap,
        kd_error=None if kd_gap is None else sqrt(sum(_variance(subjects, name, code) for name in FACTIONS)),
        win_rate_gap=rate_gap,
    )


def _gap(one: float | None, two: float | None) -> float | None:
    return None if one is None or two is None else one - two


def _half_known(subjects: Sequence[Subject], faction: Faction) -> bool:
    """Fewer than half of a team do not stand for it: their figures are shown, but not compared."""
    team = [subject for subject in subjects if subject.faction == faction]
    return 2 * sum(subject.known for subject in team) >= len(team) > 0


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
    counts = [s.record.on_map(code).raw.behind_kd for s in subjects if s.faction == faction and s.record is not None]
    return sum(MATCH_SD_KD**2 / (n + WEIGHT_MAP) for n in counts) / len(counts) ** 2
