"""One map of a finished match: score, halves, overtime, opening duels."""

from analysis.report import PlayedMap
from analysis.review.sides import Sides
from faceit.models import FACTIONS, Faction, MatchRound, TeamRound


def played_map(played: MatchRound, teams: Sides) -> PlayedMap:
    """The map in rounds. Every figure stands for both sides or for none, since one alone compares with nothing."""
    overtime = _both(teams, "overtime_score")
    return PlayedMap(
        map=played.map,
        score=rounds_won(teams),
        winner=_winner(played, teams),
        first_half=_both(teams, "first_half_score"),
        second_half=_both(teams, "second_half_score"),
        overtime=overtime if any(overtime.values()) else {},
        openings=_openings(teams),
    )


def rounds_won(teams: Sides) -> dict[Faction, int]:
    """The final score, of each side that has one."""
    return {name: team.final_score for name in FACTIONS if (team := teams.get(name)) and team.final_score is not None}


def _winner(played: MatchRound, teams: Sides) -> Faction | None:
    """By the teams' own flags, else by the uuid the map names."""
    won = [name for name, team in teams.items() if team.won]
    if not won:
        won = [name for name, team in teams.items() if team.team_id == played.winner]
    return won[0] if len(won) == 1 else None


def _both(teams: Sides, figure: str) -> dict[Faction, int]:
    found = {name: value for name in FACTIONS if name in teams and (value := getattr(teams[name], figure)) is not None}
    return found if len(found) == len(FACTIONS) else {}


def _openings(teams: Sides) -> dict[Faction, int]:
    """Opening duels won by each side: a round has one, so a side's are the sum of its players'."""
    found = {name: wins for name in FACTIONS if name in teams and (wins := _entry_wins(teams[name])) is not None}
    return found if len(found) == len(FACTIONS) and any(found.values()) else {}


def _entry_wins(team: TeamRound) -> int | None:
    wins = [player.entry_wins for player in team.players if player.entry_wins is not None]
    return sum(wins) if wins and len(wins) == len(team.players) else None
