"""Which side of a match somebody plays on."""

from analysis.report import MatchReport
from faceit.models import Faction


def side_of(report: MatchReport, player_id: str) -> Faction | None:
    """The faction of a player, from the rosters, else from the review (a substitute); None for anybody else."""
    for team in report.teams:
        if any(player.player_id == player_id for player in team.players):
            return team.faction
    lines = report.review.players if report.review else []
    return next((line.faction for line in lines if line.player_id == player_id), None)
