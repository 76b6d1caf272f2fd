"""A player report in its parts, as the steps compute and store them one after another."""

from collections.abc import Mapping

from pydantic import BaseModel

from analysis.player.after_loss import after_loss_of
from analysis.player.maps import maps_of
from analysis.player.material import PlayerFile
from analysis.player.report import AfterLoss, Lifetime, MapRecord, PlayerForm, Session, Standing, Streak, Style, Trend
from analysis.player.role import role_with_reason, style_of
from analysis.player.sessions import sessions_of
from analysis.player.standing import points_of, standing_of
from analysis.player.streaks import streak_of
from analysis.player.trend import trends_of
from analysis.player.windows import forms_of, lifetime_of
from analysis.population import EVEN
from analysis.record import record_of
from analysis.report import Role, Statement


class Metrics(BaseModel):
    """The lifetime, the last 10, 20 and 50 matches, and where these figures stand in the population."""

    lifetime: Lifetime
    form: dict[str, PlayerForm]
    standing: dict[str, Standing]


class Course(BaseModel):
    """What happens over time: trends, streaks, sessions, the match after a loss."""

    trend: dict[str, Trend]
    streak: Streak
    sessions: list[Session]
    after_loss: AfterLoss


class Maps(BaseModel):
    """The record of each map."""

    maps: list[MapRecord]


class Character(BaseModel):
    """How somebody plays: role with its number, extended figures, strengths and weaknesses."""

    role: Role | None
    role_reason: Statement | None
    style: Style | None
    strengths: list[Statement]
    weaknesses: list[Statement]


def metrics_of(file: PlayerFile) -> Metrics:
    """The figures by themselves."""
    games = file.recent
    return Metrics(
        lifetime=lifetime_of(file.lifetime),
        form=forms_of(None if file.games is None else games),
        standing=standing_of(games, style_of(file.lifetime)),
    )


def course_of(file: PlayerFile) -> Course:
    """The figures over time."""
    games = file.recent
    record = record_of(file.lifetime, games)
    longest = file.lifetime.longest_win_streak if file.lifetime else None
    return Course(
        trend=trends_of(games),
        streak=streak_of(games, record.win_rate if record else EVEN, longest),
        sessions=sessions_of(games),
        after_loss=after_loss_of(games),
    )


def records_of(file: PlayerFile) -> Maps:
    """The maps."""
    return Maps(maps=maps_of(record_of(file.lifetime, file.recent)))


def character_of(file: PlayerFile, standing: Mapping[str, Standing]) -> Character:
    """The role, and what stands out of the standing."""
    style = style_of(file.lifetime)
    strengths, weaknesses = points_of(dict(standing), style)
    role, reason = role_with_reason(file.lifetime)
    return Character(role=role, role_reason=reason, style=style, strengths=strengths, weaknesses=weaknesses)
