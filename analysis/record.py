"""A player's own level and map records, from the lifetime segments or, failing those, from the recent games."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.form import kd_of, with_kd
from analysis.population import MEAN_KD, MEAN_RATIO_SURPLUS, WEIGHT_KD, WEIGHT_MAP, WEIGHT_WIN_RATE, shrink
from faceit.models import GameStats, LifetimeStats, Segment


@dataclass(frozen=True)
class Tally:
    """Figures over a number of matches; None where FACEIT gave none.

    `results` and `kd_matches` are the matches behind `win_rate` and `kd`, all of them unless said. `estimated`: the K/D
    is FACEIT's mean of match ratios, lowered by what such a mean lies above the sum.
    """

    matches: int
    win_rate: float | None
    kd: float | None
    results: int | None = None
    kd_matches: int | None = None
    estimated: bool = False

    @property
    def behind_win_rate(self) -> int:
        """Matches whose result is counted."""
        return self.matches if self.results is None else self.results

    @property
    def behind_kd(self) -> int:
        """Matches whose kills and deaths are counted."""
        return self.matches if self.kd_matches is None else self.kd_matches


@dataclass(frozen=True)
class MapValue:
    """A player on one map, shrunk by sample towards the own level."""

    matches: int
    win_rate: float
    kd: float
    raw: Tally


@dataclass(frozen=True)
class Record:
    """A player's overall tally, the same shrunk towards the population, and tallies by map."""

    overall: Tally
    kd: float
    win_rate: float
    maps: dict[str, Tally] = field(default_factory=dict)

    def on_map(self, code: str) -> MapValue:
        """Shrunk with k = 40 matches; a map never played reads the player's own level with n = 0."""
        raw = self.maps.get(code, Tally(0, None, None))
        win_rate, kd = self.win_rate, self.kd
        if raw.win_rate is not None:
            win_rate = shrink(raw.win_rate, raw.behind_win_rate, self.win_rate, WEIGHT_MAP)
        if raw.kd is not None:
            kd = shrink(raw.kd, raw.behind_kd, self.kd, WEIGHT_MAP)
        return MapValue(raw.matches, win_rate, kd, raw)


def record_of(lifetime: LifetimeStats | None, games: Sequence[GameStats] | None) -> Record | None:
    """The record of a player; None when neither source has a match."""
    if lifetime is not None and lifetime.matches:
        return _record(_lifetime(lifetime, lifetime.matches), _by_map(lifetime.maps()))
    if games:
        names = {game.map for game in games if game.map is not None}
        return _record(_tally(games), {name: _tally([g for g in games if g.map == name]) for name in names})
    return None


def _record(overall: Tally, maps: dict[str, Tally]) -> Record:
    kd, rate = MEAN_KD, 0.5
    if overall.kd is not None:
        kd = shrink(overall.kd, overall.behind_kd, MEAN_KD, WEIGHT_KD)
    if overall.win_rate is not None:
        rate = shrink(overall.win_rate, overall.behind_win_rate, 0.5, WEIGHT_WIN_RATE)
    return Record(overall, kd, rate, maps)


def _lifetime(lifetime: LifetimeStats, matches: int) -> Tally:
    """K/D as the sums over the map segments; where one lacks them, an estimate from FACEIT's mean of ratios."""
    rate = _rate(lifetime.wins, matches, lifetime.win_rate)
    if lifetime.kd is not None:
        counted = sum(segment.matches or 0 for segment in lifetime.maps())
        return Tally(matches, rate, lifetime.kd, kd_matches=counted)
    if lifetime.average_kd is None:
        return Tally(matches, rate, None)
    return Tally(matches, rate, max(lifetime.average_kd - MEAN_RATIO_SURPLUS, 0.0), estimated=True)


def _by_map(segments: Sequence[Segment]) -> dict[str, Tally]:
    """One tally a map: a hub's copy of a map may stand beside the map itself."""
    grouped: dict[str, list[Segment]] = {}
    for segment in segments:
        if segment.matches:
            grouped.setdefault(segment.map, []).append(segment)
    return {name: _merged(parts) for name, parts in grouped.items()}


def _merged(parts: Sequence[Segment]) -> Tally:
    matches = sum(part.matches or 0 for part in parts)
    rates = [(_rate(part.wins, part.matches, part.win_rate), part.matches or 0) for part in parts]
    known = [(rate, n) for rate, n in rates if rate is not None]
    deaths = sum(part.deaths or 0 for part in parts)
    complete = all(part.kills is not None and part.deaths is not None for part in parts)
    results = sum(n for _, n in known)
    return Tally(
        matches,
        sum(rate * n for rate, n in known) / results if known else None,
        sum(part.kills or 0 for part in parts) / deaths if complete and deaths else None,
        results=results,
    )


def _tally(games: Sequence[GameStats]) -> Tally:
    results = [game.won for game in games if game.won is not None]
    rate = sum(results) / len(results) if results else None
    return Tally(len(games), rate, kd_of(games), results=len(results), kd_matches=len(with_kd(games)))


def _rate(wins: int | None, matches: int | None, given: float | None) -> float | None:
    return wins / matches if wins is not None and matches else given
