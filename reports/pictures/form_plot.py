"""K/D match by match: a mark for each, a line for the last ten together, a level at 1.00."""

from collections.abc import Sequence
from math import ceil

from reports.pictures.canvas import Canvas
from reports.pictures.palette import BAD, DIM, GOOD, PANEL, TEXT, TRACK, Box
from reports.pictures.rolling import MatchPoint

AXIS = 66
"""Room for the figures of the scale, in pixels."""

HIGHEST = 3.0
"""Where the scale ends at the latest; a match above it stands at the edge."""

SIDE = 20


def top_of(points: Sequence[MatchPoint]) -> float:
    """The end of the scale: a half above the best match, 1.5 to 3."""
    return min(HIGHEST, max(1.5, ceil(max(p.kd for p in points) * 2) / 2))


def area_of(box: Box) -> Box:
    """Where the marks lie."""
    return Box(box.left + AXIS, box.top, box.right, box.bottom)


def place_of(area: Box, place: int, count: int) -> float:
    """The column of a match, from the oldest at the left."""
    return area.left + (place + 0.5) * area.width / count


def height_of(area: Box, kd: float, top: float) -> float:
    """The row of a K/D; the edge for what lies above the scale."""
    inner = area.inset(0, SIDE // 2)
    return inner.bottom - min(kd, top) / top * inner.height


def draw_plot(canvas: Canvas, box: Box, points: Sequence[MatchPoint], count: int) -> None:
    """The matches `points` among `count` places; there must be one."""
    area, top = area_of(box), top_of(points)
    canvas.pill(area, PANEL)
    for step in range(int(top * 2) + 1):
        level = step / 2
        y = round(height_of(area, level, top))
        even = level == 1
        canvas.bar(Box(area.left, y - even, area.right, y + 1 + even), DIM if even else TRACK)
        if even or step % 2 == 0 or top < 2:
            words = Box(box.left, y - 16, area.left - 12, y + 16)
            more = "+" if level == top and any(p.kd > top for p in points) else ""
            canvas.write(f"{level:.1f}{more}", words, colour=TEXT if even else DIM, align="right")
    line = [(place_of(area, p.place, count), height_of(area, p.mean, top)) for p in points if p.mean is not None]
    if len(line) > 1:
        canvas.line(line, TEXT, 6)
    for point in points:
        _mark(canvas, (place_of(area, point.place, count), height_of(area, point.kd, top)), point.won)


def _mark(canvas: Canvas, centre: tuple[float, float], won: bool | None) -> None:
    """▲ won, ▼ lost, a dot where the result is not known; a dark rim sets it off from the line."""
    if won is None:
        canvas.dot(centre, SIDE // 3 + 3, PANEL)
        canvas.dot(centre, SIDE // 3, DIM)
    else:
        canvas.triangle(centre, SIDE + 10, PANEL, up=won)
        canvas.triangle(centre, SIDE, GOOD if won else BAD, up=won)
