"""At which hours and on which weekdays one plays, in one's own time zone, by the finish of a match. Counts alone."""

from collections.abc import Sequence

from analysis.user.counting import counted
from analysis.user.depth import Depth
from analysis.user.report import UserHabits
from faceit.models import GameStats

HOURS = 24
WEEKDAYS = 7


def habits_of(games: Sequence[GameStats], depth: Depth) -> UserHabits:
    """Every game with a time counted once in each of the three tables."""
    cells: list[list[list[bool | None]]] = [[[] for _ in range(HOURS)] for _ in range(WEEKDAYS)]
    for game in games:
        if game.finished_at is not None:
            local = game.finished_at.astimezone(depth.hours)
            cells[local.weekday()][local.hour].append(game.won)
    return UserHabits(
        hours=[counted(won for day in cells for won in day[hour]) for hour in range(HOURS)],
        weekdays=[counted(won for cell in day for won in cell) for day in cells],
        grid=[[counted(cell) for cell in day] for day in cells],
        timezone=depth.zone,
    )
