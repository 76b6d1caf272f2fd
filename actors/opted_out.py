"""Which players of a match asked not to be analysed: everybody is asked about whom a report could show."""

from actors.context import StepContext
from analysis.hidden import OPTED_OUT
from analysis.material import MissingData
from faceit.models import Match, MatchStats


def opted_out(ctx: StepContext, match: Match, stats: MatchStats | None) -> list[MissingData]:
    """Those of both whole rosters and of the statistics, each once; who stood in shows in the statistics alone."""
    seats = [player.player_id for team in match.teams.values() for player in team.roster]
    rounds = stats.rounds if stats else []
    lines = [player.player_id for played in rounds for team in played.teams for player in team.players]
    hidden = ctx.archive.hidden(dict.fromkeys([*seats, *lines]))
    return [MissingData(player_id=player, what="player", code=OPTED_OUT) for player in sorted(hidden)]
