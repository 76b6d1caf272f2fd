"""Which team of the statistics is which faction of the match."""

from collections.abc import Sequence

from faceit.models import Faction, Match, MatchRound, TeamRound

Sides = dict[Faction, TeamRound]


def by_faction(match: Match, rounds: Sequence[MatchRound]) -> list[Sides]:
    """The teams of every map by faction; one that belongs to neither is left out."""
    return [{name: team for team in played.teams if (name := _faction(match, team))} for played in rounds]


def _faction(match: Match, team: TeamRound) -> Faction | None:
    """The side of a team: by its uuid, else by the people in it."""
    for name, side in match.teams.items():
        if side.faction_id == team.team_id:
            return name
    played = {player.player_id for player in team.players}
    shared = {name: len(played & {p.player_id for p in side.roster}) for name, side in match.teams.items()}
    best = max(shared, key=lambda name: shared[name], default=None)
    return best if best is not None and shared[best] else None
