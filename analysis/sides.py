"""Which side of a match somebody plays on."""

from analysis.report import MatchReport
from faceit.models import Faction


def side_of(report: MatchReport, player_id: str) -> Faction | None:
    """The faction of a player: from the rosters, else from the review, else from the substitutes; None for others."""
    for team in report.teams:
        if any(player.player_id == player_id for player in team.players):
            return team.faction
    lines = report.review.players if report.review else []
    played = next((line.faction for line in lines if line.player_id == player_id), None)
    return played or next((team.faction for team in report.teams if player_id in team.substitutes), None)
