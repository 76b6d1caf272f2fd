"""Advice to a line-up about itself: home map, permanent ban, maps nobody knows, snipers. Nothing without its number."""

from collections.abc import Sequence

from analysis.population import MAP_MATCHES
from analysis.report import Statement
from analysis.team.report import LineupMap, LineupRoles

TEAM_ADVICE = ("home", "ban", "no-edge", "unplayed", "awp-many", "awp-none")
"""Every code there is; the text is `team-advice-<code>`."""

RARELY = 0.1
"""A map nobody is ready for is named when it has less than so much of what the maps of the pool have on average."""

ROLES_KNOWN = 3
"""That nobody snipes is said of three known players or more: of two it is no news."""


def advice_of(maps: Sequence[LineupMap], roles: LineupRoles, size: int) -> list[Statement]:
    """The clearest home map and ban, or that there is none; then maps hardly played, then too many or no snipers.

    Parameters:
        maps, roles: of the line-up.
        size: its players, known or not.
    """
    return [*_maps(maps, size), *_unplayed(maps), *_snipers(roles)]


def _maps(maps: Sequence[LineupMap], size: int) -> list[Statement]:
    home = max((row for row in maps if row.verdict == "home"), key=_gap, default=None)
    ban = min((row for row in maps if row.verdict == "ban"), key=_gap, default=None)
    found = [_of("home", home, size), _of("ban", ban, size)]
    if home is None and ban is None and any(row.matches for row in maps):
        found.append(Statement(code="no-edge"))
    return [statement for statement in found if statement is not None]


def _of(code: str, row: LineupMap | None, size: int) -> Statement | None:
    if row is None:
        return None
    args = {"map": row.map, "kd": row.kd or 0.0, "change": abs(_gap(row)), "matches": row.matches or 0}
    return Statement(code=code, args={**args, "ready": row.ready, "players": size, "needed": MAP_MATCHES})


def _gap(row: LineupMap) -> float:
    return row.kd_gap or 0.0


def _unplayed(maps: Sequence[LineupMap]) -> list[Statement]:
    """Maps on which nobody has 30 matches, and which the line-up plays ten times less than a mean map of the pool."""
    played = [row for row in maps if row.matches is not None]
    mean = sum(row.matches or 0 for row in played) / len(played) if played else 0.0
    rare = [row for row in played if not row.ready and (row.matches or 0) < RARELY * mean]
    return [
        Statement(code="unplayed", args={"map": row.map, "matches": row.matches or 0, "needed": MAP_MATCHES})
        for row in rare
    ]


def _snipers(roles: LineupRoles) -> list[Statement]:
    known = len(roles.awp) + len(roles.awp_mixed) + len(roles.entry) + len(roles.support) + len(roles.unclear)
    if len(roles.awp) > 1:
        return [Statement(code="awp-many", args={"count": len(roles.awp)})]
    if not roles.awp and not roles.awp_mixed and known >= ROLES_KNOWN:
        return [Statement(code="awp-none", args={"players": known})]
    return []
