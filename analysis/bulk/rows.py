"""One match of a bulk, out of its report."""

from analysis.bulk.report import BulkLine, BulkRow
from analysis.material import BRIEF
from analysis.report import MatchReport, ReviewPlayer
from analysis.sides import side_of


def row_of(report: MatchReport, task: str, about: str | None) -> BulkRow:
    """What the summary needs of a match's report. `task` opens it, `about` is the player the bulk is about."""
    review, said = report.review, report.prediction
    side = side_of(report, about) if about else None
    winner = review.winner if review else None
    right = review.predicted_right if review else None
    return BulkRow(
        match_id=report.match_id,
        task=task,
        status=report.status,
        map=report.map or next((played.map for played in review.maps), None) if review else report.map,
        picks=report.picks,
        names={team.faction: team.name for team in report.teams},
        score=review.score if review else {},
        winner=winner,
        side=side,
        won=None if side is None or winner is None else winner == side,
        predicted=said.faction1,
        predicted_source=said.source,
        predicted_right=right,
        best=_best(report),
        own=_own(report, about),
        brief=any(item.code == BRIEF for item in report.coverage.missing),
    )


def _best(report: MatchReport) -> BulkLine | None:
    """Whoever has the best K/D of those that may be shown."""
    shown = [one for one in (report.review.players if report.review else []) if not one.hidden and one.kd is not None]
    best = max(shown, key=lambda one: (one.kd or 0.0, one.kills or 0), default=None)
    return _line(best) if best else None


def _own(report: MatchReport, about: str | None) -> BulkLine | None:
    players = report.review.players if report.review and about else []
    mine = next((one for one in players if one.player_id == about and not one.hidden), None)
    return _line(mine) if mine else None


def _line(one: ReviewPlayer) -> BulkLine:
    return BulkLine(nickname=one.nickname, kills=one.kills, deaths=one.deaths, kd=one.kd, adr=one.adr)
