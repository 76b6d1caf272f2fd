"""What stands out among the matches looked at: each with its map and its time. Of equals the newest is taken."""

from collections.abc import Callable, Sequence

from analysis.player.report import Session
from analysis.user.report import UserRecord, UserRecords, UserRun
from analysis.user.sessions import longest_of
from faceit.models import GameStats

RUN = 2
"""A single win is no run."""


def records_of(games: Sequence[GameStats], sessions: Sequence[Session]) -> UserRecords:
    """The records of `games`, newest first. K/D of a match without a death is its kills."""
    return UserRecords(
        kills=_most(games, lambda game: game.kills),
        best_kd=_most(games, _kd),
        worst_kd=_most(games, lambda game: None if (kd := _kd(game)) is None else -kd),
        adr=_most(games, lambda game: game.adr),
        win_run=_run(games, won=True),
        loss_run=_run(games, won=False),
        session=longest_of(sessions),
    )


def _most(games: Sequence[GameStats], figure: Callable[[GameStats], float | None]) -> UserRecord | None:
    rated = [(value, game) for game in games if (value := figure(game)) is not None]
    if not rated:
        return None
    game = max(rated, key=lambda pair: pair[0])[1]
    return UserRecord(
        at=game.finished_at,
        map=game.map,
        match_id=game.match_id,
        won=game.won,
        kills=game.kills,
        deaths=game.deaths,
        kd=_kd(game),
        adr=game.adr,
    )


def _kd(game: GameStats) -> float | None:
    return None if game.kills is None or game.deaths is None else game.kills / max(game.deaths, 1)


def _run(games: Sequence[GameStats], *, won: bool) -> UserRun | None:
    best: Sequence[GameStats] = []
    start = 0
    for end, game in enumerate(games, start=1):
        if game.won is not won:
            start = end
        elif end - start > len(best):
            best = games[start:end]
    if len(best) < RUN:
        return None
    return UserRun(matches=len(best), started_at=best[-1].finished_at, ended_at=best[0].finished_at)
