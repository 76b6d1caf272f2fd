"""A report on oneself in its parts, as the steps compute and store them one after another."""

from collections.abc import Mapping, Sequence
from typing import Literal

from pydantic import BaseModel

from analysis.player.after_loss import after_loss_of
from analysis.player.maps import maps_of
from analysis.player.report import AfterLoss, MapRecord, PlayerForm, Session, Streak, Trend
from analysis.player.sessions import sessions_of
from analysis.player.streaks import streak_of
from analysis.player.trend import trends_of
from analysis.player.windows import WINDOWS, player_form
from analysis.record import record_of
from analysis.user import company, parties
from analysis.user.counting import counted, own_rate
from analysis.user.depth import Depth
from analysis.user.habits import habits_of
from analysis.user.material import Room, UserFile
from analysis.user.records import records_of
from analysis.user.report import UserCompany, UserHabits, UserMate, UserRecords, UserSessions, UserTotals
from analysis.user.sessions import session_counts_of
from faceit.models import GameStats

SESSIONS_KEPT = 100
"""Newest sessions that the report lists; counts and records are over all."""


class UserCourse(BaseModel):
    """Form, totals, trend, streaks, results after losses, maps."""

    totals: UserTotals
    form: dict[str, PlayerForm]
    trend: dict[str, Trend]
    streak: Streak
    after_loss: AfterLoss
    maps: list[MapRecord]
    maps_over: Literal["matches", "lifetime"]


class UserEvenings(BaseModel):
    """The sessions."""

    sessions: list[Session]
    session_counts: UserSessions


class UserPeople(BaseModel):
    """Team-mates, opponents, parties."""

    teammates: list[UserMate]
    opponents: list[UserMate]
    company: UserCompany


class UserTimes(BaseModel):
    """Hours, weekdays, records."""

    habits: UserHabits
    records: UserRecords


def course_of(file: UserFile, depth: Depth) -> UserCourse:
    """The figures by themselves."""
    games = file.played
    rate = own_rate([game.won for game in games])
    return UserCourse(
        totals=_totals(games, depth),
        form=_forms(None if file.games is None else games, depth),
        trend=trends_of(games),
        streak=streak_of(games, rate, None),
        after_loss=after_loss_of(games),
        maps=maps_of(record_of(None, games) if games else record_of(file.lifetime, None)),
        maps_over="matches" if games else "lifetime",
    )


def evenings_of(file: UserFile) -> UserEvenings:
    """The sessions, newest first, and what is counted over all of them."""
    games = file.played
    found = sessions_of(games)
    return UserEvenings(sessions=found[:SESSIONS_KEPT], session_counts=session_counts_of(games, found))


def people_of(rooms: Sequence[Room], hidden: frozenset[str], *, known: bool) -> UserPeople:
    """Who is met again and again, without those who asked not to be analysed; nicknames are still missing.

    `hidden`: of `company.candidates(rooms)`. `known`: whether the history could be had.
    """
    allowed = {*company.candidates(rooms)} - hidden
    mates, rivals = company.mates_of(rooms, allowed), company.rivals_of(rooms, allowed)
    linked = parties.linked_with(rooms)
    shown_mates, shown_rivals = company.chosen(mates, rivals)
    return UserPeople(
        teammates=shown_mates,
        opponents=shown_rivals,
        company=UserCompany(
            rooms=len(rooms) if known else None,
            mates=len(mates),
            rivals=len(rivals),
            parties=parties.parties_of(rooms, linked, hidden),
            sizes=parties.sizes_of(rooms, linked),
        ),
    )


def named(people: UserPeople, names: Mapping[str, str]) -> UserPeople:
    """The same with nicknames, null for whoever has none here; a party is kept when any of it can be named."""

    def with_name(one: UserMate) -> UserMate:
        return one.model_copy(update={"nickname": names.get(one.player_id)})

    told = [
        party.model_copy(update={"nicknames": [names.get(one) for one in party.players]})
        for party in people.company.parties
        if any(one in names for one in party.players)
    ]
    return UserPeople(
        teammates=[with_name(one) for one in people.teammates],
        opponents=[with_name(one) for one in people.opponents],
        company=people.company.model_copy(update={"parties": told}),
    )


def times_of(file: UserFile, depth: Depth) -> UserTimes:
    """When one plays, and what stands out."""
    games = file.played
    return UserTimes(habits=habits_of(games, depth), records=records_of(games, sessions_of(games)))


def _forms(games: Sequence[GameStats] | None, depth: Depth) -> dict[str, PlayerForm]:
    sizes = sorted({*(size for size in WINDOWS if size < depth.matches), depth.matches})
    return {str(size): player_form(games, size) for size in sizes}


def _totals(games: Sequence[GameStats], depth: Depth) -> UserTotals:
    times = [game.finished_at for game in games if game.finished_at is not None]
    return UserTotals(
        **counted(game.won for game in games).model_dump(),
        **{name: _sum([getattr(game, name) for game in games]) for name in ("kills", "deaths", "assists", "rounds")},
        days=len({time.astimezone(depth.hours).date() for time in times}) if times else None,
        first_at=min(times, default=None),
        last_at=max(times, default=None),
    )


def _sum(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
