"""A player's own level and map records, from the lifetime segments or, failing those, from the recent games."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from analysis.form import kd_of
from analysis.population import MEAN_KD, MEAN_RATIO_SURPLUS, WEIGHT_KD, WEIGHT_MAP, WEIGHT_WIN_RATE, shrink
from faceit.models import GameStats, LifetimeStats, Segment


@dataclass(frozen=True)
class Tally:
    """Figures over a number of matches; None where FACEIT gave none."""

    matches: int
    win_rate: float | None
    kd: float | None


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
        win_rate = (
            self.win_rate if raw.win_rate is None else shrink(raw.win_rate, raw.matches, self.win_rate, WEIGHT_MAP)
        )
        kd = self.kd if raw.kd is None else shrink(raw.kd, raw.matches, self.kd, WEIGHT_MAP)
        return MapValue(raw.matches, win_rate, kd, raw)


def record_of(lifetime: LifetimeStats | None, games: Sequence[GameStats] | None) -> Record | None:
    """The record of a player; None when neither source has a match."""
    if lifetime is not None and lifetime.matches:
        overall = Tally(lifetime.matches, _rate(lifetime.wins, lifetime.matches, lifetime.win_rate), _kd(lifetime))
        return _record(overall, _by_map(lifetime.maps()))
    if games:
        names = {game.map for game in games if game.map is not None}
        return _record(_tally(games), {name: _tally([g for g in games if g.map == name]) for name in names})
    return None


def _record(overall: Tally, maps: dict[str, Tally]) -> Record:
    kd = MEAN_KD if overall.kd is None else shrink(overall.kd, overall.matches, MEAN_KD, WEIGHT_KD)
    rate = 0.5 if overall.win_rate is None else shrink(overall.win_rate, overall.matches, 0.5, WEIGHT_WIN_RATE)
    return Record(overall, kd, rate, maps)


def _kd(lifetime: LifetimeStats) -> float | None:
    if lifetime.kd is not None:
        return lifetime.kd
    return None if lifetime.average_kd is None else max(lifetime.average_kd - MEAN_RATIO_SURPLUS, 0.0)


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
    return Tally(
        matches,
        sum(rate * n for rate, n in known) / sum(n for _, n in known) if known else None,
        sum(part.kills or 0 for part in parts) / deaths if complete and deaths else None,
    )


def _tally(games: Sequence[GameStats]) -> Tally:
    results = [game.won for game in games if game.won is not None]
    return Tally(len(games), sum(results) / len(results) if results else None, kd_of(games))


def _rate(wins: int | None, matches: int | None, given: float | None) -> float | None:
    return wins / matches if wins is not None and matches else given
