"""The whole report on oneself from what was fetched and what was computed of it."""

from collections.abc import Sequence
from datetime import datetime

from analysis.player.report import HistoryPoint
from analysis.player.windows import lifetime_of
from analysis.record import record_of
from analysis.report import Coverage
from analysis.user.depth import Depth
from analysis.user.goals import goals_of
from analysis.user.material import Room, UserFile
from analysis.user.parts import (
    UserCourse,
    UserEvenings,
    UserPeople,
    UserTimes,
    course_of,
    evenings_of,
    people_of,
    times_of,
)
from analysis.user.report import UserPlayer, UserReport
from faceit.models import GameStats

HISTORY = 50
"""Matches that the pictures show."""


def assemble(
    file: UserFile, rooms: Sequence[Room] | None, depth: Depth, *, now: datetime, api_calls: int
) -> UserReport:
    """The report from the material alone, without nicknames of others; `rooms` None: the history could not be had."""
    return compose(
        file,
        course_of(file, depth),
        evenings_of(file),
        people_of(rooms or [], frozenset(), known=rooms is not None),
        times_of(file, depth),
        depth,
        now=now,
        api_calls=api_calls,
    )


def compose(
    file: UserFile,
    course: UserCourse,
    evenings: UserEvenings,
    people: UserPeople,
    times: UserTimes,
    depth: Depth,
    *,
    now: datetime,
    api_calls: int,
) -> UserReport:
    """The report from parts computed before; what could not be had is null and named in `coverage.missing`."""
    player, games = file.player, file.played
    matches = None if file.games is None else len({game.match_id for game in games})
    people = people.model_copy(update={"company": people.company.model_copy(update={"matches": matches})})
    return UserReport(
        generated_at=now,
        coverage=Coverage(
            players=(int(record_of(file.lifetime, games) is not None or bool(people.company.rooms)), 1),
            missing=file.missing,
            age_s=max(int((now - file.fetched_at).total_seconds()), 0),
        ),
        api_calls=api_calls,
        depth=depth.matches,
        matches=None if file.games is None else len(games),
        player=UserPlayer(
            player_id=player.player_id,
            nickname=player.nickname,
            level=player.level,
            elo=player.elo,
            calibrating=player.calibrating,
            lifetime=lifetime_of(file.lifetime),
        ),
        goals=goals_of(player.elo, games),
        history=[_point(game) for game in reversed(games[:HISTORY])],
        **_fields(course),
        **_fields(evenings),
        **_fields(people),
        **_fields(times),
    )


def _fields(part: UserCourse | UserEvenings | UserPeople | UserTimes) -> dict[str, object]:
    """A part's fields as they are: their names are the report's."""
    return {name: getattr(part, name) for name in type(part).model_fields}


def _point(game: GameStats) -> HistoryPoint:
    return HistoryPoint(
        at=game.finished_at, map=game.map, won=game.won, kills=game.kills, deaths=game.deaths, adr=game.adr
    )
