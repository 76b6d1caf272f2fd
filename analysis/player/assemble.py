"""The whole report of a player from what was fetched."""

from datetime import datetime

from analysis.player.after_loss import after_loss_of
from analysis.player.levels import next_level, to_next_level, wins_needed
from analysis.player.maps import maps_of
from analysis.player.material import PlayerFile
from analysis.player.norms import POPULATION
from analysis.player.report import HistoryPoint, PlayerReport
from analysis.player.role import role_with_reason, style_of
from analysis.player.sessions import sessions_of
from analysis.player.standing import points_of, standing_of
from analysis.player.streaks import streak_of
from analysis.player.trend import trends_of
from analysis.player.windows import forms_of, lifetime_of
from analysis.record import record_of
from analysis.report import Coverage
from faceit.models import GameStats

EVEN = 0.5


def assemble(file: PlayerFile, *, now: datetime, api_calls: int) -> PlayerReport:
    """The report; what could not be had is null and named in `coverage.missing`."""
    player, games = file.player, file.recent
    record = record_of(file.lifetime, games)
    style = style_of(file.lifetime)
    standing = standing_of(games, style)
    strengths, weaknesses = points_of(standing, style)
    role, reason = role_with_reason(file.lifetime)
    points = to_next_level(player.elo)
    return PlayerReport(
        generated_at=now,
        coverage=Coverage(
            players=(int(record is not None), 1),
            missing=file.missing,
            age_s=max(int((now - file.fetched_at).total_seconds()), 0),
        ),
        api_calls=api_calls,
        player_id=player.player_id,
        nickname=player.nickname,
        level=player.level,
        elo=player.elo,
        calibrating=player.calibrating,
        to_next_level=points,
        next_level=next_level(player.elo),
        wins_to_next=wins_needed(points),
        matches=None if file.games is None else len(games),
        lifetime=lifetime_of(file.lifetime),
        form=forms_of(None if file.games is None else games),
        trend=trends_of(games),
        maps=maps_of(record),
        role=role,
        role_reason=reason,
        style=style,
        population=POPULATION,
        standing=standing,
        strengths=strengths,
        weaknesses=weaknesses,
        streak=streak_of(
            games,
            record.win_rate if record else EVEN,
            file.lifetime.longest_win_streak if file.lifetime else None,
        ),
        sessions=sessions_of(games),
        after_loss=after_loss_of(games),
        history=[_point(game) for game in reversed(games)],
    )


def _point(game: GameStats) -> HistoryPoint:
    return HistoryPoint(
        at=game.finished_at, map=game.map, won=game.won, kills=game.kills, deaths=game.deaths, adr=game.adr
    )
