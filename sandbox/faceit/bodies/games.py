"""Rows of a player's games: ``games/cs2/stats``, one a map, and ``history``, one a match."""

from typing import Any

from sandbox.faceit.bodies.match_details import results
from sandbox.faceit.bodies.match_stats import plain_stats, score_line
from sandbox.faceit.identity import picture
from sandbox.faceit.match import Faction, Line, Match
from sandbox.faceit.wording import iso

Body = dict[str, Any]


def game_row(match: Match, number: int, side: int, line: Line) -> Body:
    """Return one map of a player's games. Everything is a string but the finish, in milliseconds.

    Parameters:
        match: the match
        number: the map in it, from 0
        side: the player's faction, 0 or 1
        line: what the player did
    """
    played = match.maps[number]
    score = played.scores[side]
    stats: Body = {
        **plain_stats(line, played.rounds, won=played.winner == side),
        "Player Id": line.player.player_id,
        "Nickname": line.player.nickname,
        "Match Id": match.match_id,
        "Match Round": str(number + 1),
        "Best Of": str(match.best_of),
        "Competition Id": match.competition.competition_id,
        "Game": match.game,
        "Game Mode": match.mode,
        "Region": "EU",
        "Map": played.game_map.class_name,
        "Team": match.factions[side].name,
        "Winner": match.factions[played.winner].faction_id,
        "Score": score_line(played),
        "Rounds": str(played.rounds),
        "First Half Score": str(score.first_half),
        "Second Half Score": str(score.second_half),
        "Overtime score": str(score.overtime),
        "Final Score": str(score.total),
        "Match Finished At": played.finished_at * 1000,
        # Stats have been seen created just before the finish and updated 90 s later.
        "Created At": iso(played.finished_at + 1.472),
        "Updated At": iso(played.finished_at + 91.379),
    }
    return {"stats": stats}


def history_row(match: Match) -> Body:
    """Return one match of ``/players/{id}/history``: the status is lower case, teams have ``players``."""
    players = [player.player_id for faction in match.factions for player in faction.five]
    return {
        "match_id": match.match_id,
        "game_id": match.game,
        "region": "EU",
        "match_type": "",
        "game_mode": match.mode,
        "max_players": len(players),
        "teams_size": len(players) // 2,
        "teams": {f"faction{side}": _team(faction) for side, faction in enumerate(match.factions, 1)},
        "playing_players": players,
        "competition_id": match.competition.competition_id,
        "competition_name": match.competition.name,
        "competition_type": match.competition.kind,
        "organizer_id": match.competition.organizer_id,
        "status": match.status.lower(),
        "started_at": match.started_at or match.created_at,
        "finished_at": match.finished_at or match.created_at,
        "results": results(match),
        "faceit_url": f"https://www.faceit.com/{{lang}}/{match.game}/room/{match.match_id}",
    }


def _team(faction: Faction) -> Body:
    return {
        "team_id": faction.faction_id,
        "nickname": faction.name,
        "avatar": picture(faction.faction_id),
        "type": "premade" if faction.premade else "",
        "players": [
            {
                "player_id": seat.player.player_id,
                "nickname": seat.player.nickname,
                "avatar": picture(seat.player.player_id),
                "skill_level": seat.level,
                "game_player_id": seat.player.steam_id,
                "game_player_name": seat.player.nickname[:32],
                "faceit_url": f"https://www.faceit.com/{{lang}}/players/{seat.player.nickname}",
            }
            for seat in faction.roster
        ],
    }
