"""The calls of the Data API used here: path, query, and where the answer lives in the cache."""

import hashlib
import re
from dataclasses import dataclass

from faceit.errors import FaceitNotFoundError

ID = re.compile(r"[0-9A-Za-z-]{1,64}")
GAMES_MAX = 100  # FACEIT's own limit of one page


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
    # A hash: cache keys are seen by operators, nicknames are not for them.
    digest = hashlib.sha256(nickname.encode()).hexdigest()[:32]
    kind = "nickname" if game else "nickname_any"
    return Call("/players", "/players", kind, digest, tuple(params), (nickname,))


def lifetime(player_id: str) -> Call:
    """Lifetime statistics and one segment a map."""
    path = "/players/{player_id}/stats/cs2"
    return Call(path, f"/players/{_id(player_id, path)}/stats/cs2", "lifetime", player_id)


def recent_games(player_id: str, limit: int) -> Call:
    """Statistics of the last `limit` games (1..100), newest first. Raises ValueError for another limit."""
    if not 1 <= limit <= GAMES_MAX:
        raise ValueError(f"limit must be 1..{GAMES_MAX}")
    path = "/players/{player_id}/games/cs2/stats"
    return Call(
        path,
        f"/players/{_id(player_id, path)}/games/cs2/stats",
        "games",
        f"{player_id}:{limit}",
        (("offset", "0"), ("limit", str(limit))),
    )


def _id(value: str, path: str) -> str:
    """`value` if it can stand in a path. Raises FaceitNotFoundError: nothing can have such an id."""
    if not ID.fullmatch(value):
        raise FaceitNotFoundError("not an id", path=path)
    return value
