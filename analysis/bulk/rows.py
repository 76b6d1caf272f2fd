"""One match of a bulk, out of its report."""

from analysis.bulk.report import BulkLine, BulkRow
from analysis.material import BRIEF
from analysis.report import MatchReport, Review, ReviewPlayer
from analysis.sides import side_of


def row_of(report: MatchReport, task: str, about: str | None) -> BulkRow:
    """What the summary needs of a match's report. `task` opens it, `about` is the player the bulk is about."""
    review, said = report.review, report.prediction
    side = side_of(report, about) if about else None
    winner = review.winner if review else None
    right = review.predicted_right if review else None
    played = _played(report)
    return BulkRow(
        match_id=report.match_id,
        task=task,
        status=report.status,
        map=report.map or next(iter(played), None),
        picks=report.picks,
        played=played,
        rounds=_rounds(review) if review else None,
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


def _played(report: MatchReport) -> list[str]:
    """The maps of the statistics; without any, the one chosen, if rounds were played on it."""
    review = report.review
    if review is None:
        return []
    told = [one.map for one in review.maps if one.map is not None]
    return told or (report.picks if review.score and len(report.picks) == 1 else [])


def _rounds(review: Review) -> int | None:
    """Rounds of all maps; None when a map's are not known: a part would pass for the whole."""
    counts = [sum(one.score.values()) for one in review.maps]
    return sum(counts) if counts and all(counts) else None


def _best(report: MatchReport) -> BulkLine | None:
    """Whoever has the best K/D of those that may be shown."""
    shown = [one for one in (report.review.players if report.review else []) if not one.hidden and one.kd is not None]
    best = max(shown, key=lambda one: (one.kd or 0.0, one.kills or 0), default=None)
    return _line(best) if best else None


def _own(report: MatchReport, about: str | None) -> BulkLine | None:
    """The line of the player the bulk is about; his name alone where the match has no statistics."""
    players = report.review.players if report.review and about else []
    mine = next((one for one in players if one.player_id == about and not one.hidden), None)
    if mine is not None:
        return _line(mine)
    seats = [seat for team in report.teams for seat in team.players if seat.player_id == about and not seat.hidden]
    return BulkLine(player_id=about, nickname=seats[0].nickname) if seats and about else None


def _line(one: ReviewPlayer) -> BulkLine:
    return BulkLine(
        player_id=one.player_id,
        nickname=one.nickname,
        kills=one.kills,
        deaths=one.deaths,
        kd=one.kd,
        adr=one.adr,
        rounds=one.rounds,
    )
