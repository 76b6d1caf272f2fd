"""Body of ``/matches/{id}/stats``. Here the two sniper rates carry the right names."""

from typing import Any

from sandbox.faceit.match import Line, Match, PlayedMap
from sandbox.faceit.sums import headshot_percent, kill_death_ratio
from sandbox.faceit.wording import decimal, ratio

Body = dict[str, Any]


def match_stats(match: Match) -> Body:
    """Return one round object a map played."""
    return {"rounds": [_round(match, played, number) for number, played in enumerate(match.maps, 1)]}


def _round(match: Match, played: PlayedMap, number: int) -> Body:
    return {
        "best_of": str(match.best_of),
        "competition_id": match.competition.competition_id,
        "game_id": match.game,
        "game_mode": match.mode,
        "match_id": match.match_id,
        "match_round": str(number),
        "played": "1",
        "round_stats": {
            "Winner": match.factions[played.winner].faction_id,
            "Rounds": str(played.rounds),
            "Score": score_line(played),
            "Map": played.game_map.class_name,
            "Region": "EU",
        },
        "teams": [_team(match, played, side) for side in (0, 1)],
    }


def score_line(played: PlayedMap) -> str:
    """Return the rounds, first faction first, such as ``13 / 10``."""
    return f"{played.scores[0].total} / {played.scores[1].total}"


def _team(match: Match, played: PlayedMap, side: int) -> Body:
    faction, score, lines = match.factions[side], played.scores[side], played.lines[side]
    won = played.winner == side
    return {
        "team_id": faction.faction_id,
        "premade": faction.premade,
        "team_stats": {
            "Team": faction.name,
            "Team Win": "1" if won else "0",
            "Team Headshots": ratio(sum(line.headshots for line in lines), len(lines), 1),
            "First Half Score": str(score.first_half),
            "Second Half Score": str(score.second_half),
            "Overtime score": str(score.overtime),
            "Final Score": str(score.total),
        },
        "players": [
            {
                "player_id": line.player.player_id,
                "nickname": line.player.nickname,
                "player_stats": plain_stats(line, played.rounds, won=won) | _extended(line, played.rounds),
            }
            for line in lines
        ],
    }


def plain_stats(line: Line, rounds: int, *, won: bool) -> dict[str, str]:
    """Return the values that match stats and the list of a player's games have in common."""
    return {
        "Result": "1" if won else "0",
        "Kills": str(line.kills),
        "Deaths": str(line.deaths),
        "Assists": str(line.assists),
        "K/D Ratio": decimal(kill_death_ratio(line)),
        "K/R Ratio": ratio(line.kills, rounds),
        "Headshots": str(line.headshots),
        "Headshots %": str(headshot_percent(line)),
        "Damage": str(line.damage),
        "ADR": ratio(line.damage, rounds, 1),
        "MVPs": str(line.mvps),
        "Double Kills": str(line.double_kills),
        "Triple Kills": str(line.triple_kills),
        "Quadro Kills": str(line.quadro_kills),
        "Penta Kills": str(line.penta_kills),
    }


def _extended(line: Line, rounds: int) -> dict[str, str]:
    return {
        "First Kills": str(line.entry_wins),
        "Entry Count": str(line.entry_count),
        "Entry Wins": str(line.entry_wins),
        "Match Entry Rate": ratio(line.entry_count, rounds),
        "Match Entry Success Rate": ratio(line.entry_wins, line.entry_count),
        "1v1Count": str(line.one_v_one_count),
        "1v1Wins": str(line.one_v_one_wins),
        "Match 1v1 Win Rate": ratio(line.one_v_one_wins, line.one_v_one_count),
        "1v2Count": str(line.one_v_two_count),
        "1v2Wins": str(line.one_v_two_wins),
        "Match 1v2 Win Rate": ratio(line.one_v_two_wins, line.one_v_two_count),
        "Clutch Kills": str(line.clutch_kills),
        "Flash Count": str(line.flash_count),
        "Flash Successes": str(line.flash_successes),
        "Flash Success Rate per Match": ratio(line.flash_successes, line.flash_count),
        "Flashes per Round in a Match": ratio(line.flash_count, rounds),
        "Enemies Flashed": str(line.enemies_flashed),
        "Enemies Flashed per Round in a Match": ratio(line.enemies_flashed, rounds),
        "Utility Count": str(line.utility_count),
        "Utility Successes": str(line.utility_successes),
        "Utility Success Rate per Match": ratio(line.utility_successes, line.utility_count),
        "Utility Usage per Round": ratio(line.utility_count, rounds),
        "Utility Enemies": str(line.utility_enemies),
        "Utility Damage": str(line.utility_damage),
        "Utility Damage per Round in a Match": ratio(line.utility_damage, rounds),
        "Utility Damage Success Rate per Match": ratio(line.utility_damage, line.utility_count),
        "Sniper Kills": str(line.sniper_kills),
        "Sniper Kill Rate per Match": ratio(line.sniper_kills, line.kills),
        "Sniper Kill Rate per Round": ratio(line.sniper_kills, rounds),
        "Pistol Kills": str(line.pistol_kills),
        "Knife Kills": str(line.knife_kills),
        "Zeus Kills": str(line.zeus_kills),
    }
