"""The whole report of a line-up from what was fetched and what was computed of it."""

from datetime import datetime

from analysis.report import Coverage
from analysis.team.lineup import Lineup
from analysis.team.material import TeamFile
from analysis.team.report import LineupTogether, TeamLineupReport


def compose(
    file: TeamFile, lineup: Lineup, together: LineupTogether, *, now: datetime, api_calls: int
) -> TeamLineupReport:
    """The report from parts computed before; what could not be had is null and named in `coverage.missing`.

    Parameters:
        file: what was fetched.
        lineup, together: what was computed of it.
        now: the time of the report.
        api_calls: calls it took.
    """
    elos = [player.elo for player in lineup.players if player.elo is not None]
    known = sum(player.statistics == "known" for player in lineup.players)
    return TeamLineupReport(
        generated_at=now,
        coverage=Coverage(
            players=(known, len(lineup.players) + file.hidden),
            missing=file.missing,
            age_s=max(int((now - file.fetched_at).total_seconds()), 0),
        ),
        api_calls=api_calls,
        players=lineup.players,
        hidden=file.hidden,
        elo=sum(elos) / len(elos) if elos else None,
        maps=lineup.maps,
        pairs=together.pairs,
        together=together.everybody,
        matches_seen=together.seen,
        roles=lineup.roles,
        advice=lineup.advice,
    )
