"""Bodies about one player: details, bans, search rows, ranking rows."""

from typing import Any

from sandbox.faceit.identity import picture, rng_for
from sandbox.faceit.players import Player
from sandbox.faceit.wording import iso

Body = dict[str, Any]
DAY = 86_400


def player_details(player: Player) -> Body:
    """Return the body of ``/players/{id}`` and of the look-up by nickname, which are the same."""
    account = int(player.steam_id) - 76561197960265728
    return {
        "player_id": player.player_id,
        "nickname": player.nickname,
        "avatar": picture(player.player_id),
        "country": player.country,
        "cover_image": picture(player.player_id, "cover"),
        "platforms": {"steam": f"STEAM_0:{account % 2}:{account // 2}"},
        "games": {game: _game(player, game) for game in player.games},
        "settings": {"language": "en"},
        "friends_ids": [],
        "new_steam_id": f"[U:1:{account}]",
        "steam_id_64": player.steam_id,
        "steam_nickname": player.nickname[:32],
        "memberships": ["free"],
        "faceit_url": f"https://www.faceit.com/{{lang}}/players/{player.nickname}",
        "membership_type": "",
        "cover_featured_image": "",
        "infractions": {},
        "verified": False,
        "activated_at": iso(1_400_000_000 + rng_for(player.player_id, "activated").randrange(300_000_000)),
    }


def _game(player: Player, game: str) -> Body:
    if game == "cs2":
        level, elo = player.level, player.elo if player.placed else 0
    else:
        rng = rng_for(player.player_id, game)
        level, elo = rng.randrange(3, 11), rng.randrange(900, 2100)
    return {
        "region": "EU",
        "game_player_id": player.steam_id,
        "skill_level": level,
        "faceit_elo": elo,
        "game_player_name": player.nickname[:32],
        "skill_level_label": "",
        "regions": {},
        "game_profile_id": "",
    }


def ban(player: Player, reason: str, now: int) -> Body:
    """Return one row of ``/players/{id}/bans``; one for ever has no end."""
    start = now - 40 * DAY
    end = None if player.banned_for is None else iso(start + player.banned_for * DAY).replace(".000", "")
    return {
        "nickname": player.nickname,
        "type": "game",
        "reason": reason,
        "game": "cs2",
        "starts_at": iso(start).replace(".000", ""),
        "ends_at": end,
        "user_id": player.player_id,
    }


def search_row(player: Player) -> Body:
    """Return one row of ``/search/players``: the level is a string here, the country in capitals."""
    return {
        "player_id": player.player_id,
        "nickname": player.nickname,
        "status": "",
        "games": [{"name": game, "skill_level": str(_game(player, game)["skill_level"])} for game in player.games],
        "country": player.country.upper(),
        "verified": False,
        "avatar": picture(player.player_id),
    }


def ranking_row(player: Player, position: int) -> Body:
    """Return one row of a ranking."""
    return {
        "player_id": player.player_id,
        "nickname": player.nickname,
        "country": player.country,
        "position": position,
        "faceit_elo": player.elo,
        "game_skill_level": player.level,
    }
