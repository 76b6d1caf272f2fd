"""Body of ``/matches/{id}``."""

from typing import Any

from sandbox.faceit.identity import picture
from sandbox.faceit.maps import GameMap
from sandbox.faceit.match import Faction, Match, Seat

Body = dict[str, Any]


def match_details(match: Match) -> Body:
    """Return a match as the site shows it: keys appear as the match goes on."""
    body: Body = {
        "match_id": match.match_id,
        "version": 2,
        "game": match.game,
        "region": "EU",
        "competition_id": match.competition.competition_id,
        "competition_type": match.competition.kind,
        "competition_name": match.competition.name,
        "organizer_id": match.competition.organizer_id,
        "teams": {f"faction{side + 1}": _faction(match, side) for side in (0, 1)},
        "calculate_elo": match.calculate_elo,
        "chat_room_id": f"match-{match.match_id}",
        "best_of": match.best_of,
        "status": match.status,
        "faceit_url": f"https://www.faceit.com/{{lang}}/{match.game}/room/{match.match_id}",
    }
    if match.picks:
        body["voting"] = _voting(match)
    for name in ("scheduled_at", "configured_at", "started_at", "finished_at"):
        if (value := getattr(match, name)) is not None:
            body[name] = value
    if match.competition.kind == "championship":
        body |= {"round": 1, "group": 1}
    if match.score is not None:
        body["results"] = results(match)
        body["detailed_results"] = _detailed_results(match)
    if match.maps:
        demos = [demo_address(match, number) for number in range(1, len(match.maps) + 1)]
        body["demo_url"] = demos
        body["instances"] = [
            {"id": f"{match.match_id}-{number}-1", "round": number, "demos": [demo]}
            for number, demo in enumerate(demos, 1)
        ]
    return body


def results(match: Match) -> Body:
    """Return winner and score; the winner is a faction key, or empty."""
    first, second = match.score or (0, 0)
    winner = "" if match.winner is None else f"faction{match.winner + 1}"
    return {"winner": winner, "score": {"faction1": first, "faction2": second}}


def demo_address(match: Match, number: int) -> str:
    """Return the address of a demo, which exists nowhere."""
    return f"https://example.org/{match.match_id}-{number}-1.dem.zst"


def _faction(match: Match, side: int) -> Body:
    faction = match.factions[side]
    body: Body = {
        "faction_id": faction.faction_id,
        "leader": faction.roster[0].player.player_id,
        "avatar": picture(faction.faction_id),
        "roster": [_seat(match, seat) for seat in faction.roster],
        "substituted": bool(faction.substitutes),
        "name": faction.name,
        "type": "premade" if faction.premade else "",
    }
    if faction.substitutes:
        body["substitutes"] = [_seat(match, seat) for seat in faction.substitutes]
    if match.calculate_elo and match.win_probability is not None:
        body["stats"] = _faction_stats(faction, match.win_probability if side == 0 else 1 - match.win_probability)
    return body


def _faction_stats(faction: Faction, win_probability: float) -> Body:
    levels = [seat.level for seat in faction.roster]
    return {
        "winProbability": round(win_probability, 4),
        "skillLevel": {"average": round(sum(levels) / len(levels)), "range": {"min": min(levels), "max": max(levels)}},
        "rating": faction.average_elo,
    }


def _seat(match: Match, seat: Seat) -> Body:
    player = seat.player
    return {
        "player_id": player.player_id,
        "nickname": player.nickname,
        "avatar": picture(player.player_id),
        "membership": "free",
        "game_player_id": player.steam_id,
        "game_player_name": player.nickname[:32],
        "game_skill_level": seat.level,
        "anticheat_required": match.game == "cs2",
    }


def _voting(match: Match) -> Body:
    place = "Germany"
    entity = {"guid": place, "image_lg": picture(place), "image_sm": picture(place), "name": place}
    return {
        "voted_entity_types": ["location", "map"],
        "location": {"entities": [entity | {"class_name": place, "game_location_id": place}], "pick": [place]},
        "map": {
            "entities": [_map_entity(game_map) for game_map in match.pool],
            "pick": [game_map.game_map_id for game_map in match.picks],
        },
    }


def _map_entity(game_map: GameMap) -> Body:
    return {
        "class_name": game_map.class_name,
        "game_map_id": game_map.game_map_id,
        "guid": game_map.game_map_id,
        "image_lg": game_map.large_picture,
        "image_sm": game_map.small_picture,
        "name": game_map.label,
    }


def _detailed_results(match: Match) -> list[Body]:
    def entry(first: int, second: int, winner: str) -> Body:
        factions = {"faction1": {"score": first}, "faction2": {"score": second}}
        return {"asc_score": False, "winner": winner, "factions": factions}

    if match.best_of == 1:
        whole = results(match)
        return [entry(whole["score"]["faction1"], whole["score"]["faction2"], whole["winner"])]
    return [
        entry(played.scores[0].total, played.scores[1].total, f"faction{played.winner + 1}") for played in match.maps
    ]
