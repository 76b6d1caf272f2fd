"""Picks, bans and the chosen map, from the map table. Each statement is for one side, named in its arguments."""

from collections.abc import Sequence

from analysis.population import MAP_MATCHES
from analysis.report import Statement
from analysis.state import MapAnalysis
from faceit.models import FACTIONS, Faction

SURE_Z = 1.2816
"""P > .9, one-sided."""

ADVICE = (
    *("pick", "ban", "map-no-edge", "maps-unknown"),
    *("map-favours", "map-even", "map-unknown"),
    *("unrated", "forfeit"),
)
"""Every code of advice there is."""

AT_MOST = 2
"""Maps named for a pick or a ban."""


def veto_advice(rows: Sequence[MapAnalysis]) -> list[Statement]:
    """What to pick and ban before the vote ends.

    A map is named when its K/D gap differs from the mean gap of the pool with P > .9 and both teams have 30 matches on
    it: strength that is the same on every map helps no choice. `map-no-edge` when none is, `maps-unknown` when no map
    has been played enough to tell.
    """
    known = [row for row in rows if row.kd_gap is not None and row.kd_error]
    mean, usual = _means(rows)
    enough = [(row, (row.kd_gap or 0.0) - mean) for row in known if _enough(row)]
    clear = [(row, gap) for row, gap in enough if abs(gap) > SURE_Z * (row.kd_error or 0.0)]
    if not enough:
        return [Statement(code="maps-unknown", args={"needed": MAP_MATCHES})] if known else []
    if not clear:
        return [Statement(code="map-no-edge")]
    return [statement for faction in FACTIONS for statement in _for(faction, clear, usual)]


def map_advice(chosen: Sequence[MapAnalysis], rows: Sequence[MapAnalysis]) -> list[Statement]:
    """Whom each chosen map suits better than the mean map of the pool, or that it suits neither clearly.

    Below 30 matches of either team that can't be told, which is no draw.
    """
    found = []
    gap, usual = _means(rows)
    for row in chosen:
        if row.kd_gap is None or row.kd_error is None:
            continue
        if not _enough(row):
            args = {"map": row.map, **_matches(row, "faction1"), "needed": MAP_MATCHES}
            found.append(Statement(code="map-unknown", args=args))
        elif abs(row.kd_gap - gap) > SURE_Z * row.kd_error:
            faction: Faction = "faction1" if row.kd_gap > gap else "faction2"
            found.append(_statement("map-favours", faction, row, usual))
        else:
            found.append(Statement(code="map-even", args={"map": row.map, **_matches(row, "faction1")}))
    return found


def _means(rows: Sequence[MapAnalysis]) -> tuple[float, float]:
    """Mean K/D gap and mean edge of the maps that could be compared."""
    known = [row for row in rows if row.kd_gap is not None]
    if not known:
        return 0.0, 0.0
    return sum(row.kd_gap or 0.0 for row in known) / len(known), sum(row.edge or 0.0 for row in known) / len(known)


def _for(faction: Faction, clear: Sequence[tuple[MapAnalysis, float]], usual: float) -> list[Statement]:
    sign = 1 if faction == "faction1" else -1
    ordered = sorted(clear, key=lambda item: -sign * item[1])
    picks = [row for row, gap in ordered if sign * gap > 0][:AT_MOST]
    bans = [row for row, gap in reversed(ordered) if sign * gap < 0][:AT_MOST]
    found = [_statement("pick", faction, row, usual) for row in picks]
    return found + [_statement("ban", faction, row, usual) for row in bans]


def _statement(code: str, faction: Faction, row: MapAnalysis, usual: float) -> Statement:
    """`edge` is what the map adds to the side's chance, over the mean map of the pool (`usual`)."""
    sign = 1 if faction == "faction1" else -1
    edge = sign * ((row.edge or 0.0) - usual)
    return Statement(code=code, args={"faction": faction, "map": row.map, "edge": edge, **_matches(row, faction)})


def _matches(row: MapAnalysis, faction: Faction) -> dict[str, str | int | float]:
    other: Faction = "faction2" if faction == "faction1" else "faction1"
    return {"matches": row.teams[faction].matches or 0, "matches_them": row.teams[other].matches or 0}


def _enough(row: MapAnalysis) -> bool:
    return all((row.teams[name].matches or 0) >= MAP_MATCHES for name in FACTIONS)
