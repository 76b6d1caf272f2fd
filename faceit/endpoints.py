"""The calls of the Data API used here: path, query, and where the answer lives in the cache."""

import hashlib
import re
from dataclasses import dataclass

from faceit.errors import FaceitNotFoundError

ID = re.compile(r"[0-9A-Za-z-]{1,64}")
PAGE_MAX = 100  # FACEIT's own limits: of one page, and of how far into a list its pages reach
GAMES_OFFSET_MAX = 200
HISTORY_OFFSET_MAX = 1000


@dataclass(frozen=True)
class Call:
    """One GET. `path` is the template (safe to log), `url_path` the real one, `private` texts never to be shown."""

    path: str
    url_path: str
    kind: str
    key: str
    params: tuple[tuple[str, str], ...] = ()
    private: tuple[str, ...] = ()


def match(match_id: str) -> Call:
    """A match: teams, rosters, status, voting, result."""
    return Call("/matches/{match_id}", f"/matches/{_id(match_id, '/matches/{match_id}')}", "match", match_id)


def match_stats(match_id: str) -> Call:
    """Statistics of a match; 404 until they exist."""
    path = "/matches/{match_id}/stats"
    return Call(path, f"/matches/{_id(match_id, path)}/stats", "match_stats", match_id)


def player(player_id: str) -> Call:
    """A player by id."""
    return Call("/players/{player_id}", f"/players/{_id(player_id, '/players/{player_id}')}", "player", player_id)


def player_by_nickname(nickname: str, *, game: str | None = "cs2") -> Call:
    """A player by exact nickname; with a game, 404 also for accounts without it."""
    params = [("nickname", nickname)]
    if game is not None:
        params.append(("game", game))
    kind = "nickname" if game else "nickname_any"
    return Call("/players", "/players", kind, _digest(nickname), tuple(params), (nickname,))


def search_players(nickname: str, limit: int) -> Call:
    """Accounts with CS2 whose nickname resembles `nickname`, at most `limit` (1..100, ValueError otherwise)."""
    _in_range("limit", limit, 1, PAGE_MAX)
    params = (("nickname", nickname), ("game", "cs2"), ("offset", "0"), ("limit", str(limit)))
    return Call("/search/players", "/search/players", "search", f"{_digest(nickname)}:{limit}", params, (nickname,))


def bans(player_id: str) -> Call:
    """The bans of a player, a hundred at most."""
    path = "/players/{player_id}/bans"
    params = (("offset", "0"), ("limit", str(PAGE_MAX)))
    return Call(path, f"/players/{_id(player_id, path)}/bans", "bans", player_id, params)


def lifetime(player_id: str) -> Call:
    """Lifetime statistics and one segment a map."""
    path = "/players/{player_id}/stats/cs2"
    return Call(path, f"/players/{_id(player_id, path)}/stats/cs2", "lifetime", player_id)


def recent_games(player_id: str, limit: int, offset: int = 0, *, until_ms: int | None = None) -> Call:
    """Statistics of `limit` games (1..100) from `offset` (0..200) on, newest first; ValueError for other ones.

    `until_ms`: only games that ended by then, Unix **milliseconds**.
    """
    _in_range("limit", limit, 1, PAGE_MAX)
    _in_range("offset", offset, 0, GAMES_OFFSET_MAX)
    path = "/players/{player_id}/games/cs2/stats"
    key, params = f"{player_id}:{limit}", [("offset", str(offset)), ("limit", str(limit))]
    if offset or until_ms is not None:
        key += f":{offset}"
    if until_ms is not None:
        key += f":{until_ms}"
        params.append(("to", str(until_ms)))
    return Call(path, f"/players/{_id(player_id, path)}/games/cs2/stats", "games", key, tuple(params))


def history(player_id: str, limit: int, offset: int, *, since_s: int | None, until_s: int | None) -> Call:
    """Matches of a player: `limit` (1..100) from `offset` (0..1000) on, newest first; ValueError for other ones.

    `since_s` and `until_s` are Unix **seconds**, unlike those of the games.
    """
    _in_range("limit", limit, 1, PAGE_MAX)
    _in_range("offset", offset, 0, HISTORY_OFFSET_MAX)
    path = "/players/{player_id}/history"
    params = [("game", "cs2"), ("offset", str(offset)), ("limit", str(limit))]
    params += [(name, str(value)) for name, value in (("from", since_s), ("to", until_s)) if value is not None]
    key = ":".join([player_id, *(f"{name}={value}" for name, value in params[1:])])
    return Call(path, f"/players/{_id(player_id, path)}/history", "history", key, tuple(params))


def _digest(nickname: str) -> str:
    """A hash: cache keys are seen by operators, nicknames are not for them."""
    return hashlib.sha256(nickname.encode()).hexdigest()[:32]


def _in_range(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise ValueError(f"{name} must be {least}..{most}")


def _id(value: str, path: str) -> str:
    """`value` if it can stand in a path. Raises FaceitNotFoundError: nothing can have such an id."""
    if not ID.fullmatch(value):
        raise FaceitNotFoundError("not an id", path=path)
    return value
