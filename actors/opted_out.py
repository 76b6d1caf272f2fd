"""Which players of a match asked not to be analysed: everybody is asked about whom a report or a list could show."""

from actors.context import StepContext
from analysis.hidden import OPTED_OUT, named_after
from analysis.material import MissingData
from faceit.models import Match, MatchStats


def opted_out(ctx: StepContext, match: Match, stats: MatchStats | None) -> list[MissingData]:
    """Those of both whole rosters and of the statistics, each once; who stood in shows in the statistics alone."""
    seats = [player.player_id for team in match.teams.values() for player in team.roster]
    rounds = stats.rounds if stats else []
    lines = [player.player_id for played in rounds for team in played.teams for player in team.players]
    hidden = ctx.archive.hidden({*seats, *lines})
    return [MissingData(player_id=player, what="player", code=OPTED_OUT) for player in sorted(hidden)]


def title_of(ctx: StepContext, match: Match) -> str:
    """What lists of tasks call the match: its teams, but for a name that gives away who opted out."""
    seats = {player.player_id: player.nickname for team in match.teams.values() for player in team.roster}
    hidden = [seats[player] for player in ctx.archive.hidden(list(seats))]
    names = [team.name for team in match.teams.values() if team.name]
    return " – ".join(name for name in names if not named_after(name, hidden))
