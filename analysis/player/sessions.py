"""Sessions: matches with no gap of more than 12 hours."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from analysis.form import kd_of
from analysis.player.report import Session
from faceit.models import GameStats

GAP = timedelta(hours=12)


def sessions_of(games: Sequence[GameStats]) -> list[Session]:
    """Sessions, newest first. A game without a time belongs to none; gaps are between finishes."""
    timed = [(game.finished_at, game) for game in games if game.finished_at is not None]
    timed.sort(key=lambda item: item[0], reverse=True)
    groups: list[list[tuple[datetime, GameStats]]] = []
    for item in timed:
        if groups and groups[-1][-1][0] - item[0] <= GAP:
            groups[-1].append(item)
        else:
            groups.append([item])
    return [_session(group) for group in groups]


def _session(group: Sequence[tuple[datetime, GameStats]]) -> Session:
    games = [game for _, game in group]
    results = [game.won for game in games if game.won is not None]
    return Session(
        started_at=group[-1][0],
        ended_at=group[0][0],
        matches=len(games),
        wins=sum(results),
        results=len(results),
        kd=kd_of(games),
    )
