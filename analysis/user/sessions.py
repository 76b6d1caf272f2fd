"""Sessions over all matches looked at: the best, the worst, and how the first, second, third … match of each went.

A position is told in counts alone: nothing in the data shows that the fourth match of an evening goes worse.
"""

from collections import defaultdict
from collections.abc import Sequence

from analysis.form import kd_of
from analysis.player.report import Session
from analysis.player.sessions import GAP
from analysis.user.counting import counted
from analysis.user.report import UserPosition, UserSessions
from faceit.models import GameStats

JUDGED = 3
"""Results a session needs to be called the best or the worst."""

POSITIONS = 6
"""Rows; the last one holds all later matches."""


def session_counts_of(games: Sequence[GameStats], sessions: Sequence[Session]) -> UserSessions:
    """Counts over the sessions of `games` (any order). Best and worst need two sessions that can be told apart."""
    judged = [session for session in sessions if session.results >= JUDGED]
    best, worst = max(judged, key=_standing, default=None), min(judged, key=_standing, default=None)
    if best is None or worst is None or _standing(best)[0] == _standing(worst)[0]:
        best = worst = None
    return UserSessions(count=len(sessions), best=best, worst=worst, positions=_positions(games))


def longest_of(sessions: Sequence[Session]) -> Session | None:
    """The session of most matches, the newest of several."""
    return max(sessions, key=lambda session: session.matches, default=None)


def _standing(session: Session) -> tuple[int, float]:
    """Wins minus losses, then K/D."""
    return 2 * session.wins - session.results, session.kd or 0


def _positions(games: Sequence[GameStats]) -> list[UserPosition]:
    timed = sorted(((game.finished_at, game) for game in games if game.finished_at is not None), key=lambda it: it[0])
    rows: dict[int, list[GameStats]] = defaultdict(list)
    place, before = 0, None
    for at, game in timed:
        place = place + 1 if before is not None and at - before <= GAP else 1
        before = at
        rows[min(place, POSITIONS)].append(game)
    return [
        UserPosition(
            position=place,
            more=place == POSITIONS,
            kd=kd_of(rows[place]),
            **counted(game.won for game in rows[place]).model_dump(),
        )
        for place in sorted(rows)
    ]
