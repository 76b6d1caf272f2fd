"""The picture of one's hours: matches by weekday and hour, with the wins of every weekday and part of the day."""

from collections.abc import Sequence

from analysis.user.report import UserCount, UserReport
from reports.figures import percent, whole
from reports.pictures import foot, player_heading
from reports.pictures.canvas import Canvas
from reports.pictures.heat_scale import ink, shade
from reports.pictures.palette import DIM, GROUND, PAGE, PANEL, Box
from reports.user_as_player import as_player
from reports.user_hours import PART, summed
from reports.user_time import zone_name
from texts.catalogue import Language, text

LEAST = 5
"""Matches with a time below which there is nothing to see."""

TITLE = 46
NAMES, SUMS = 56, 152
"""Room for weekdays at the left and their sums at the right, in pixels."""

CELL = 42
ROW = 62
HOURS = 38
PARTS = 44
GAP = 2


def draw(report: UserReport, *, language: Language) -> bytes | None:
    """The week as a PNG of 1280×720; None for fewer than 5 matches whose time is known."""
    canvas = compose(report, language=language)
    return None if canvas is None else canvas.png()


def compose(report: UserReport, *, language: Language) -> Canvas | None:
    """The same as a canvas, before it becomes a file."""
    habits = report.habits
    if sum(day.matches for day in habits.weekdays) < LEAST:
        return None
    canvas = Canvas()
    top = PAGE.top + player_heading.HEIGHT
    player_heading.draw_player(canvas, Box(PAGE.left, PAGE.top, PAGE.right, top), as_player(report), language)
    head = Box(PAGE.left, top + 6, PAGE.right, top + 6 + TITLE)
    canvas.write(text(language, "picture-heat-title"), head.across(0, -440), size=34, weight="bold")
    _legend(canvas, head.across(head.width - 430, 0), language)
    grid = Box(PAGE.left + NAMES, head.bottom + 4 + HOURS, PAGE.left + NAMES + CELL * 24, 0)
    _hours(canvas, Box(grid.left, grid.top - HOURS, grid.right, grid.top))
    _sums_head(canvas, Box(grid.right, grid.top - HOURS, PAGE.right, grid.top), language)
    fullest = max(cell.matches for day in habits.grid for cell in day)
    for number, day in enumerate(habits.grid):
        place = Box(grid.left, grid.top + number * ROW, grid.right, grid.top + (number + 1) * ROW)
        name = Box(PAGE.left, place.top, PAGE.left + NAMES, place.bottom)
        canvas.write(text(language, f"stats-day-{number}"), name, size=30)
        _cells(canvas, place, day, fullest)
        _sums(canvas, Box(place.right, place.top, PAGE.right, place.bottom), habits.weekdays[number])
    parts = Box(
        grid.left, grid.top + len(habits.grid) * ROW + 4, grid.right, grid.top + len(habits.grid) * ROW + 4 + PARTS
    )
    _parts(canvas, parts, habits.hours, language)
    zone = Box(PAGE.left, PAGE.bottom - foot.HEIGHT, PAGE.centre + 80, PAGE.bottom)
    canvas.write(text(language, "picture-heat-zone", zone=zone_name(habits.timezone)), zone, colour=DIM)
    foot.draw_foot(canvas, language)
    return canvas


def cell_box(place: Box, hour: int) -> Box:
    """Where the cell of an hour lies in the row of a weekday."""
    left = place.left + hour * CELL
    return Box(left + GAP, place.top + GAP, left + CELL - GAP, place.bottom - GAP)


def _cells(canvas: Canvas, place: Box, day: Sequence[UserCount], fullest: int) -> None:
    """An empty cell is hollow; one with matches is filled and says how many."""
    for hour, cell in enumerate(day):
        box = cell_box(place, hour)
        if not cell.matches:
            canvas.pill(box, PANEL, 6)
            canvas.pill(box.inset(3, 3), GROUND, 4)
            continue
        share = cell.matches / fullest
        canvas.pill(box, shade(share), 6)
        words = Box(box.left - GAP, box.top, box.right + GAP, box.bottom)
        canvas.write(whole(cell.matches), words, colour=ink(share), weight="bold", align="centre")


def _hours(canvas: Canvas, place: Box) -> None:
    """Every third hour: between them there is no room."""
    for hour in range(0, 24, 3):
        box = Box(place.left + hour * CELL - 10, place.top, place.left + (hour + 1) * CELL + 10, place.bottom)
        canvas.write(f"{hour:02}", box, colour=DIM, align="centre")


def _sums_head(canvas: Canvas, place: Box, language: Language) -> None:
    matches, wins = _sum_boxes(place)
    canvas.write(text(language, "picture-heat-sum"), matches, colour=DIM, align="right")
    canvas.write(text(language, "picture-column-wins"), wins, colour=DIM, align="right")


def _sums(canvas: Canvas, place: Box, count: UserCount) -> None:
    matches, wins = _sum_boxes(place)
    canvas.write(whole(count.matches), matches, size=30, align="right")
    canvas.write(_rate(count), wins, size=30, weight="bold", align="right")


def _sum_boxes(place: Box) -> tuple[Box, Box]:
    return place.across(0, 64), place.across(66, 0)


def _parts(canvas: Canvas, place: Box, hours: Sequence[UserCount], language: Language) -> None:
    """Six hours together under their columns."""
    key = Box(place.right + 8, place.top, PAGE.right, place.bottom)
    canvas.write(text(language, "picture-heat-parts"), key, colour=DIM, align="right")
    for start in range(0, len(hours), PART):
        count = summed(hours[start : start + PART])
        box = Box(place.left + start * CELL + GAP, place.top, place.left + (start + PART) * CELL - GAP, place.bottom)
        canvas.pill(box, PANEL, 6)
        words = f"{start:02}–{start + PART - 1:02}:  {whole(count.matches)}"
        words += f" · {_rate(count)}" if count.results else ""
        canvas.write(words, box, align="centre")


def _rate(count: UserCount) -> str:
    return percent(count.wins / count.results if count.results else None)


def _legend(canvas: Canvas, box: Box, language: Language) -> None:
    """A hollow cell, then the shades from few to many."""
    side = 30
    top = box.middle - side // 2
    hollow = Box(box.left, top, box.left + side, top + side)
    canvas.pill(hollow, PANEL, 6)
    canvas.pill(hollow.inset(3, 3), GROUND, 4)
    canvas.write(
        text(language, "picture-heat-none"), Box(hollow.right + 10, box.top, hollow.right + 90, box.bottom), colour=DIM
    )
    left = box.right - 4 * side - 82
    canvas.write(
        text(language, "picture-heat-less"), Box(left - 100, box.top, left - 10, box.bottom), colour=DIM, align="right"
    )
    for step in range(4):
        canvas.pill(Box(left + step * side, top, left + (step + 1) * side - 2, top + side), shade((step + 1) / 4), 6)
    canvas.write(
        text(language, "picture-heat-more"), Box(left + 4 * side + 8, box.top, box.right, box.bottom), colour=DIM
    )
