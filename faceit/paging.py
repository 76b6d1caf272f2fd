"""More games than one page holds: by offset as far as FACEIT lets it go, then by time."""

from collections.abc import Callable
from datetime import UTC, datetime

from faceit.endpoints import GAMES_OFFSET_MAX, PAGE_MAX
from faceit.models import GameStats

GAMES_MOST = 1000

Fetch = Callable[[int, int, int | None], tuple[list[GameStats], int]]
"""Limit, offset, newest finish in milliseconds; gives the games of the page and how many items FACEIT sent."""


def newest_games(fetch: Fetch, count: int, *, before: datetime | None = None) -> list[GameStats]:
    """The newest `count` games, newest first, each once; those that ended before `before` when it is given.

    A game finished meanwhile moves the pages on by one, so an item may come twice; odd items count as asked for.
    Raises ValueError for a count out of 1..1000.
    """
    if not 1 <= count <= GAMES_MOST:
        raise ValueError(f"count must be 1..{GAMES_MOST}")
    found: dict[tuple[str, int | None], GameStats] = {}
    until_ms = None if before is None else _milliseconds(before) - 1
    offset, left = 0, count
    while left > 0:
        limit = min(left, PAGE_MAX)
        games, sent = fetch(limit, offset, until_ms)
        known = len(found)
        for game in games:
            found.setdefault((game.match_id, game.round_of_match), game)
        if sent < limit or len(found) == known:
            break
        offset += sent
        left -= sent
        if left > 0 and offset > GAMES_OFFSET_MAX:
            oldest = min((game.finished_at for game in found.values() if game.finished_at), default=None)
            if oldest is None:
                break
            # The oldest one known is asked for again: another may have ended in the same millisecond.
            until_ms, offset, left = _milliseconds(oldest), 0, left + 1
    return list(found.values())[:count]


def _milliseconds(moment: datetime) -> int:
    return round(moment.astimezone(UTC).timestamp() * 1000)
