"""Reports of any kind, as JSON, without players who asked not to be analysed after they were made."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from analysis.bulk.report import BulkReport, BulkRow
from analysis.hidden import hide, named_after
from analysis.report import MatchReport
from analysis.team.report import LineupRoles, TeamLineupReport
from analysis.team.subject import LEAST
from analysis.user.report import UserReport

Report = dict[str, Any]


def people_in(report: Mapping[str, Any]) -> set[str]:
    """The ids of everybody whom a report names."""
    return {str(one) for one in _FINDERS[report["kind"]](report) if one} if report.get("kind") in _FINDERS else set()


def without(report: Report, ids: Collection[str]) -> Report | None:
    """The report without these players; as it is when they are not in it, None when nothing of it may be shown.

    A report about one of them, or a line-up of which fewer than two are left, is such. Figures of a whole team stay.
    Raises ValidationError for one that is no report.
    """
    gone = people_in(report) & set(ids)
    return _HIDERS[report["kind"]](report, gone) if gone else report


def _match(report: Report, gone: set[str]) -> Report:
    return hide(MatchReport.model_validate(report), gone).model_dump(mode="json")


def _about_one(_report: Report, _gone: set[str]) -> None:
    return None


def _user(report: Report, gone: set[str]) -> Report | None:
    model = UserReport.model_validate(report)
    if model.player.player_id in gone:
        return None
    shown = {
        "teammates": [one for one in model.teammates if one.player_id not in gone],
        "opponents": [one for one in model.opponents if one.player_id not in gone],
        "company": model.company.model_copy(
            update={"parties": [party for party in model.company.parties if not gone & set(party.players)]}
        ),
    }
    return model.model_copy(update=shown).model_dump(mode="json")


def _team(report: Report, gone: set[str]) -> Report | None:
    model = TeamLineupReport.model_validate(report)
    players = [one for one in model.players if one.player_id not in gone]
    if len(players) < LEAST:
        return None
    known, total = model.coverage.players
    lost = sum(one.player_id in gone and one.statistics == "known" for one in model.players)
    missing = [item for item in model.coverage.missing if item.player_id not in gone]
    roles = {name: [one for one in members if one not in gone] for name, members in model.roles}
    shown = {
        "players": players,
        "hidden": model.hidden + len(model.players) - len(players),
        "coverage": model.coverage.model_copy(update={"players": (known - lost, total), "missing": missing}),
        "pairs": [pair for pair in model.pairs if not gone & set(pair.player_ids)],
        "roles": LineupRoles(**roles),
        "maps": [
            row.model_copy(update={"players": [one for one in row.players if one.player_id not in gone]})
            for row in model.maps
        ],
    }
    return model.model_copy(update=shown).model_dump(mode="json")


def _bulk(report: Report, gone: set[str]) -> Report | None:
    model = BulkReport.model_validate(report)
    if model.about in gone:
        return None
    rows = [_row(row, gone) for row in model.matches]
    return model.model_copy(update={"matches": rows}).model_dump(mode="json")


def _row(row: BulkRow, gone: set[str]) -> BulkRow:
    if row.best is None or row.best.player_id not in gone:
        return row
    names = {side: "" if named_after(name, [row.best.nickname]) else name for side, name in row.names.items()}
    return row.model_copy(update={"best": None, "names": names})


def _in_match(report: Mapping[str, Any]) -> list[Any]:
    lines = (report.get("review") or {}).get("players") or []
    return [one.get("player_id") for one in [*lines, *(p for team in report["teams"] for p in team["players"])]]


def _in_user(report: Mapping[str, Any]) -> list[Any]:
    met = [one.get("player_id") for one in [*report["teammates"], *report["opponents"]]]
    parties = report["company"].get("parties") or []
    return [report["player"]["player_id"], *met, *(one for party in parties for one in party["players"])]


def _in_bulk(report: Mapping[str, Any]) -> list[Any]:
    return [report.get("about"), *((row.get("best") or {}).get("player_id") for row in report["matches"])]


_FINDERS: dict[str, Callable[[Mapping[str, Any]], list[Any]]] = {
    "match": _in_match,
    "player": lambda report: [report["player_id"]],
    "user": _in_user,
    "team": lambda report: [one["player_id"] for one in report["players"]],
    "bulk": _in_bulk,
}
_HIDERS: dict[str, Callable[[Report, set[str]], Report | None]] = {
    "match": _match,
    "player": _about_one,
    "user": _user,
    "team": _team,
    "bulk": _bulk,
}
